import type { Frame } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GenerateOptions } from './generate-transactions.ts';
import { generateTransactions } from './generate-transactions.ts';

async function columns(options: GenerateOptions): Promise<{ values: number[][]; frames: Frame[] }> {
  const frames: Frame[] = [];
  for await (const frame of generateTransactions(options)) frames.push(frame);
  const values = frames[0]!.columns.map((_, j) =>
    frames.flatMap((frame) => {
      const column = frame.columns[j]!;
      return column.kind === 'categorical' ? [] : [...column.values];
    }),
  );
  return { values, frames };
}

describe('generateTransactions', () => {
  it('gives the asked rows, in time order, the same for any chunk size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ rows: fc.integer({ min: 1, max: 400 }), seed: fc.nat(), days: fc.integer({ min: 1, max: 60 }) }),
        fc.integer({ min: 1, max: 500 }),
        async (options, chunkRows) => {
          const whole = await columns(options);
          const cut = await columns({ ...options, chunkRows });
          expect(cut.values).toEqual(whole.values);
          expect(cut.frames.every((frame) => frame.nRows <= chunkRows && frame.nRows > 0)).toBe(true);
          const [ids, times] = whole.values as [number[], number[]];
          expect(ids).toEqual(Array.from({ length: options.rows }, (_, i) => i));
          expect(times.every((time, i) => i === 0 || time >= times[i - 1]!)).toBe(true);
        },
      ),
    );
  });

  it('holds frauds of all three scenarios at a low rate, amounts above 220 always fraud', async () => {
    const { values, frames } = await columns({ rows: 60_000, seed: 7 });
    expect(frames[0]!.names).toEqual([
      'transaction_id',
      'tx_datetime',
      'customer_id',
      'terminal_id',
      'tx_amount',
      'tx_fraud',
      'tx_fraud_scenario',
    ]);
    const [, , , , amount, fraud, scenario] = values as [
      number[],
      number[],
      number[],
      number[],
      number[],
      number[],
      number[],
    ];
    const rate = fraud.reduce((sum, label) => sum + label, 0) / fraud.length;
    expect(rate).toBeGreaterThan(0.003);
    expect(rate).toBeLessThan(0.03);
    for (const kind of [1, 2, 3]) expect(scenario.includes(kind), `scenario ${kind}`).toBe(true);
    expect(scenario.every((kind, i) => kind > 0 === (fraud[i] === 1))).toBe(true);
    expect(amount.every((value, i) => value > 0 && (value <= 220 || fraud[i] === 1))).toBe(true);
  });

  it('differs by seed and refuses impossible options', async () => {
    const one = await columns({ rows: 50, seed: 1 });
    const two = await columns({ rows: 50, seed: 2 });
    expect(one.values[4]).not.toEqual(two.values[4]);
    await expect(columns({ rows: 0, seed: 1 })).rejects.toThrow('rows must be');
    await expect(columns({ rows: 5, seed: 1, start: 'soon' })).rejects.toThrow('start must be');
  });
});
