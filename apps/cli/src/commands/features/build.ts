import { resolve } from 'node:path';
import type { Frame } from '@fraudx/core';
import { DataError, InvalidArgumentError } from '@fraudx/core';
import { binaryLabels, writeFrames } from '@fraudx/data';
import { buildFeatures } from '@fraudx/features';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { countText } from '../../output/numbers.ts';
import { isRedisAddress, readDataFrames } from '../../experiment/read-data.ts';
import type { ReadingOptions } from '../../options/reading-options.ts';
import { checkNewFile } from '../../output/new-file.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { loadSettings } from '../../settings/settings.ts';

/** Options of `fraudx features build`. */
export interface FeaturesBuildOptions extends ReadingOptions {
  readonly data?: string;
  readonly output: string;
  readonly time?: string;
  readonly entity?: string;
  readonly terminal?: string;
  readonly amount?: string;
  readonly target?: string;
  readonly sort?: boolean;
  readonly force?: boolean;
}

/** Reads raw transactions, adds features, writes the file that `train` and `tune` read. */
export async function runFeaturesBuild(
  _args: readonly [],
  options: FeaturesBuildOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const { time: named, entity, terminal, amount, target, ...rest } = options;
  const settings = await loadSettings(rest, io);
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
  const time = named ?? config.time ?? 'tx_datetime';
  // The hashes of a store have no order of their own.
  const sort = options.sort === true || isRedisAddress(data) ? { sortBy: time } : {};
  const frames = readDataFrames(data, settings, { signal: io.signal, ...sort });
  const first = await frames.next();
  const names = new Set<string>(first.done === true ? [] : first.value.names);
  const columns = {
    time,
    entity: entity ?? config.entity ?? 'customer_id',
    terminal: terminal ?? config.terminal ?? (names.has('terminal_id') ? 'terminal_id' : undefined),
    amount: amount ?? config.amount ?? 'tx_amount',
    target: target ?? config.target ?? (names.has('tx_fraud') ? 'tx_fraud' : undefined),
  };
  let read = 0;
  const labelled = (frame: Frame): Frame => {
    const before = read;
    read += frame.nRows;
    if (columns.target === undefined) return frame;
    const values = binaryLabels(frame, columns.target, before);
    return frame.with({ kind: 'numeric', name: columns.target, values });
  };
  async function* all(): AsyncGenerator<Frame> {
    if (first.done !== true) yield labelled(first.value);
    for await (const frame of frames) yield labelled(frame);
  }
  const added = new Set<string>();
  let rows = 0;
  async function* counted(): ReturnType<typeof buildFeatures> {
    for await (const part of buildFeatures(all(), definedOnly(columns))) {
      for (const name of part.names) if (!names.has(name)) added.add(name);
      rows += part.nRows;
      bar.progress({ task: 'features', done: rows });
      yield part;
    }
  }
  try {
    await writeFrames(output, counted(), { signal: io.signal, replace: options.force === true });
  } catch (error) {
    throw error instanceof DataError && error.code === 'TIME_NOT_SORTED' ? withSortHint(error, time) : error;
  } finally {
    bar.stop();
    await frames.return(undefined);
  }
  return {
    json: { output, rows, features: [...added], columns },
    text: `${output}: ${countText(rows)} rows, ${added.size} features added\n  ${[...added].join(', ')}\nNext: fraudx init --data ${options.output}${columns.target === undefined ? '' : ` --target ${columns.target}`} --time ${columns.time}`,
  };
}

function withSortHint(error: DataError, time: string): DataError {
  return new DataError(error.code, error.message, {
    details: { ...error.details },
    cause: error,
    hint: `Add --sort to sort the rows by "${time}" first; rows of equal time stay in their order.`,
  });
}

function definedOnly(columns: {
  readonly time: string;
  readonly entity: string;
  readonly amount: string;
  readonly terminal: string | undefined;
  readonly target: string | undefined;
}): Parameters<typeof buildFeatures>[1] {
  return {
    time: columns.time,
    entity: columns.entity,
    amount: columns.amount,
    ...(columns.terminal === undefined ? {} : { terminal: columns.terminal }),
    ...(columns.target === undefined ? {} : { target: columns.target }),
  };
}
