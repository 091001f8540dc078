import { Option } from 'commander';
import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { offering } from '../../options/offering.ts';
import { integer } from '../../options/parsers.ts';

/** Declares `fraudx runs list|show|compare`. */
export function declareRuns(program: Command, deps: ProgramDeps): void {
  const runs = program.command('runs').description('list, show and compare recorded runs');

  const listCommand = runs
    .command('list')
    .description('runs, newest first')
    .option('--experiment <name>', 'only this experiment (default: all)')
    .addOption(
      offering(new Option('--kind <kind>', 'only this kind'), [
        'train',
        'trial',
        'study',
        'evaluation',
        'promotion',
        'other',
      ]),
    )
    .addOption(
      offering(new Option('--status <status>', 'only this status'), [
        'running',
        'finished',
        'failed',
        'interrupted',
        'stale',
      ]),
    )
    .option('--where <query>', 'e.g. "metrics.roc_auc > 0.9 and params.max_depth = 6"')
    .option('--sort <key>', 'e.g. "metrics.average_precision desc"')
    .option('--limit <n>', 'at most this many (default: 20)', integer(1))
    .option('--offset <n>', 'skip the first n', integer(0));
  withCommonOptions(listCommand, [
    'fraudx runs list --experiment cards --sort "metrics.average_precision desc"',
    'fraudx runs list --where "metrics.validation_roc_auc > 0.95 and params.max_depth = 6" --json',
  ]);
  handledBy(listCommand, deps, async () => (await import('./list.ts')).runRunsList);

  const showCommand = runs
    .command('show')
    .argument('<run>', 'run id or its beginning')
    .description('everything recorded about a run');
  withCommonOptions(showCommand, ['fraudx runs show run-01jc9v', 'fraudx runs show run-01jc9v --json']);
  handledBy(showCommand, deps, async () => (await import('./show.ts')).runRunsShow);

  const compareCommand = runs
    .command('compare')
    .argument('<run...>', 'two or more run ids')
    .description('runs side by side: only what differs, unless --all')
    .option('--all', 'also show what is equal');
  withCommonOptions(compareCommand, [
    'fraudx runs compare run-01jc9v run-01jc9w',
    'fraudx runs compare run-01jc9v run-01jc9w --all --json',
  ]);
  handledBy(compareCommand, deps, async () => (await import('./compare.ts')).runRunsCompare);
}
