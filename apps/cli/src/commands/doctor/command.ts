import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { withTargetOptions } from '../../options/target-options.ts';

/** Declares `fraudx doctor`. */
export function declareDoctor(program: Command, deps: ProgramDeps): void {
  const command = withTargetOptions(program.command('doctor'))
    .option('--policy', 'print the smallest IAM policy with which this config can promote to AWS, and check nothing')
    .option('--repair', 'make a new store of all intact records; the damaged one is kept')
    .description(
      'check this machine, the config, the data, the .fraudx folder and the production target (exit code 1 when something is wrong)',
    );
  withCommonOptions(command, [
    'fraudx doctor',
    'fraudx doctor --repair',
    'fraudx doctor --target aws --config-bucket my-bucket --policy',
  ]);
  handledBy(command, deps, async () => (await import('./run.ts')).runDoctor);
}
