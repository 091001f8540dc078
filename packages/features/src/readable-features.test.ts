import { Frame } from '@fraudx/core';
import { expect, it } from 'vitest';
import { fitFeatures } from './fit-features.ts';
import { readableFeatures } from './readable-features.ts';

it('names columns and cells of the data, not codes and logarithms', () => {
  const frame = new Frame([
    { kind: 'numeric', name: 'eur', values: Float64Array.from([250, 2, NaN]) },
    {
      kind: 'timestamp',
      name: 'at',
      values: Float64Array.from([Date.UTC(2024, 1, 3, 4, 5), Date.UTC(2024, 1, 4), NaN]),
    },
    { kind: 'categorical', name: 'email', codes: Int32Array.from([0, 1, -1]), categories: ['a@x.org', 'b@y.com'] },
    { kind: 'numeric', name: 'mcc', values: Float64Array.from([5411, 742, NaN]) },
    { kind: 'numeric', name: 'y', values: Float64Array.from([0, 1, 0]) },
  ]);
  const fitted = fitFeatures(frame, Uint8Array.of(0, 1, 0), {
    strategy: 'demographic_risk',
    target: 'y',
    time: 'at',
    amount: 'eur',
    drop: [],
    categorical: ['mcc'],
    derive: { domain: "after(email, '@')" },
  });
  const { nameOf, textOf } = readableFeatures(fitted.toJson(), frame);
  const read = (row: number): Record<string, string | undefined> =>
    Object.fromEntries(fitted.names.map((name) => [`${name}: ${nameOf(name)}`, textOf(name, row)]));
  expect(read(0)).toMatchObject({
    'eur: eur': '250',
    'eur_log: eur': '250',
    'email: email': '"a@x.org"',
    'email_risk: email': '"a@x.org"',
    'mcc: mcc': '5411',
    'mcc_risk: mcc': '5411',
    'domain: domain': '"x.org"',
    'at_night: at_night': undefined,
  });
  expect(new Set(Object.values(read(2)))).toEqual(new Set(['missing', undefined]));
  const raw = fitFeatures(frame, Uint8Array.of(0, 1, 0), { strategy: 'raw', target: 'y', drop: [], categorical: [] });
  expect(readableFeatures(raw.toJson(), frame).textOf('at', 0)).toBe('2024-02-03T04:05Z');
});

it('shows an amount with all its digits', () => {
  const frame = new Frame([
    { kind: 'numeric', name: 'eur', values: Float64Array.of(1_234_567.89, 2, 4) },
    { kind: 'numeric', name: 'y', values: Float64Array.from([0, 1, 0]) },
  ]);
  const raw = fitFeatures(frame, Uint8Array.of(0, 1, 0), { strategy: 'raw', target: 'y', drop: [], categorical: [] });
  expect(readableFeatures(raw.toJson(), frame).textOf('eur', 0)).toBe('1234567.89');
});

it('names the cells of categories that are counted or numbered', () => {
  const frame = new Frame([
    { kind: 'numeric', name: 'mcc', values: Float64Array.from([4829, 5411, 5411]) },
    { kind: 'categorical', name: 'shop', codes: Int32Array.from([1, 0, 0]), categories: ['aldi', 'zara'] },
    { kind: 'numeric', name: 'y', values: Float64Array.from([0, 1, 0]) },
  ]);
  const fitted = fitFeatures(frame, Uint8Array.of(0, 1, 0), {
    strategy: 'raw',
    target: 'y',
    drop: [],
    categorical: [],
    categoryEncoding: { mcc: 'count', shop: 'ordinal' },
  });
  const { nameOf, textOf } = readableFeatures(fitted.toJson(), frame);
  expect(fitted.names.map((name) => [nameOf(name), textOf(name, 0)])).toEqual([
    ['mcc', '4829'],
    ['shop', '"zara"'],
  ]);
});
