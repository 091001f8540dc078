import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import type { FeatureSpec } from './feature-spec.ts';
import { fitFeatures } from './fit-features.ts';
import { parseFittedFeatures } from './fitted-features.ts';

const n = 12;

function table(kind: 'timestamp' | 'numeric', from = 0): Frame {
  const at = (f: (i: number) => number): Float64Array => Float64Array.from({ length: n }, (_, i) => f(i));
  const unit = kind === 'timestamp' ? 1000 : 1;
  return new Frame([
    { kind, name: 'when', values: at((i) => (from + i) * 90_000 * unit) },
    { kind: 'numeric', name: 'card', values: at((i) => i % 3) },
    { kind: 'numeric', name: 'amount', values: at((i) => i * 1.5) },
    { kind: 'numeric', name: 'y', values: at((i) => i % 2) },
  ]);
}

/** The rows backwards, with no time in row 5. */
function withoutTime(frame: Frame): Frame {
  const backwards = frame.take(Uint32Array.from({ length: n }, (_, i) => n - 1 - i));
  const when = backwards.column('when');
  if (when.kind === 'categorical') throw new Error('when must be a time');
  return backwards.with({ ...when, values: when.values.with(4, Number.NaN) });
}

const roles: Omit<FeatureSpec, 'strategy'> = {
  target: 'y',
  drop: [],
  categorical: [],
  time: 'when',
  entity: 'card',
  amount: 'amount',
};

describe('fitted features', () => {
  it.each(['raw', 'temporal', 'behavioural', 'combined'] as const)(
    'of strategy %s refuse numbers for dates and dates for numbers',
    (strategy) => {
      for (const [kind, other] of [
        ['timestamp', 'numeric'],
        ['numeric', 'timestamp'],
      ] as const) {
        const fitted = fitFeatures(table(kind), new Uint8Array(n), { ...roles, strategy });
        const again = parseFittedFeatures(fitted.toJson());
        const refusal = expect.objectContaining({
          code: 'FEATURE_KIND',
          message: expect.stringMatching(/column "when" must hold .* as in training, got/) as unknown,
        }) as Error;
        expect(() => again.transform(table(other))).toThrow(refusal);
        expect(() => again.stream().push(table(other))).toThrow(refusal);
        expect(again.transform(table(kind)).nRows).toBe(n);
      }
    },
  );

  it('name the row without a time as it lies in the file, and say when it is in the history', () => {
    const fitted = fitFeatures(table('timestamp'), new Uint8Array(n), { ...roles, strategy: 'behavioural' });
    const rows = withoutTime(table('timestamp', n));
    expect(() => fitted.transform(rows)).toThrow(/got none in data row 5$/);
    expect(() => fitted.transform(rows, { history: table('timestamp') })).toThrow(/got none in data row 5$/);
    const history = withoutTime(table('timestamp'));
    expect(() => fitted.transform(table('timestamp', n), { history })).toThrow(
      /got none in data row 5 of the history$/,
    );
    expect(() => fitted.transform(table('timestamp', n), { history: table('numeric') })).toThrow(/must hold dates/);
  });
});
