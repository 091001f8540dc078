import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { withTargetOptions } from '../../options/target-options.ts';

/** Declares `fraudx rollback`. */
export function declareRollback(program: Command, deps: ProgramDeps): void {
  const command = program
    .command('rollback')
    .argument(
      '[promotion]',
      'promotion id or its beginning (default: the newest promotion; rolled back once, however often the command is run)',
    )
    .description('restore the parameters and the config that were in production before a promotion')
    .option('--approved-by <who>', 'who approves the rollback (default: as for fraudx promote)')
    .option('--force', 'even if somebody else has changed production since, or the history is damaged');
  withTargetOptions(command);
  withCommonOptions(command, ['fraudx rollback', 'fraudx rollback 7 --target aws --json']);
  handledBy(command, deps, async () => (await import('./run.ts')).runRollback);
}
