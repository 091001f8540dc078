import { Frame } from '@fraudx/core';
import { assumedCosts } from '@fraudx/evaluation';
import { describe, expect, it } from 'vitest';
import { checkOverlap } from './check-overlap.ts';
import type { Dataset } from './dataset.ts';
import { contextOf } from './row-context.ts';

const day = 86_400_000;

function dataset(amounts: number[], featureSpec: Partial<Dataset['featureSpec']> = {}): Dataset {
  const n = amounts.length;
  const frame = new Frame([
    { kind: 'numeric', name: 'amount', values: Float64Array.from(amounts) },
    { kind: 'timestamp', name: 'when', values: Float64Array.from(amounts, (_, i) => i * 0.6 * day) },
    {
      kind: 'categorical',
      name: 'card',
      codes: Int32Array.from(amounts, (_, i) => (i === 1 ? -1 : 7)),
      categories: [],
    },
  ]);
  const half = Math.floor(n / 2);
  return {
    path: 'data.csv',
    frame,
    y: new Uint8Array(n),
    rows: {
      train: Uint32Array.from({ length: half }, (_, i) => i),
      validation: new Uint32Array(),
      test: Uint32Array.from({ length: n - half }, (_, i) => half + i),
    },
    splitSpec: { strategy: 'time', test: 0.2, validation: 0.2, seed: 1 },
    featureSpec: { strategy: 'raw', target: 'y', drop: [], categorical: [], ...featureSpec },
    fingerprint: { sha256: '', rows: n, columns: ['amount'], path: 'data.csv' },
    thresholdStrategy: 'best-f1',
    costs: undefined,
  } as unknown as Dataset;
}

const columns = { amount: 'amount', time: 'when', entity: 'card' };

describe('contextOf', () => {
  it('reads amount, day and card, and assumes costs where none are configured', () => {
    expect(contextOf(dataset([1, 2, 3, 4], columns), Uint32Array.of(0, 1, 2, 3))).toEqual({
      amount: Float64Array.of(1, 2, 3, 4),
      day: Int32Array.of(0, 0, 1, 1),
      card: Int32Array.of(0, 5, 0, 0),
      costs: assumedCosts,
    });
  });

  it('knows nothing without columns, and no costs where an amount is missing', () => {
    const rows = Uint32Array.of(0, 1);
    expect(contextOf(dataset([1, 2]), rows)).toEqual({});
    expect(contextOf(dataset([1, Number.NaN], { amount: 'amount' }), rows)).toEqual({});
  });
});

describe('checkOverlap', () => {
  const distinct = Array.from({ length: 200 }, (_, i) => i);

  it('tells of few repeated rows and refuses many, unless allowed', () => {
    expect(checkOverlap(dataset(distinct), false)).toMatchObject({ shared: 0 });
    expect(checkOverlap(dataset(distinct.map((v) => (v === 150 ? 3 : v))), false)).toMatchObject({ shared: 1 });
    const copied = dataset(distinct.map((v) => (v >= 197 ? v - 150 : v)));
    expect(() => checkOverlap(copied, false)).toThrow('test rows must not occur in training, got 3 of 100');
    expect(checkOverlap(copied, true)).toMatchObject({ shared: 3, share: 0.03 });
  });
});
