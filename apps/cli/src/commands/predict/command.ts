import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { integer, list, share } from '../../options/parsers.ts';
import { readingFlags, timeFlags, withFlags } from '../../options/setting-flags.ts';

/** Declares `fraudx predict`. */
export function declarePredict(program: Command, deps: ProgramDeps): void {
  const command = program
    .command('predict')
    .argument(
      '[run]',
      'run id or its beginning, or "champion", the model in production (default: the best run of this config in the experiment)',
    )
    .description('score the rows of a file with a saved model; the output names each row by its ids, or by its number')
    .requiredOption('--data <file>', 'rows to score; needs the columns the model was trained on')
    .option('--model <folder>', 'a model folder instead of a run')
    .option('--output <file>', 'CSV, Parquet or JSON lines to write (default: predictions.csv)')
    .option('--matrix <file>', 'also write the features that the model sees, for an exported model in another library')
    .option('--force', 'replace an existing output file')
    .option(
      '--strict',
      'refuse data with values that training never saw (categories, an empty column, numbers outside its range), and a history that does not fit',
    )
    .option('--features <module>', "the model's custom feature strategy, if it has one; its code runs")
    .option('--history <file>', 'earlier raw transactions, for features of past behaviour')
    .option(
      '--history-encoding <name>',
      'encoding of the history, if it differs from that of the data (default: UTF-8 if it is that, else --encoding)',
    )
    .option('--keep <columns>', 'columns of the data to copy to the output beside the ids, comma-separated', list)
    .option(
      '--threshold <score>',
      "score at or above which a row is predicted fraud (default: the model's threshold)",
      share,
    )
    .option(
      '--reasons <n>',
      'also write what moved each score most, strongest first, in words: columns reason_1, reason_2 and so on',
      integer(1),
    )
    .option(
      '--escape-formulas',
      'put an apostrophe before texts that a spreadsheet would evaluate, such as =SUM(1), in CSV output',
    )
    .option('--experiment <name>', 'name that groups runs (default: "default")');
  withFlags(command, readingFlags, { timeUnit: timeFlags.timeUnit });
  withCommonOptions(command, [
    'fraudx predict --data today.csv --output scores.csv --keep merchant,amount',
    'fraudx predict --data today.csv --output scores.csv --reasons 3',
    'fraudx predict champion --data today.csv --history export.csv --output scores.csv',
    'fraudx predict run-01jc9v --data today.parquet --output scores.parquet --matrix features.parquet',
  ]);
  handledBy(command, deps, async () => (await import('./run.ts')).runPredict);
}
