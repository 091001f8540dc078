import { Frame } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureSpec } from './feature-spec.ts';
import { fitFeatures } from './fit-features.ts';
import { parseFittedFeatures } from './fitted-features.ts';

const spec: FeatureSpec = { strategy: 'raw', target: 'y', drop: [], categorical: [] };

function table(n: number, salt = 0): Frame {
  const at = (f: (i: number) => number): Float64Array => Float64Array.from({ length: n }, (_, i) => f(i + salt));
  return new Frame([
    { kind: 'timestamp', name: 'when', values: at((i) => Date.UTC(2025, 0, 1) + i * 17_000_000) },
    { kind: 'numeric', name: 'card', values: at((i) => i % 3) },
    { kind: 'numeric', name: 'amount', values: at((i) => (i % 7 === 3 ? Number.NaN : i * 1.5)) },
    {
      kind: 'categorical',
      name: 'shop',
      codes: Int32Array.from({ length: n }, (_, i) => ((i + salt) % 4) - 1),
      categories: ['x', 'y', 'z'],
    },
    { kind: 'numeric', name: 'y', values: at((i) => i % 2) },
  ]);
}

describe('fitFeatures', () => {
  it('takes columns as they are for raw, without target and dropped ones', () => {
    const frame = table(8);
    const fitted = fitFeatures(frame, new Uint8Array(8), { ...spec, drop: ['card'] });
    expect(fitted.names).toEqual(['when', 'amount', 'shop']);
    const x = fitted.transform(frame);
    expect(x.types).toEqual(['numeric', 'numeric', 'categorical']);
    expect([...x.column(2).subarray(0, 4)]).toEqual([Number.NaN, 0, 1, 2]);
    expect(x.column(0)[0]).toBe(Math.fround(Date.UTC(2025, 0, 1) / 1000));
    expect(x.column(1)[3]).toBeNaN();
  });

  it('adds amount and calendar features for baseline and temporal, and leaves ids and time out', () => {
    const derived = { ...spec, time: 'when', entity: 'card', amount: 'amount' };
    const frame = table(8);
    const baseline = fitFeatures(frame, new Uint8Array(8), { ...derived, strategy: 'baseline' });
    expect(baseline.names).toEqual(['amount', 'shop', 'amount_log', 'when_weekend', 'when_night']);
    const temporal = fitFeatures(frame, new Uint8Array(8), { ...derived, strategy: 'temporal' });
    expect(temporal.names.slice(3)).toEqual([
      'when_hour',
      'when_weekday',
      'when_weekend',
      'when_night',
      'when_month_day',
      'when_hour_sin',
      'when_hour_cos',
      'when_weekday_sin',
      'when_weekday_cos',
    ]);
    // 2025-01-01 was a Wednesday, midnight.
    const first = temporal.transform(frame);
    expect(temporal.names.slice(3, 8).map((_, j) => first.column(3 + j)[0])).toEqual([0, 2, 0, 1, 1]);
  });

  it('numbers only the categories of training rows; others are missing', () => {
    const frame = table(12);
    const fitted = fitFeatures(frame.take(Uint32Array.of(1, 3)), new Uint8Array(2), { ...spec, categorical: ['card'] });
    const x = fitted.transform(frame);
    const shop = fitted.names.indexOf('shop');
    const card = fitted.names.indexOf('card');
    expect([...x.column(shop).subarray(0, 4)]).toEqual([Number.NaN, 0, Number.NaN, 1]);
    expect([...x.column(card).subarray(0, 4)]).toEqual([0, 1, Number.NaN, 0]);
  });

  it('is the same after JSON, for any rows', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.nat(50),
        fc.constantFrom('raw' as const, 'baseline' as const, 'temporal' as const),
        (n, salt, strategy) => {
          const full = { ...spec, strategy, time: 'when', entity: 'card', amount: 'amount', categorical: ['card'] };
          const fitted = fitFeatures(table(n), new Uint8Array(n), full);
          const copy = parseFittedFeatures(JSON.parse(JSON.stringify(fitted.toJson())));
          const other = table(n + 5, salt);
          expect(copy.names).toEqual(fitted.names);
          expect(copy.inputs).toEqual(fitted.inputs);
          expect(copy.transform(other).data).toEqual(fitted.transform(other).data);
        },
      ),
    );
  });

  it('gives each row the same features alone as in a batch', () => {
    const frame = table(20);
    const fitted = fitFeatures(frame, new Uint8Array(20), {
      ...spec,
      strategy: 'temporal',
      time: 'when',
      amount: 'amount',
    });
    const batch = fitted.transform(frame);
    for (let i = 0; i < 20; i++) {
      const alone = fitted.transform(frame.take(Uint32Array.of(i)));
      expect([...alone.data]).toEqual(fitted.names.map((_, j) => batch.column(j)[i]));
    }
  });

  it('names what is wrong', () => {
    const frame = table(4);
    const y = new Uint8Array(4);
    expect(() => fitFeatures(frame, y, { ...spec, drop: ['shp'] })).toThrow(
      expect.objectContaining({ hint: 'Did you mean "shop"?' }),
    );
    expect(() => fitFeatures(frame, y, { ...spec, drop: ['when', 'card', 'amount', 'shop'] })).toThrow('got none');
    expect(() => fitFeatures(frame, new Uint8Array(1), spec)).toThrow('y must have 4 rows');
    const fitted = fitFeatures(frame, y, spec);
    expect(() => fitted.transform(frame.drop(['card', 'shop']))).toThrow('"card", "shop"');
    const text = frame.with({
      kind: 'categorical',
      name: 'amount',
      codes: Int32Array.of(-1, 0, 0, 0),
      categories: ['abc'],
    });
    expect(() => fitted.transform(text)).toThrow('got "abc" in data row 2');
    expect(() => parseFittedFeatures({ formatVersion: 9 })).toThrow('formatVersion');
  });

  it('asks at prediction for no column that only made a derived one which was left out', () => {
    const frame = table(8);
    const y = Uint8Array.from({ length: 8 }, (_, i) => i % 2);
    const derive = { unused: 'amount * 2', twice: 'base + 1', base: 'amount + 1' };
    const fitted = fitFeatures(frame, y, { ...spec, derive, drop: ['unused', 'amount', 'base', 'twice'] });
    expect(fitted.inputs).not.toContain('amount');
    expect(fitted.transform(frame.drop(['amount'])).names).toEqual(fitted.names);
    const used = fitFeatures(frame, y, { ...spec, derive, drop: ['unused', 'amount', 'base'] });
    expect(used.inputs).toContain('amount');
    expect([...parseFittedFeatures(used.toJson()).transform(frame).column(used.names.indexOf('twice'))]).toEqual(
      [...(frame.column('amount') as { values: Float64Array }).values].map((a) => Math.fround(a + 2)),
    );
  });
});
