import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { integer } from '../../options/parsers.ts';
import { withTargetOptions } from '../../options/target-options.ts';

const which = 'ARN of an execution, or a promotion id (default: the newest promotion that started one)';

/** Declares `fraudx pipeline status|watch`. */
export function declarePipeline(program: Command, deps: ProgramDeps): void {
  const pipeline = program.command('pipeline').description('follow the production pipeline that a promotion started');

  const status = pipeline
    .command('status')
    .argument('[execution]', which)
    .description('show the status of an execution');
  withTargetOptions(status);
  withCommonOptions(status, ['fraudx pipeline status', 'fraudx pipeline status --target aws --json']);
  handledBy(status, deps, async () => (await import('./run.ts')).runPipelineStatus);

  const watch = pipeline
    .command('watch')
    .argument('[execution]', which)
    .description('wait until an execution ends (exit code 1 when it failed)')
    .option('--every <seconds>', 'seconds between checks (default: 15)', integer(1, 3600))
    .option(
      '--timeout <minutes>',
      'give up after this many minutes with exit code 3 (default: 120)',
      integer(1, 10_000),
    );
  withTargetOptions(watch);
  withCommonOptions(watch, ['fraudx pipeline watch', 'fraudx pipeline watch --target aws --every 60 --json']);
  handledBy(watch, deps, async () => (await import('./run.ts')).runPipelineWatch);
}
