import { resolve } from 'node:path';
import type { Frame } from '@fraudx/core';
import { countText, DataError, entityColumns, InvalidArgumentError, isRedisAddress, shellQuoted } from '@fraudx/core';
import type { TimeSettings } from '@fraudx/data';
import { binaryLabels, clockColumns, TimeReader, writeFrames } from '@fraudx/data';
import type { BehaviourStatistic, BuildFeaturesOptions } from '@fraudx/features';
import { buildFeatures, builtNames, neededDerivations } from '@fraudx/features';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { DerivedColumns, labelValuesOf, readDataFrames, textColumns, timeSettingsOf } from '@fraudx/pipelines';
import { checkNewFile } from '../../output/new-file.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { loadSettings } from '../../settings/settings.ts';
import { oneLine } from '../../output/one-line.ts';
import type {
  CategoricalOptions,
  DatasetOptions,
  MeaningOptions,
  ReadingOptions,
} from '../../options/setting-flags.ts';

/** Options of `fraudx features build`. */
export interface FeaturesBuildOptions extends ReadingOptions, CategoricalOptions, MeaningOptions {
  readonly data?: string;
  readonly output: string;
  readonly time?: DatasetOptions['time'];
  readonly entity?: string | string[];
  readonly terminal?: string;
  readonly amount?: string;
  readonly target?: string;
  readonly windowDays?: readonly number[];
  readonly delayDays?: number;
  readonly statistics?: readonly BehaviourStatistic[];
  readonly sort?: boolean;
  readonly replace?: boolean;
  readonly force?: boolean;
  readonly escapeFormulas?: boolean;
}

/** Reads raw transactions, adds features, writes the file that `train` and `tune` read. */
export async function runFeaturesBuild(
  _args: readonly [],
  options: FeaturesBuildOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const { time: named, entity, terminal, amount, target, windowDays, delayDays, ...rest } = options;
  const settings = await loadSettings(rest, io, { features: { windowDays, delayDays } });
  const { config, data } = settings;
  if (data === undefined) {
    throw new InvalidArgumentError('--data must be given, got nothing', {
      code: 'MISSING_OPTION',
      hint: 'Name the raw transactions: fraudx features build --data transactions.parquet --output features.parquet',
    });
  }
  const output = resolve(io.cwd, options.output);
  checkNewFile('features build', output, { input: data, force: options.force === true });
  const bar = await createProgressBar(io, options);
  const times = timeSettingsOf({ ...config, time: named ?? config.time ?? 'tx_datetime' });
  const reader = new TimeReader(times);
  // The hashes of a store have no order of their own.
  const sort = options.sort === true || isRedisAddress(data) ? { sortBy: sortKeyOf(times) } : {};
  const frames = readDataFrames(data, settings, {
    texts: Object.keys(textColumns(data, clockColumns(times.parts))),
    quantities: [amount ?? config.amount ?? 'tx_amount', target ?? config.target ?? 'tx_fraud', times.column ?? ''],
    onWarnings: (warnings) => noteWarnings(io, options, warnings),
    signal: io.signal,
    ...sort,
  });
  const first = await frames.next();
  const names = new Set<string>(first.done === true ? [] : first.value.names);
  const firstRead = first.done === true ? undefined : reader.read(first.value);
  const time = reader.column ?? 'event_time';
  const columns = {
    time,
    entity: entity ?? config.entity ?? 'customer_id',
    terminal: terminal ?? config.terminal ?? (names.has('terminal_id') ? 'terminal_id' : undefined),
    amount: amount ?? config.amount ?? (names.has('tx_amount') ? 'tx_amount' : undefined),
    target: target ?? config.target ?? (names.has('tx_fraud') ? 'tx_fraud' : undefined),
  };
  // The config may speak of the file that is built: of its derived columns only those that are asked for must be there to make.
  const roles = [columns.time, ...entityColumns(columns.entity), columns.terminal, columns.amount];
  const derive = neededDerivations(config.derive ?? {}, roles);
  const derived = new DerivedColumns({ ...config, derive }, columns.target);
  const { windowDays: windows, delayDays: delay } = config.features ?? {};
  const building: BuildFeaturesOptions = {
    ...definedOnly(columns),
    ...(config.timeZone === undefined ? {} : { timeZone: config.timeZone }),
    ...(windows === undefined ? {} : { windowDays: windows }),
    ...(delay === undefined ? {} : { delayDays: delay }),
    ...(options.statistics === undefined ? {} : { statistics: options.statistics }),
    replace: options.replace === true,
  };
  const added = builtNames(building);
  if (first.done !== true && columns.amount === undefined) {
    noteWarnings(io, options, ['no column of amounts is named (--amount): features of amounts are left out']);
  }
  const labelValues = labelValuesOf(config);
  let rowsBefore = 0;
  const labelled = (frame: Frame): Frame => {
    const before = rowsBefore;
    rowsBefore += frame.nRows;
    if (columns.target === undefined) return frame;
    const values = binaryLabels(frame, columns.target, { rowsBefore: before, values: labelValues });
    return frame.with({ kind: 'numeric', name: columns.target, values });
  };
  // Times are written as they stand in the data, and features are made of what they mean. Derived columns are not written: who reads the file derives them.
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
  const withOwnTimes = (part: Frame): Frame => {
    const own = asRead.shift()!.columns.filter(({ kind, name }) => kind === 'timestamp' || name === time);
    return own.reduce((all, column) => all.with(column), part.drop([...derived.names, ...madeTime]));
  };
  let rows = 0;
  async function* counted(): ReturnType<typeof buildFeatures> {
    for await (const part of buildFeatures(all(), building)) {
      rows += part.nRows;
      bar.progress({ task: 'features', done: rows });
      yield withOwnTimes(part);
    }
  }
  try {
    await writeFrames(output, counted(), {
      signal: io.signal,
      replace: options.force === true,
      escapeFormulas: options.escapeFormulas === true,
    });
  } catch (error) {
    throw error instanceof DataError ? withTimeOrder(error, time, sort.sortBy !== undefined) : error;
  } finally {
    bar.stop();
    await frames.return(undefined);
  }
  noteWarnings(io, options, [...reader.warnings(), ...derived.notes()]);
  return {
    json: { output, rows, features: added, columns, delay_days: delay ?? 7, time_zone: config.timeZone ?? 'UTC' },
    text: `${oneLine(output)}: ${countText(rows)} rows, ${added.length} features added\n  ${oneLine(added.join(', '))}\n${labelsText(columns, delay)}${zoneText(config.timeZone)}Next: ${nextText(options.output, settings.configPath, columns, times)}`,
  };
}

/** A config that is there speaks of these columns already. */
function nextText(
  output: string,
  configPath: string | undefined,
  { target, time }: Columns,
  { parts }: Pick<TimeSettings, 'parts'>,
): string {
  if (configPath !== undefined) return `fraudx train --data ${shellQuoted(output)}`;
  const ofTime = parts === undefined ? ` --time ${shellQuoted(time)}` : '';
  return `fraudx init --data ${shellQuoted(output)}${target === undefined ? '' : ` --target ${shellQuoted(target)}`}${ofTime}`;
}

function labelsText({ terminal, target }: Columns, delay = 7): string {
  if (terminal === undefined || target === undefined) return '';
  return `  labels count ${delay} day${delay === 1 ? '' : 's'} after their row, as features.delayDays or --delay-days says\n`;
}

function zoneText(timeZone = 'UTC'): string {
  return `  weekends and nights are those of ${timeZone}${timeZone === 'UTC' ? ', as no timeZone or --time-zone says another' : ''}\n`;
}

/** What rows are sorted by: the time column, or what a time of several columns and local times mean. */
function sortKeyOf(times: TimeSettings): string | ((frame: Frame) => Float64Array) {
  if (times.column !== undefined && times.zone === undefined) return times.column;
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
  if (error.code === 'TIME_NOT_SORTED') {
    hint = `Add --sort to sort the rows by "${time}" first; rows of equal time stay in their order.`;
  } else if ((error.code === 'INFINITE_VALUE' || error.code === 'TIME_UNIT_CHANGES') && isSorted) {
    hint = `${error.hint ?? ''} The row is counted after sorting by "${time}".`;
  } else return error;
  return new DataError(error.code, error.message, { details: { ...error.details }, cause: error, hint });
}

interface Columns {
  readonly time: string;
  readonly entity: string | readonly string[];
  readonly amount: string | undefined;
  readonly terminal: string | undefined;
  readonly target: string | undefined;
}

function definedOnly(columns: Columns): BuildFeaturesOptions {
  return {
    time: columns.time,
    entity: columns.entity,
    ...(columns.amount === undefined ? {} : { amount: columns.amount }),
    ...(columns.terminal === undefined ? {} : { terminal: columns.terminal }),
    ...(columns.target === undefined ? {} : { target: columns.target }),
  };
}
