import { Option } from 'commander';
import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { offering } from '../../options/offering.ts';
import { finite } from '../../options/parsers.ts';
import { algorithmFlags, datasetFlags, withFlags } from '../../options/setting-flags.ts';

/** The stages of a sweep; here, because the library takes a while to load. */
export const stageNames = ['features', 'broad', 'refined', 'final'] as const;

/** Declares `fraudx sweep`. */
export function declareSweep(program: Command, deps: ProgramDeps): void {
  const command = program
    .command('sweep')
    .description(
      'compare feature strategies, tune in three stages where the best one is worth it, keep the final model; the same command goes on after a stop',
    )
    .option(
      '--baseline-threshold <value>',
      'what the best strategy must reach for hyperparameters to be tuned, in the metric (default: more than a model without skill)',
      finite,
    )
    .option('--force-hyperparam', 'tune hyperparameters whatever the features reach')
    .addOption(offering(new Option('--stage <name>', 'run this stage alone (default: all that are to do)'), stageNames))
    .option('--summary', 'show where the sweep stands, and run nothing')
    .option(
      '--metric <name>',
      'validation metric to optimise, any of docs/metrics.md, such as roc_auc or recall_at_fpr_0.003 (default: average_precision)',
    )
    .option(
      '--study <name>',
      'name of the sweep, also for several terminals at once (default: experiment and algorithm, such as default-xgboost)',
    );
  withFlags(command, datasetFlags, algorithmFlags);
  withCommonOptions(command, [
    'fraudx sweep --baseline-threshold 0.3',
    'fraudx sweep --algorithm lightgbm --metric roc_auc --study cards-2026',
    'fraudx sweep --stage features',
    'fraudx sweep --summary --json',
  ]);
  handledBy(command, deps, async () => (await import('./run.ts')).runSweepCommand);
}
