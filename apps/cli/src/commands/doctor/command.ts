import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';

/** Declares `fraudx doctor`. */
export function declareDoctor(program: Command, deps: ProgramDeps): void {
  const command = program
    .command('doctor')
    .description(
      'check this machine, the config, the data and the .fraudx folder (exit code 1 when something is wrong)',
    );
  withCommonOptions(command, ['fraudx doctor', 'fraudx doctor --json']);
  handledBy(command, deps, async () => (await import('./run.ts')).runDoctor);
}
