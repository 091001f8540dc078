import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { integer } from '../../options/parsers.ts';
import { algorithmFlags, datasetFlags, withFlags } from '../../options/setting-flags.ts';

/** Declares `fraudx train`. */
export function declareTrain(program: Command, deps: ProgramDeps): void {
  const command = program
    .command('train')
    .description('fit one model, choose its threshold on validation rows, measure it once on test rows')
    .option(
      '--early-stopping <rounds>',
      'stop when the metric on validation rows (log loss, or what --param eval_metric or metric names) has not improved for this many rounds',
      integer(1),
    );
  withFlags(command, datasetFlags, algorithmFlags);
  withCommonOptions(command, [
    'fraudx train --data transactions.parquet --target fraud --drop transaction_id',
    'fraudx train --data cards.csv --target Class --param max_depth=6 --param eta=0.1 --seed 1 --json',
  ]);
  handledBy(command, deps, async () => (await import('./run.ts')).runTrain);
}
