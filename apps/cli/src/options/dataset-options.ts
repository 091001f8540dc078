import { Option } from 'commander';
import type { Command } from 'commander';
import type { MeaningOptions } from './meaning-options.ts';
import { withMeaningOptions } from './meaning-options.ts';
import { assignment, day, entities, integer, list, share, timeColumns } from './parsers.ts';
import type { ReadingOptions } from './reading-options.ts';
import { withCategoricalOption, withReadingOptions } from './reading-options.ts';

/** Options that say which data, which rows for what, and what is random. */
export interface DatasetOptions extends ReadingOptions, MeaningOptions {
  readonly data?: string;
  readonly target?: string;
  readonly drop?: string[];
  readonly categorical?: string[];
  readonly time?: string | Readonly<Record<string, string>>;
  readonly entity?: string | string[];
  readonly terminal?: string;
  readonly amount?: string;
  readonly sampleWeight?: string;
  readonly split?: 'stratified' | 'time' | 'grouped' | 'prequential';
  readonly testFold?: string;
  readonly testSize?: number;
  readonly validationSize?: number;
  readonly trainDays?: number;
  readonly delayDays?: number;
  readonly testDays?: number;
  readonly folds?: number;
  readonly trainFrom?: string;
  readonly seed?: number;
  readonly experiment?: string;
}

/** Options that say what is learned. */
export interface AlgorithmOptions {
  readonly algorithm?: string;
  readonly param?: Record<string, string | number | boolean>;
  readonly workers?: number;
  readonly features?: string;
}

/** Adds the options of {@link DatasetOptions}. */
export function withDatasetOptions(command: Command): Command {
  return withCategoricalOption(withMeaningOptions(withReadingOptions(command)))
    .option(
      '--data <file>',
      'data file: CSV, gzip CSV, Parquet or JSON lines, also at s3://bucket/key; or redis://host:port/db?match=features:*',
    )
    .option('--target <column>', 'label column: 1 is fraud, 0 is genuine')
    .option('--drop <columns>', 'columns to leave out, comma-separated', list)
    .option(
      '--time <column>',
      'column that orders rows in time, or date=Date,clock=Time and the like where it is made of several',
      timeColumns,
    )
    .option(
      '--entity <columns>',
      'customer or card, for behaviour features and for grouped and prequential splits; with commas several, for the past of each',
      entities,
    )
    .option('--terminal <column>', 'terminal or merchant, for behaviour features')
    .option('--amount <column>', 'amount of the transaction')
    .option('--sample-weight <column>', 'how much each row counts in training; not a feature (default: all the same)')
    .addOption(
      new Option('--split <strategy>', 'how rows become train, validation and test').choices([
        'stratified',
        'time',
        'grouped',
        'prequential',
      ]),
    )
    .option(
      '--test-fold <m:r>',
      'test rows without chance: per class, row number mod m = r (time: the last 1/m of rows)',
    )
    .option('--test-size <share>', 'share of rows for the test set (default: 0.2)', share)
    .option('--validation-size <share>', 'share of the remaining rows for validation (default: 0.2)', share)
    .option('--train-days <n>', 'prequential split: days of training (default: 7)', integer(1))
    .option('--delay-days <n>', 'prequential split: days until labels are known (default: 7)', integer(0))
    .option('--test-days <n>', 'prequential split: days of test, and of each validation fold (default: 7)', integer(1))
    .option(
      '--folds <n>',
      'prequential split: validation folds, each --test-days earlier (default: 1)',
      integer(1, 100),
    )
    .option(
      '--train-from <day>',
      'prequential split: first day of training, e.g. 2018-07-25 (default: the latest)',
      day,
    )
    .option('--seed <n>', 'seed of everything random (default: 42)', integer(0))
    .option('--experiment <name>', 'name that groups runs (default: "default")');
}

/** Adds the options of {@link AlgorithmOptions}. */
export function withAlgorithmOptions(command: Command): Command {
  return command
    .option('--algorithm <name>', 'what is learned (default: xgboost)')
    .option('--param <name=value>', 'a hyperparameter by its name in the algorithm; repeatable', assignment)
    .option(
      '--features <strategy>',
      'feature strategy: raw, baseline, temporal, behavioural, demographic_risk, combined, or a module such as ./strategy.ts (default: raw)',
    )
    .option('--workers <n>', 'worker threads (default: the number of cores)', integer(1, 64));
}
