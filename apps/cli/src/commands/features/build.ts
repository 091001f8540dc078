import { resolve } from 'node:path';
import type { Frame } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';
import { writeFrames } from '@fraudx/data';
import { buildFeatures } from '@fraudx/features';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { countText } from '../../output/numbers.ts';
import { readDataFrames } from '../../experiment/read-data.ts';
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
  readonly force?: boolean;
}

/** Reads raw transactions, adds features, writes the file that `train` and `tune` read. */
export async function runFeaturesBuild(
  _args: readonly [],
  options: FeaturesBuildOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const { time, entity, terminal, amount, target, ...rest } = options;
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
  const frames = readDataFrames(data, settings, { signal: io.signal });
  const first = await frames.next();
  const names = new Set<string>(first.done === true ? [] : first.value.names);
  const columns = {
    time: time ?? config.time ?? 'tx_datetime',
    entity: entity ?? config.entity ?? 'customer_id',
    terminal: terminal ?? config.terminal ?? (names.has('terminal_id') ? 'terminal_id' : undefined),
    amount: amount ?? config.amount ?? 'tx_amount',
    target: target ?? config.target ?? (names.has('tx_fraud') ? 'tx_fraud' : undefined),
  };
  async function* all(): AsyncGenerator<Frame> {
    if (first.done !== true) yield first.value;
    yield* frames;
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
    await writeFrames(output, counted(), { signal: io.signal });
  } finally {
    bar.stop();
    await frames.return(undefined);
  }
  return {
    json: { output, rows, features: [...added], columns },
    text: `${output}: ${countText(rows)} rows, ${added.size} features added\n  ${[...added].join(', ')}\nNext: fraudx init --data ${options.output}${columns.target === undefined ? '' : ` --target ${columns.target}`} --time ${columns.time}`,
  };
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
