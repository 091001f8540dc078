import { Argument } from 'commander';
import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';

/** Declares `fraudx completion`. */
export function declareCompletion(program: Command, deps: ProgramDeps): void {
  const command = program
    .command('completion')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .description('print a script that completes commands and options in your shell');
  withCommonOptions(command, [
    'fraudx completion bash >> ~/.bashrc',
    'fraudx completion zsh > ~/.zsh/completions/_fraudx',
  ]);
  handledBy(command, deps, async () => (await import('./run.ts')).runCompletion);
}
