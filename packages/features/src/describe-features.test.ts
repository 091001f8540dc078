import { Frame } from '@fraudx/core';
import { expect, it } from 'vitest';
import { describeFeatures } from './describe-features.ts';
import { fitFeatures } from './fit-features.ts';

it('names the value of each code', () => {
  const frame = new Frame([
    { kind: 'numeric', name: 'amount', values: Float64Array.from([1, 2, 3]) },
    { kind: 'categorical', name: 'city', codes: Int32Array.from([0, 1, 0]), categories: ['Ulm', 'Bonn'] },
    { kind: 'numeric', name: 'y', values: Float64Array.from([0, 1, 0]) },
  ]);
  const fitted = fitFeatures(frame, Uint8Array.from([0, 1, 0]), {
    strategy: 'raw',
    target: 'y',
    drop: [],
    categorical: [],
  });
  const described = describeFeatures(fitted.toJson());
  expect(described.map(({ name }) => name)).toEqual(fitted.names);
  expect(described[0]).toEqual({ name: 'amount', type: 'numeric', encoding: 'number', column: 'amount' });
  const city = described[1]!;
  expect(city).toMatchObject({ name: 'city', type: 'categorical', encoding: 'text-codes', column: 'city' });
  expect(new Set(city.categories)).toEqual(new Set(['Bonn', 'Ulm']));
  const matrix = fitted.transform(frame);
  expect([...matrix.column(1)].map((code) => city.categories![code])).toEqual(['Ulm', 'Bonn', 'Ulm']);
  expect(() => describeFeatures({})).toThrow('must be fitted features');
});

it('gives the expression of a derived column', () => {
  const frame = new Frame([
    { kind: 'numeric', name: 'amount', values: Float64Array.from([1, 2, 3]) },
    { kind: 'numeric', name: 'y', values: Float64Array.from([0, 1, 0]) },
  ]);
  const spec = {
    strategy: 'raw',
    target: 'y',
    drop: ['amount'],
    categorical: [],
    derive: { double: '2 * amount' },
  } as const;
  const fitted = fitFeatures(frame, Uint8Array.from([0, 1, 0]), spec);
  expect(fitted.inputs).toEqual(['amount']);
  expect(describeFeatures(fitted.toJson())).toEqual([
    { name: 'double', type: 'numeric', encoding: 'number', column: 'double', expression: '2 * amount' },
  ]);
  expect([...fitted.transform(frame).column(0)]).toEqual([2, 4, 6]);
  expect([
    ...fitted
      .stream()
      .push(frame.drop(['y']))
      .column(0),
  ]).toEqual([2, 4, 6]);
});
