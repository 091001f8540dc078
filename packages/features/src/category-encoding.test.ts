import { Frame, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { describeFeatures } from './describe-features.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { fitFeatures, fitTransformFeatures } from './fit-features.ts';
import { parseFittedFeatures } from './fitted-features.ts';

const spec: FeatureSpec = { strategy: 'raw', target: 'y', drop: [], categorical: [] };

function frameOf(emails: readonly (string | undefined)[], codes: readonly number[] = emails.map(() => 1)): Frame {
  const categories = [...new Set(emails.filter((email) => email !== undefined))].toSorted();
  const email = Int32Array.from(emails, (text) => (text === undefined ? -1 : categories.indexOf(text)));
  return new Frame([
    { kind: 'categorical', name: 'email', codes: email, categories },
    { kind: 'numeric', name: 'mcc', values: Float64Array.from(codes) },
  ]);
}

const train = frameOf(['b', 'a', 'b', undefined, 'b', 'c'], [7, 5, 7, 5, 5, 90]);
const y = Uint8Array.of(1, 0, 1, 1, 0, 0);
const later = frameOf(['c', 'new', undefined, 'b'], [90, 8, Number.NaN, 5]);

function columnsOf(encoding: FeatureSpec['categoryEncoding'], frame = later): Record<string, number[]> {
  const fitted = parseFittedFeatures(fitFeatures(train, y, { ...spec, categoryEncoding: encoding! }).toJson());
  const x = fitted.transform(frame);
  return Object.fromEntries(x.names.map((name, j) => [name, [...x.column(j)]]));
}

describe('categoryEncoding', () => {
  it('counts rows of training; unknown categories have none', () => {
    const found = columnsOf({ email: 'count', mcc: 'count' });
    expect(found).toEqual({ email: [1, 0, 1, 3], mcc: [1, 0, 0, 3] });
  });

  it('numbers categories in their order; unknown ones are missing', () => {
    const found = columnsOf({ email: 'ordinal', mcc: 'ordinal' });
    expect(found).toEqual({ email: [2, Number.NaN, Number.NaN, 1], mcc: [2, Number.NaN, Number.NaN, 0] });
  });

  it('numbers categories alike, whether they are numbers or texts of numbers', () => {
    const codes = [7, 10, 7, 90, 10, 5];
    const place = (frame: Frame) =>
      fitFeatures(frame, y, { ...spec, categoryEncoding: { mcc: 'ordinal' } })
        .transform(frame)
        .column(1);
    const texts = frameOf(codes.map(String));
    const asTexts = frameOf(['a', 'a', 'a', 'a', 'a', 'a']).with({ ...texts.column('email'), name: 'mcc' });
    expect([...place(asTexts)]).toEqual([...place(frameOf(['a', 'a', 'a', 'a', 'a', 'a'], codes))]);
    expect([...place(asTexts)]).toEqual([1, 2, 1, 3, 2, 0]);
    const padded = frameOf(['007', '10', '9', '007', '10', '9']);
    expect([...place(asTexts.with({ ...padded.column('email'), name: 'mcc' }))]).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it('gives each category a column; unknown ones are in none, missing values are missing', () => {
    const nan = Number.NaN;
    expect(columnsOf({ email: 'one-hot' })).toEqual({
      'email=a': [0, 0, nan, 0],
      'email=b': [0, 0, nan, 1],
      'email=c': [1, 0, nan, 0],
      mcc: [90, 8, nan, 5],
    });
  });

  it('gives rates, drawn to the overall one, missing values their own; unknown categories the overall one', () => {
    const { email } = columnsOf({ email: 'target' });
    const expected = [(0 + 20 * 0.5) / 21, 0.5, (1 + 20 * 0.5) / 21, (2 + 20 * 0.5) / 23];
    email!.forEach((rate, i) => expect(rate).toBeCloseTo(expected[i]!, 6));
  });

  it('leaves categories to the algorithm by native, numbers, too', () => {
    const fitted = fitFeatures(train, y, { ...spec, categoryEncoding: { mcc: 'native' } });
    expect(fitted.transform(train).types).toEqual(['categorical', 'categorical']);
  });

  it('hides from training rows their own label, missing values included', () => {
    const rng = new Rng(2);
    const emails = Array.from({ length: 3000 }, (_, i) => (i % 10 === 0 ? undefined : `e${rng.int(700)}`));
    const frame = frameOf(emails);
    const labels = Uint8Array.from(emails, () => (rng.uniform() < 0.3 ? 1 : 0));
    const encoded = { ...spec, drop: ['mcc'], categoryEncoding: { email: 'target' } } as const;
    const { x, features } = fitTransformFeatures(frame, labels, encoded);
    const mean = (values: Float32Array, label: number): number => {
      const own = values.filter((_, i) => labels[i] === label);
      return own.reduce((a, b) => a + b, 0) / own.length;
    };
    // labels are noise: what training rows see does not tell them apart, what later rows would see does
    const gap = (values: Float32Array): number => mean(values, 1) - mean(values, 0);
    expect(Math.abs(gap(x.column(0)))).toBeLessThan(0.01);
    expect(gap(features.transform(frame).column(0))).toBeGreaterThan(0.03);
    const one = labels.slice();
    one[17] = 1 - one[17]!;
    expect(fitTransformFeatures(frame, one, encoded).x.column(0)[17]).toBe(x.column(0)[17]);
  });

  it('is read as text again where it was text, and described for other programs', () => {
    const fitted = fitFeatures(train, y, { ...spec, categoryEncoding: { email: 'count', mcc: 'target' } });
    expect(fitted.categoricalInputs).toEqual(['email']);
    const [email, mcc] = describeFeatures(fitted.toJson());
    expect(email).toMatchObject({ encoding: 'category-count', categories: ['a', 'b', 'c'], values: [1, 3, 1] });
    expect(email).toMatchObject({ missing: 1, unknown: 0, column: 'email', type: 'numeric' });
    expect(mcc).toMatchObject({ encoding: 'target-rate', categories: ['5', '7', '90'], unknown: 0.5 });
  });

  it('reads a file of its own table order alike', () => {
    const other = new Frame([
      { kind: 'categorical', name: 'email', codes: Int32Array.of(1, 0), categories: ['c', 'b'] },
      { kind: 'numeric', name: 'mcc', values: Float64Array.of(1, 1) },
    ]);
    expect(columnsOf({ email: 'count' }, other)['email']).toEqual([3, 1]);
  });

  it('makes a feature of a terminal, which other strategies leave out', () => {
    const named = {
      ...spec,
      strategy: 'demographic_risk',
      terminal: 'mcc',
      categoryEncoding: { mcc: 'count' },
    } as const;
    expect(fitFeatures(train, y, named).names).toContain('mcc');
    const { categoryEncoding: _none, ...without } = named;
    expect(fitFeatures(train, y, without).names).not.toContain('mcc');
  });

  it.each([
    [{ y: 'target' }, {}, 'got the target'],
    [{ mcc: 'count' }, { entity: 'mcc' }, 'got the entity column'],
    [{ mcc: 'count' }, { time: 'mcc' }, 'got the time column'],
    [{ mcc: 'count' }, { drop: ['mcc'] }, 'got one that is dropped'],
    [{ emial: 'count' }, {}, 'must name columns, got "emial"'],
    [{ email: 'targt' }, {}, 'must be one of native, target, count, ordinal, one-hot, got "targt"'],
  ])('refuses %j with %j', (categoryEncoding, more, message) => {
    const labelled = train.with({ kind: 'numeric', name: 'y', values: Float64Array.from(y) });
    const bad = { ...spec, ...more, categoryEncoding } as FeatureSpec;
    expect(() => fitFeatures(labelled, y, bad)).toThrow(message);
  });

  it('refuses one-hot beyond a thousand categories', () => {
    const frame = frameOf(Array.from({ length: 1001 }, (_, i) => `e${i}`));
    expect(() => fitFeatures(frame, new Uint8Array(1001), { ...spec, categoryEncoding: { email: 'one-hot' } })).toThrow(
      'beyond 1000 categories, got 1001',
    );
  });
});
