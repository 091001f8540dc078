/** The flags that set keys of a config: one table, from which options, their types, variables and messages follow. Above 300 lines for its entries. */
import { InvalidArgumentError, knownAlgorithmNames, knownSplitNames, timeUnits } from '@fraudx/core';
import type { Command } from 'commander';
import { Option } from 'commander';
import { offering } from './offering.ts';
import { assignment, day, entities, integer, labelValues, list, share, timeColumns } from './parsers.ts';

/** A flag that sets a key of the config. */
interface SettingFlag {
  /** The key that it sets, one below a section as `split.test`. */
  readonly key: string;
  readonly flags: string;
  readonly help: string;
  readonly parse?: (text: string, previous: never) => unknown;
  readonly choices?: readonly string[];
  /** A variable of the environment that sets it too, below the flag and above the file. */
  readonly env?: string;
}

type FlagTable = Readonly<Record<string, SettingFlag>>;

type ValueOf<Flag> = Flag extends { readonly parse: (...args: never[]) => infer Value }
  ? Value
  : Flag extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : Flag extends { readonly flags: `${string}<${string}` }
      ? string
      : boolean;

/** The options of a command that has the flags of a table, by their names. */
export type OptionsOf<Table extends FlagTable> = { readonly [Name in keyof Table]?: ValueOf<Table[Name]> };

/** How a text file is read. */
export const readingFlags = {
  renameDuplicates: {
    key: 'renameDuplicates',
    flags: '--rename-duplicates',
    help: 'read repeated column names as name, name_2, …',
  },
  encoding: {
    key: 'encoding',
    flags: '--encoding <name>',
    help: 'encoding of a CSV file, e.g. windows-1252 (default: UTF-8, or UTF-16 by its first bytes)',
  },
  decimalMark: {
    key: 'decimalMark',
    flags: '--decimal-mark <mark>',
    help: 'the decimal mark where both fit, as in 1.234 (default: as other columns show)',
    choices: ['point', 'comma'],
  },
  dateOrder: {
    key: 'dateOrder',
    flags: '--date-order <order>',
    help: 'what 03/04/2025 means, or 25/04/03 (default: the only order that fits the whole column)',
    choices: ['day-first', 'month-first', 'year-first'],
  },
  missing: {
    key: 'missing',
    flags: '--missing <texts>',
    help: 'further texts that mean a missing value, comma-separated; besides empty cells, NA, N/A, null, NaN, ? and spreadsheet errors',
    parse: list,
  },
} as const satisfies FlagTable;

/** What times of the data mean. */
export const timeFlags = {
  timeUnit: {
    key: 'timeUnit',
    flags: '--time-unit <unit>',
    help: 'unit of numbers in the time column (default: seconds since 1970, or milliseconds and so on by their size)',
    choices: timeUnits,
    env: 'FRAUDX_TIME_UNIT',
  },
  timeZone: {
    key: 'timeZone',
    flags: '--time-zone <name>',
    help: 'time zone of hours, nights, weekdays and days, and of times without one, e.g. Europe/Madrid (default: UTC)',
    env: 'FRAUDX_TIME_ZONE',
  },
} as const satisfies FlagTable;

/** What labels of the data mean. */
export const labelFlags = {
  positive: {
    key: 'positive',
    flags: '--positive <values>',
    help: 'values of the label column that mean fraud, comma-separated; * is all others',
    parse: labelValues,
  },
  negative: {
    key: 'negative',
    flags: '--negative <values>',
    help: 'values that mean genuine, "" an empty cell; what is in neither list has no label',
    parse: labelValues,
  },
} as const satisfies FlagTable;

/** Which columns are categories, whatever they look like. */
export const categoryFlags = {
  categorical: {
    key: 'categorical',
    flags: '--categorical <columns>',
    help: 'columns to treat as categories, comma-separated',
    parse: list,
  },
} as const satisfies FlagTable;

/** Which data, what its columns are, and which rows are for what. */
const rowFlags = {
  data: {
    key: 'data',
    flags: '--data <file>',
    help: 'data file: CSV, gzip CSV, Parquet or JSON lines, also at s3://bucket/key; or redis://host:port/db?match=features:*',
    env: 'FRAUDX_DATA',
  },
  target: {
    key: 'target',
    flags: '--target <column>',
    help: 'label column: 1 is fraud, 0 is genuine',
    env: 'FRAUDX_TARGET',
  },
  drop: { key: 'drop', flags: '--drop <columns>', help: 'columns to leave out, comma-separated', parse: list },
  time: {
    key: 'time',
    flags: '--time <column>',
    help: 'column that orders rows in time, or date=Date,clock=Time and the like where it is made of several',
    parse: timeColumns,
    env: 'FRAUDX_TIME',
  },
  entity: {
    key: 'entity',
    flags: '--entity <columns>',
    help: 'customer or card, for behaviour features and for grouped and prequential splits; several, each with its own past, with commas',
    parse: entities,
  },
  terminal: {
    key: 'terminal',
    flags: '--terminal <column>',
    help: 'terminal or merchant, for behaviour features',
  },
  amount: { key: 'amount', flags: '--amount <column>', help: 'amount of the transaction' },
  sampleWeight: {
    key: 'sampleWeight',
    flags: '--sample-weight <column>',
    help: 'how much each row counts in training; not a feature (default: all the same)',
  },
  split: {
    key: 'split.strategy',
    flags: '--split <strategy>',
    help: 'how rows are split into training, validation and test',
    choices: knownSplitNames(),
  },
  testFold: {
    key: 'split.testFold',
    flags: '--test-fold <m:r>',
    help: 'a fixed, repeatable test set: per class, row number mod m = r (time: the last 1/m of rows)',
  },
  testSize: {
    key: 'split.test',
    flags: '--test-size <share>',
    help: 'share of rows for the test set (default: 0.2)',
    parse: share,
  },
  validationSize: {
    key: 'split.validation',
    flags: '--validation-size <share>',
    help: 'share of the remaining rows for validation (default: 0.2)',
    parse: share,
  },
  trainDays: {
    key: 'split.trainDays',
    flags: '--train-days <n>',
    help: 'prequential split: days of training (default: 7)',
    parse: integer(1),
  },
  delayDays: {
    key: 'split.delayDays',
    flags: '--delay-days <n>',
    help: 'prequential split: days until labels are known (default: 7)',
    parse: integer(0),
  },
  testDays: {
    key: 'split.testDays',
    flags: '--test-days <n>',
    help: 'prequential split: days of test, and of each validation fold (default: 7)',
    parse: integer(1),
  },
  folds: {
    key: 'split.folds',
    flags: '--folds <n>',
    help: 'validation folds: metrics are means over them (default: 1; of a prequential split each --test-days earlier)',
    parse: integer(1, 100),
  },
  trainFrom: {
    key: 'split.trainFrom',
    flags: '--train-from <day>',
    help: 'prequential split: first day of training, e.g. 2018-07-25 (default: the latest)',
    parse: day,
  },
  seed: {
    key: 'seed',
    flags: '--seed <n>',
    help: 'random seed (default: 42)',
    parse: integer(0),
    env: 'FRAUDX_SEED',
  },
  experiment: {
    key: 'experiment',
    flags: '--experiment <name>',
    help: 'name that groups runs (default: "default")',
    env: 'FRAUDX_EXPERIMENT',
  },
} as const satisfies FlagTable;

/** Which data, how it is read, what it means, and which rows are for what. */
export const datasetFlags = {
  ...readingFlags,
  ...timeFlags,
  ...labelFlags,
  ...categoryFlags,
  ...rowFlags,
} as const satisfies FlagTable;

/** What is learned. */
export const algorithmFlags = {
  algorithm: {
    key: 'algorithm',
    flags: '--algorithm <name>',
    help: 'algorithm to train (default: xgboost)',
    choices: knownAlgorithmNames(),
    env: 'FRAUDX_ALGORITHM',
  },
  param: {
    key: 'params',
    flags: '--param <name=value>',
    help: 'a hyperparameter by its name in the algorithm; repeatable',
    parse: assignment,
  },
  features: {
    key: 'features.strategy',
    flags: '--features <strategy>',
    help: 'feature strategy: raw, baseline, temporal, behavioural, demographic_risk, combined, or a module such as ./strategy.ts (default: raw)',
  },
  workers: {
    key: 'workers',
    flags: '--workers <n>',
    help: 'worker threads (default: the number of cores)',
    parse: integer(1, 64),
    env: 'FRAUDX_WORKERS',
  },
} as const satisfies FlagTable;

export type ReadingOptions = OptionsOf<typeof readingFlags>;
export type LabelOptions = OptionsOf<typeof labelFlags>;
export type MeaningOptions = OptionsOf<typeof timeFlags & typeof labelFlags>;
export type CategoricalOptions = OptionsOf<typeof categoryFlags>;
export type DatasetOptions = OptionsOf<typeof datasetFlags>;
export type AlgorithmOptions = OptionsOf<typeof algorithmFlags>;

const settingFlags: FlagTable = { ...datasetFlags, ...algorithmFlags };

/** Adds the flags of tables to a command. */
export function withFlags(command: Command, ...tables: readonly FlagTable[]): Command {
  for (const { flags, help, parse, choices } of tables.flatMap((table) => Object.values(table))) {
    const option = new Option(flags, help);
    if (choices !== undefined) offering(option, choices);
    // what a parser returned before it gets again, and nothing at first
    else if (parse !== undefined) option.argParser(parse as (text: string, previous: unknown) => unknown);
    command.addOption(option);
  }
  return command;
}

/** What options say, by the keys of the config that they set; what was not given is left out. */
export function settingsGiven(options: object): Map<string, unknown> {
  const given = new Map<string, unknown>();
  for (const [name, { key }] of Object.entries(settingFlags)) {
    const value = (options as Readonly<Record<string, unknown>>)[name];
    if (value !== undefined) given.set(key, value);
  }
  return given;
}

/**
 * What variables of the environment say, by the keys of the config that they set.
 *
 * @throws {InvalidArgumentError} The value of one is not of its kind.
 */
export function settingsOfEnvironment(env: Readonly<Record<string, string | undefined>>): Map<string, unknown> {
  const given = new Map<string, unknown>();
  for (const { key, env: name, parse } of Object.values(settingFlags)) {
    const text = name === undefined ? undefined : env[name];
    if (text === undefined) continue;
    try {
      given.set(key, parse === undefined ? text : parse(text, undefined as never));
    } catch (error) {
      const problem = (error as Error).message.replace(/^It /, '').replace(/\.$/, '');
      throw new InvalidArgumentError(`${name}: ${problem}, got "${text}"`);
    }
  }
  return given;
}

/** Flags of settings that are not read as such everywhere, and of options that the libraries name as settings are. */
const moreFlags: Readonly<Record<string, string>> = {
  force: '--force',
  historyEncoding: '--history-encoding',
  replace: '--replace',
  sort: '--sort',
  'tuning.metric': '--metric',
  'tuning.constraints': '--constraint',
  'tuning.lag': '--lag',
  'tuning.samplerOptions': '--sampler-options',
  'tuning.trials': '--trials',
  'tuning.pruner': '--pruner',
  'tuning.patience': '--patience',
  'tuning.confirm': '--confirm',
  'tuning.outerFolds': '--outer-folds',
  'tuning.targetValue': '--target-value',
  'aws.profile': '--profile',
  'aws.region': '--region',
  'aws.endpointUrl': '--endpoint-url',
  'promotion.configBucket': '--config-bucket',
  'promotion.parameterPrefix': '--parameter-prefix',
  'promotion.stateMachineArn': '--state-machine',
};

/** The flag that sets a key of the config, such as `--test-size` for `split.test`; undefined where there is none. */
export function flagOf(key: string): string | undefined {
  const found = Object.values(settingFlags).find((flag) => flag.key === key);
  return found === undefined ? moreFlags[key] : /^--\S+/.exec(found.flags)![0];
}

/** The keys of all settings and options that a flag sets. */
export function keysWithFlags(): string[] {
  return [...Object.values(settingFlags).map(({ key }) => key), ...Object.keys(moreFlags)];
}

/** The flags of these settings; a setting without one is left out. */
export function flagsOf(settings: readonly string[]): string[] {
  return settings.flatMap((key) => flagOf(key) ?? []);
}
