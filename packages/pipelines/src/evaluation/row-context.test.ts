import { Frame } from '@fraudx/core';
import { assumedCosts } from '@fraudx/evaluation';
import { describe, expect, it } from 'vitest';
import { checkOverlap, overlapJson, overlapNotes } from './check-overlap.ts';
import type { Dataset } from '../dataset/load-dataset.ts';
import { contextNotes, contextOf, scaledText } from './row-context.ts';

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
    labelled: Uint32Array.from({ length: n }, (_, i) => i),
    rows: {
      train: Uint32Array.from({ length: half }, (_, i) => i),
      validation: new Uint32Array(),
      test: Uint32Array.from({ length: n - half }, (_, i) => half + i),
    },
    splitPlan: { strategy: 'time', settings: { test: 0.2, validation: 0.2 }, seed: 1 },
    featureSpec: { strategy: 'raw', target: 'y', drop: [], categorical: [], ...featureSpec },
    fingerprint: { sha256: '', rows: n, columns: ['amount'], path: 'data.csv' },
    thresholdStrategy: 'best-f1',
    isCaseControl: false,
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

  it('gives configured and assumed costs the configured currency', () => {
    const priced = { ...dataset([1, 2], { amount: 'amount' }), currency: 'EUR' };
    const rows = Uint32Array.of(0, 1);
    expect(contextOf(priced, rows).costs).toEqual({ ...assumedCosts, currency: 'EUR' });
    const costs = { falseAlert: { fixed: 3 } };
    expect(contextOf({ ...priced, costs }, rows).costs).toEqual({ ...costs, currency: 'EUR' });
  });

  it('knows what share of their days the rows of a split are, and says so', () => {
    const whole = dataset([1, 2, 3, 4], columns);
    const sampled: Dataset = {
      ...whole,
      splitPlan: { strategy: 'stratified', settings: { test: 0.2, validation: 0.2 }, seed: 1 },
    };
    const context = contextOf(sampled, Uint32Array.of(1));
    expect(context.dayShare).toBe(0.5);
    expect(contextNotes(sampled, context)).toEqual([
      'cost and alerts per day are scaled from 50 % of the rows of their days: the test rows of a stratified split are a sample of their days',
    ]);
    const cut = contextOf(whole, Uint32Array.of(1, 2, 3));
    expect(cut.dayShare).toBe(0.75);
    expect(contextNotes(whole, cut)).toEqual([
      'cost and alerts per day are scaled from 75 % of the rows of their days: the split by time cuts within a day',
    ]);
    const prequential = { ...whole, splitPlan: { strategy: 'prequential' } } as unknown as Dataset;
    expect(contextOf(prequential, Uint32Array.of(1))).not.toHaveProperty('dayShare');
    const late = { ...prequential, labelled: Uint32Array.of(0, 1, 2) };
    const known = contextOf(late, Uint32Array.of(2));
    expect(known.dayShare).toBe(0.5);
    expect(contextNotes(late, known)).toEqual([
      "cost and alerts per day are scaled from 50 % of the rows of their days: 1 of these days' rows have no label and are assumed to be like those with one",
    ]);
    const both = { ...whole, labelled: Uint32Array.of(0, 1, 2) };
    expect(contextNotes(both, contextOf(both, Uint32Array.of(1, 2)))).toEqual([
      "cost and alerts per day are scaled from 50 % of the rows of their days: 1 of these days' rows have no label and are assumed to be like those with one, and the split by time cuts within a day",
    ]);
    expect(scaledText({ dayShare: 0.998 })).toBe('scaled from 99.8 % of the rows');
    expect(contextOf(sampled, Uint32Array.of(0, 1))).not.toHaveProperty('dayShare');
  });

  it('knows nothing without columns, and no costs where an amount is missing', () => {
    const rows = Uint32Array.of(0, 1);
    expect(contextOf(dataset([1, 2]), rows)).toEqual({});
    expect(contextOf(dataset([1, Number.NaN], { amount: 'amount' }), rows)).toEqual({});
  });
});

describe('checkOverlap', () => {
  const distinct = Array.from({ length: 400 }, (_, i) => i);
  const check = (values: number[], allow = false): ReturnType<typeof checkOverlap> =>
    checkOverlap('evaluate', dataset(values), allow);

  it('refuses a single copy where training rows never repeat, unless allowed', () => {
    expect(check(distinct)).toMatchObject({ shared: 0 });
    const copied = distinct.with(350, 3);
    expect(() => check(copied)).toThrow(
      'evaluate: test rows must not occur in training, got 1 of 200 that does (0.5%, more than training rows repeat among themselves; first: data row 351 of',
    );
    expect(check(copied, true)).toMatchObject({ shared: 1, natural: false });
  });

  it('tells of repetition that the table has by itself, and refuses much of it', () => {
    const few = check(distinct.with(20, 3).with(21, 4).with(350, 5).with(351, 6));
    expect(overlapNotes(few)).toEqual([
      '2 of 200 test rows also occur in training (1%), as often as rows of this table repeat by themselves',
    ]);
    const half = distinct.map((v) => Math.floor(v / 2) % 100);
    expect(() => check(half)).toThrow('200 of 200 that do (100%, and at most 2 % are tolerated');
    expect(overlapJson(check(half, true), true)).toMatchObject({ share: 1, natural: false, allowed: true });
    expect(overlapNotes(check(half, true))[0]).toContain(
      'too many to measure with, unless they are different transactions',
    );
    expect(overlapNotes(check(distinct))).toEqual([]);
  });
});
