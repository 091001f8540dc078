import { resolve } from 'node:path';
import type { Frame } from '@fraudx/core';
import { DataError, InvalidArgumentError, isRedisAddress, withoutSecrets } from '@fraudx/core';
import { modeOfSources } from '@fraudx/core/files';
import type { TimeSettings } from '@fraudx/data';
import { binaryLabels, clockColumns, TimeReader, writeFrames } from '@fraudx/data';
import type { BehaviourStatistic, BuildFeaturesOptions } from '@fraudx/features';
import { buildFeatures, builtNames, neededDerivations } from '@fraudx/features';
import { checkBuildOptions, checkSettings } from '../check-calls.ts';
import { DerivedColumns } from '../dataset/derived-columns.ts';
import { labelValuesOf } from '../dataset/label-values.ts';
import { readDataFrames } from '../dataset/read-data.ts';
import { requiredSetting } from '../dataset/required-setting.ts';
import { textColumns } from '../dataset/text-columns.ts';
import { timeSettingsOf } from '../dataset/times.ts';
import type { WorkOptions } from '../work-options.ts';
import type { ExperimentSettings } from '../settings.ts';
import type { FeatureColumns } from './feature-columns.ts';
import { definedColumns, featureColumnsOf, inputsOf, usualColumns } from './feature-columns.ts';

/** What features are built, and where they are written. */
export interface BuildFeatureFileOptions extends WorkOptions {
  /** File to write: .csv, .csv.gz, .parquet or .jsonl. */
  readonly output: string;
  /** Default `count`, `mean`, `since_last` and `risk`. */
  readonly statistics?: readonly BehaviourStatistic[];
  /** Sort the rows by time first, on disk; default false. A Redis store always is. */
  readonly sort?: boolean;
  /** Compute features again that the data have as columns; default: an error. */
  readonly replaceFeatures?: boolean;
  /** Replace `output`; default: an error where it exists. */
  readonly replace?: boolean;
  /** Put an apostrophe before texts that a spreadsheet would compute, in CSV; default false. */
  readonly escapeFormulas?: boolean;
}

/** A file of features. */
export interface FeatureFile {
  /** Absolute path. */
  readonly output: string;
  readonly rows: number;
  /** Columns that were added, in order. */
  readonly added: readonly string[];
  /** The columns that the features were made of. */
  readonly columns: FeatureColumns;
  /** Days until a label is known. */
  readonly delayDays: number;
  /** Whose weekends and nights: an IANA name. */
  readonly timeZone: string;
}

/** What rows are sorted by: the time column, or what a time of several columns, local times and numbers with a unit mean. */
function sortKeyOf(times: TimeSettings): string | ((frame: Frame) => Float64Array) {
  if (times.column !== undefined && times.zone === undefined && times.unit === undefined) return times.column;
  const reader = new TimeReader(times);
  return (frame) => {
    const read = reader.read(frame);
    const column = read.column(reader.column!);
    // Texts are no times: who makes the features says so.
    return column.kind === 'categorical' ? new Float64Array(frame.nRows) : column.values;
  };
}

/** The error with what the order of the rows has to do with it. */
function withTimeOrder(error: DataError, time: string, isSorted: boolean): DataError {
  let hint: string;
  const settings: string[] = [];
  if (error.code === 'TIME_NOT_SORTED' && isSorted) {
    hint = `The rows were sorted by the numbers of "${time}", which count in several units by their size: say timeUnit: epoch, or write all of them in one unit.`;
  } else if (error.code === 'TIME_NOT_SORTED') {
    settings.push('sort');
    hint = `Sort the rows by "${time}" first; rows of equal time stay in their order.`;
  } else if ((error.code === 'INFINITE_VALUE' || error.code === 'TIME_UNIT_CHANGES') && isSorted) {
    hint = `${error.hint ?? ''} The row is counted after sorting by "${time}".`;
  } else return error;
  return new DataError(error.code, error.statement, {
    subject: error.subject,
    details: { ...error.details, ...(settings.length === 0 ? {} : { settings }) },
    cause: error,
    hint,
  });
}

/** Starts of counts of seconds that programs have, beside 1970. */
const otherStarts = [
  { program: 'SAS', year: 1960 },
  { program: 'macOS', year: 2001 },
];
/** Years in which the last transaction of a file is expected to lie. */
const [earliestEnd, latestEnd] = [Date.UTC(2012, 0, 1), Date.UTC(2032, 0, 1)];

/** What to tell of a time column of plain numbers: they are taken as seconds, and what they count nobody has said. */
function plainNumbersNote(time: string, { least, most }: { readonly least: number; readonly most: number }): string {
  const dateOf = (seconds: number, start: number): string | undefined => {
    const ms = start + seconds * 1000;
    return ms >= 0 && ms <= 8.64e15 ? new Date(ms).toISOString().slice(0, 10) : undefined;
  };
  const last = dateOf(most, 0);
  const others = otherStarts.flatMap(({ program, year }) => {
    const start = Date.UTC(year, 0, 1);
    const ms = start + most * 1000;
    return ms >= earliestEnd && ms < latestEnd
      ? [`${dateOf(most, start)} counted from ${year} as ${program} does`]
      : [];
  });
  const ends =
    last === undefined ? '' : `, of which the last is ${last}${others.length === 0 ? '' : ` (${others.join(', ')})`}`;
  return `time column "${time}" holds plain numbers from ${least} to ${most}, whose unit and start are unknown: taken as seconds since 1970${ends}; weekends, nights and windows are wrong if they count something else: say what they count with timeUnit, or write them as times`;
}

/** Reads labels of frames that come in order. */
function labelReader({ config }: ExperimentSettings, target: string | undefined): (frame: Frame) => Frame {
  const labelValues = labelValuesOf(config);
  let rowsBefore = 0;
  return (frame) => {
    const before = rowsBefore;
    rowsBefore += frame.nRows;
    if (target === undefined) return frame;
    const values = binaryLabels(frame, target, { rowsBefore: before, values: labelValues });
    return frame.with({ kind: 'numeric', name: target, values });
  };
}

/**
 * Reads raw transactions, adds features of time, amount and past behaviour, and writes the file that training reads. A row sees only rows before it, and
 * memory does not grow with the number of rows.
 *
 * Columns are those that the settings name (`time`, `entity`, `terminal`, `amount`, `target`), else `tx_datetime`, `customer_id`, and where the data have
 * them `terminal_id`, `tx_amount`, `tx_fraud`. Times are written as they stand in the data, and derived columns are not written: who reads the file makes both.
 *
 * The file gives nobody permissions that they do not have on the data.
 *
 * @throws {InvalidArgumentError} `MISSING_OPTION`: the settings name no data. `INVALID_ARGUMENT`: `output` is the data.
 * @throws {ConflictError} `FILE_EXISTS`.
 * @throws {DataError} `TIME_NOT_SORTED`, and as `readDataFrames`, `buildFeatures` and `binaryLabels`.
 */
export async function buildFeatureFile(
  settings: ExperimentSettings,
  options: BuildFeatureFileOptions,
): Promise<FeatureFile> {
  checkSettings('buildFeatureFile', settings);
  checkBuildOptions(options);
  const { config } = settings;
  const data = requiredSetting(settings.data, 'data');
  const output = resolve(options.output);
  if (output === data)
    throw new InvalidArgumentError(`output must differ from the data, got ${output} for both`, {
      subject: 'buildFeatureFile',
    });
  const signal = options.signal ?? new AbortController().signal;
  const onNotes = options.onNotes ?? (() => undefined);
  const times = timeSettingsOf({ ...config, time: config.time ?? usualColumns.time });
  const reader = new TimeReader(times);
  // The hashes of a store have no order of their own.
  const sort = options.sort === true || isRedisAddress(data) ? { sortBy: sortKeyOf(times) } : {};
  const modeNow = modeOfSources([data]);
  const frames = readDataFrames(data, settings, {
    texts: Object.keys(textColumns(withoutSecrets(data), clockColumns(times.parts))),
    quantities: [config.amount ?? usualColumns.amount, config.target ?? usualColumns.target, times.column ?? ''],
    onWarnings: onNotes,
    signal,
    ...sort,
  });
  const first = await frames.next();
  const firstRead = first.done === true ? undefined : reader.read(first.value);
  const columns = featureColumnsOf(config, reader.column ?? 'event_time', first.done === true ? [] : first.value.names);
  const { time } = columns;
  // The config may speak of the file that is built: of its derived columns only those that are asked for must be there to make.
  const derive = neededDerivations(config.derive ?? {}, inputsOf(columns));
  const derived = new DerivedColumns({ ...config, derive }, columns.target);
  const { windowDays, delayDays } = config.features ?? {};
  const building: BuildFeaturesOptions = {
    ...definedColumns(columns),
    ...(config.timeZone === undefined ? {} : { timeZone: config.timeZone }),
    ...(windowDays === undefined ? {} : { windowDays }),
    ...(delayDays === undefined ? {} : { delayDays }),
    ...(options.statistics === undefined ? {} : { statistics: options.statistics }),
    replace: options.replaceFeatures === true,
  };
  const added = builtNames(building);
  if (first.done !== true && columns.amount === undefined)
    onNotes(['no column of amounts is named (amount): features of amounts are left out']);
  const labelled = labelReader(settings, columns.target);
  // Times are written as they stand in the data, and features are made of what they mean.
  const madeTime = times.parts === undefined ? [] : [time];
  const asRead: Frame[] = [];
  async function* all(): AsyncGenerator<Frame> {
    if (first.done !== true) {
      asRead.push(first.value);
      yield labelled(derived.add(firstRead!));
    }
    for await (const frame of frames) {
      asRead.push(frame);
      yield labelled(derived.add(reader.read(frame)));
    }
  }
  const withOwnTimes = (frame: Frame): Frame => {
    const own = asRead.shift()!.columns.filter(({ kind, name }) => kind === 'timestamp' || name === time);
    return own.reduce((whole, column) => whole.with(column), frame.drop([...derived.names, ...madeTime]));
  };
  let rows = 0;
  async function* counted(): AsyncGenerator<Frame> {
    for await (const frame of buildFeatures(all(), building)) {
      rows += frame.nRows;
      options.progress?.({ task: 'features', done: rows });
      yield withOwnTimes(frame);
    }
  }
  try {
    await writeFrames(output, counted(), {
      signal,
      replace: options.replace === true,
      escapeFormulas: options.escapeFormulas === true,
      mode: modeNow(),
    });
  } catch (error) {
    throw error instanceof DataError ? withTimeOrder(error, time, sort.sortBy !== undefined) : error;
  } finally {
    await frames.return(undefined);
  }
  const numbers = reader.plainNumbers;
  onNotes([
    ...reader.warnings(),
    ...(numbers === undefined ? [] : [plainNumbersNote(time, numbers)]),
    ...derived.notes(),
  ]);
  return { output, rows, added, columns, delayDays: delayDays ?? 7, timeZone: config.timeZone ?? 'UTC' };
}
