import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { thresholdText } from '../../options/threshold-option.ts';
import { repeat } from '../../options/parsers.ts';
import { datasetFlags, withFlags } from '../../options/setting-flags.ts';

/** Declares `fraudx evaluate`. */
export function declareEvaluate(program: Command, deps: ProgramDeps): void {
  const command = program
    .command('evaluate')
    .argument('[run]', 'run id or its beginning (default: the best run of this config in the experiment)')
    .description('measure a model on test rows and decide whether it may go to production (exit code 1 when refused)')
    .option('--gate <condition>', 'a further gate such as "recall >= 0.6"; repeatable', repeat)
    .option('--threshold <number|strategy>', thresholdText)
    .option('--output <folder>', "where to write the plots (default: the run's artifacts)")
    .option('--no-plots', 'write no plots')
    .option('--report [file]', "write one HTML page: decision, reasons, plots (default: in the run's artifacts)")
    .option('--compare <run>', 'compare with another run on the same rows, or with "champion", the one in production')
    .option('--features <module>', "the model's custom feature strategy, if it has one; its code runs")
    .option('--allow-rough', 'let gates pass on a bound from few days or frauds (default: evaluation.allowRough)')
    .option('--allow-overlap', 'continue although test rows occur in training');
  withFlags(command, datasetFlags);
  withCommonOptions(command, [
    'fraudx evaluate --report',
    'fraudx evaluate run-01jc9v --gate "average_precision >= 0.7" --json',
    'fraudx evaluate --threshold "alerts-per-day<=50"',
  ]);
  handledBy(command, deps, async () => (await import('./run.ts')).runEvaluate);
}
