import { resolve } from 'node:path';
import type { Frame } from '@fraudx/core';
import { countText, percentText, throwIfAborted, shellQuoted } from '@fraudx/core';
import { checkNewFile } from '@fraudx/core/files';
import { generateTransactions, writeFrames } from '@fraudx/data';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { lines } from '../../output/lines.ts';

/** Options of `fraudx data generate`. */
export interface DataGenerateOptions {
  readonly output: string;
  readonly rows?: number;
  readonly customers?: number;
  readonly terminals?: number;
  readonly days?: number;
  readonly seed?: number;
  readonly force?: boolean;
}

/** Writes simulated transactions, a chunk at a time. */
export async function runDataGenerate(
  _args: readonly [],
  options: DataGenerateOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const output = resolve(io.cwd, options.output);
  checkNewFile('data generate', output, { replace: options.force === true });
  const rows = options.rows ?? 100_000;
  const seed = options.seed ?? 42;
  const bar = await createProgressBar(io, options);
  let done = 0;
  let frauds = 0;
  async function* counted(): AsyncGenerator<Frame> {
    const frames = generateTransactions({
      rows,
      seed,
      ...(options.customers === undefined ? {} : { customers: options.customers }),
      ...(options.terminals === undefined ? {} : { terminals: options.terminals }),
      ...(options.days === undefined ? {} : { days: options.days }),
    });
    for await (const frame of frames) {
      throwIfAborted(io.signal, 'data generate');
      const label = frame.column('tx_fraud');
      if (label.kind !== 'categorical') for (const value of label.values) frauds += value;
      done += frame.nRows;
      bar.progress({ task: 'generate', done, total: rows });
      yield frame;
    }
  }
  try {
    await writeFrames(output, counted(), { replace: options.force === true });
  } finally {
    bar.stop();
  }
  return {
    json: { output, rows: done, frauds, fraud_rate: frauds / done, seed },
    text: lines(
      `${output}: ${countText(done)} transactions, ${countText(frauds)} of them fraud (${percentText(frauds / done)}), seed ${seed}`,
      `Next: fraudx features build --data ${shellQuoted(options.output)} --output features.parquet`,
    ),
  };
}
