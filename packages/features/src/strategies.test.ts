import type { FraudxError } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeatureEngineer } from './feature-engineer.ts';
import type { FeatureSpec } from './feature-spec.ts';
import { strategyNames } from './feature-spec.ts';
import { deriveFeatures, fitFeatures, fitTransformFeatures } from './fit-features.ts';
import { parseFittedFeatures } from './fitted-features.ts';

const hour = 3_600_000;
const base: Omit<FeatureSpec, 'strategy'> = {
  target: 'y',
  time: 'when',
  entity: 'card',
  terminal: 'shop',
  amount: 'amount',
  drop: [],
  categorical: [],
};

interface Row {
  readonly step: number;
  readonly card: number;
  readonly shop: number;
  readonly amount: number;
  readonly city: number;
  readonly y: number;
}

function table(rows: readonly Row[]): Frame {
  let when = Date.UTC(2025, 0, 1);
  const numbers = (
    name: 'card' | 'shop' | 'amount' | 'y',
  ): { kind: 'numeric'; name: string; values: Float64Array } => ({
    kind: 'numeric',
    name,
    values: Float64Array.from(rows, (row) => row[name]),
  });
  return new Frame([
    { kind: 'timestamp', name: 'when', values: Float64Array.from(rows, (row) => (when += row.step * hour)) },
    numbers('card'),
    numbers('shop'),
    numbers('amount'),
    {
      kind: 'categorical',
      name: 'city',
      codes: Int32Array.from(rows, (row) => row.city - 1),
      categories: ['a', 'b', 'c'],
    },
    numbers('y'),
  ]);
}

function labels(frame: Frame): Uint8Array {
  const column = frame.column('y');
  return Uint8Array.from(column.kind === 'categorical' ? [] : column.values);
}

const rowsArbitrary = fc.array(
  fc.record({
    step: fc.constantFrom(0, 1, 30, 170),
    card: fc.nat(2),
    shop: fc.nat(2),
    amount: fc.integer({ min: 1, max: 50_000 }).map((cents) => cents / 100),
    city: fc.nat(3),
    y: fc.nat(1),
  }),
  { minLength: 2, maxLength: 40 },
);

describe('strategies', () => {
  it('give in one batch what they give one row at a time with history', () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.constantFrom(...strategyNames), (rows, strategy) => {
        const frame = table(rows);
        const fitted = fitFeatures(frame, labels(frame), { ...base, strategy });
        const batch = fitted.transform(frame);
        const stream = parseFittedFeatures(fitted.toJson()).stream();
        for (let i = 0; i < frame.nRows; i++) {
          const alone = stream.push(frame.take(Uint32Array.of(i)));
          expect([...alone.data]).toEqual(fitted.names.map((_, j) => batch.column(j)[i]));
        }
        const half = frame.nRows >> 1;
        const first = frame.take(Uint32Array.from({ length: half }, (_, i) => i));
        const rest = frame.take(Uint32Array.from({ length: frame.nRows - half }, (_, i) => half + i));
        const later = fitted.transform(rest, { history: first });
        for (const [j] of fitted.names.entries()) expect(later.column(j)).toEqual(batch.column(j).subarray(half));
      }),
    );
  });

  it('transform some rows as if the frame had no others', () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.constantFrom(...strategyNames), fc.boolean(), (rows, strategy, isDerived) => {
        const raw = table(rows);
        const spec = { ...base, strategy };
        const fitted = fitFeatures(raw, labels(raw), spec);
        const frame = isDerived ? deriveFeatures(raw, spec) : raw;
        const some = Uint32Array.from({ length: frame.nRows }, (_, i) => i).filter((i) => i % 3 !== 1);
        const unused = { kind: 'numeric', name: 'unused', values: new Float64Array(frame.nRows) } as const;
        expect(fitted.transform(frame.with(unused), { rows: some }).data).toEqual(
          fitted.transform(frame.take(some)).data,
        );
      }),
    );
  });

  it('let no earlier row see a later one, whatever the later ones are', () => {
    fc.assert(
      fc.property(rowsArbitrary, rowsArbitrary, fc.constantFrom(...strategyNames), (rows, others, strategy) => {
        const spec = { ...base, strategy };
        const train = table(rows);
        const fitted = fitFeatures(train, labels(train), spec);
        const alone = fitted.transform(train);
        const followed = fitted.transform(deriveFeatures(table([...rows, ...others]), spec));
        for (const [j] of fitted.names.entries())
          expect(followed.column(j).subarray(0, rows.length)).toEqual(alone.column(j));
      }),
    );
  });

  it('derive the same columns whatever the order of the file', () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({
      step: 13,
      card: i % 3,
      shop: i % 2,
      amount: i,
      city: 1,
      y: i % 2,
    }));
    const frame = table(rows);
    const spec = { ...base, strategy: 'behavioural' } as const;
    const order = Uint32Array.from(rows, (_, i) => (i * 7) % 30);
    expect(deriveFeatures(frame.take(order), spec)).toEqual(deriveFeatures(frame, spec).take(order));
  });

  it('refuse raw rows with columns of the names that they compute, in training and at prediction', () => {
    const raw = table(
      Array.from({ length: 12 }, (_, i) => ({ step: 40, card: 0, shop: 0, amount: 1, city: 1, y: i % 2 })),
    );
    const own = (frame: Frame, name: string): Frame =>
      frame.with({ kind: 'numeric', name, values: new Float64Array(frame.nRows).fill(99) });
    for (const strategy of ['behavioural', 'combined'] as const) {
      const spec = { ...base, strategy };
      const derived = deriveFeatures(raw, spec);
      const names = derived.names.filter((name) => !raw.has(name));
      const refused = (columns: readonly string[]): unknown =>
        expect.objectContaining({ code: 'FEATURE_EXISTS', details: { columns } });
      const one = own(raw, names[1]!);
      expect(() => deriveFeatures(one, spec)).toThrow(refused([names[1]!]));
      expect(() => deriveFeatures(names.reduce(own, raw), spec)).toThrow(refused(names));
      expect(() => fitFeatures(one, labels(one), spec).transform(one)).toThrow(refused([names[1]!]));
      const fitted = fitFeatures(derived, labels(raw), spec);
      expect(() => fitted.transform(one)).toThrow(refused([names[1]!]));
      expect(() => fitted.transform(derived, { history: raw })).toThrow(refused(names));
      expect(() => fitted.stream().push(derived)).toThrow(refused(names));
      expect(fitted.transform(derived)).toEqual(fitted.stream().push(raw));
    }
    expect(deriveFeatures(own(raw, 'customer_count_7d'), { ...base, strategy: 'raw' }).has('customer_count_7d')).toBe(
      true,
    );
  });

  it('work without labels at prediction: nothing is known of the terminals then', () => {
    const frame = table(
      Array.from({ length: 12 }, (_, i) => ({ step: 40, card: 0, shop: 0, amount: 1, city: 1, y: i % 2 })),
    );
    const fitted = fitFeatures(frame, labels(frame), { ...base, strategy: 'combined' });
    expect(fitted.inputs).not.toContain('y');
    const x = fitted.transform(frame.drop(['y']));
    expect(x.column(fitted.names.indexOf('terminal_risk_30d')).every((value) => value === 0)).toBe(true);
    expect(x.column(fitted.names.indexOf('terminal_count_30d')).at(-1)).toBeGreaterThan(0);
  });

  it('ask for the columns they need and know their names', () => {
    const frame = table([{ step: 1, card: 0, shop: 0, amount: 1, city: 1, y: 1 }]);
    const { time: _, ...timeless } = base;
    expect(() => fitFeatures(frame, labels(frame), { ...timeless, strategy: 'behavioural' })).toThrow(
      'time must name a column',
    );
    expect(() => fitFeatures(frame, labels(frame), { ...base, strategy: 'behavioral' as 'behavioural' })).toThrow(
      expect.objectContaining({ hint: 'Did you mean "behavioural"?' }),
    );
  });
});

describe('risk encodings', () => {
  it('smooth the rate of each category towards the overall rate', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({
      step: 1,
      card: 0,
      shop: 0,
      amount: 1,
      city: 1 + (i % 2),
      y: i % 4 === 0 ? 1 : 0,
    }));
    const frame = table([...rows, { ...rows[0]!, city: 0 }]);
    const y = labels(frame);
    const fitted = fitFeatures(frame, y, { ...base, strategy: 'demographic_risk' });
    const risk = fitted.transform(frame).column(fitted.names.indexOf('city_risk'));
    const prior = 11 / 41;
    expect(risk[0]).toBeCloseTo((10 + 20 * prior) / 40, 6);
    expect(risk[1]).toBeCloseTo((0 + 20 * prior) / 40, 6);
    expect(risk[40]).toBeCloseTo(prior, 6);
  });

  it('show a training row the same rate whatever its own label is', () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.nat(), (rows, pick) => {
        const frame = table(rows);
        const y = labels(frame);
        const at = pick % rows.length;
        const flipped = Uint8Array.from(y, (label, i) => (i === at ? 1 - label : label));
        const spec = { ...base, strategy: 'demographic_risk' } as const;
        const one = fitTransformFeatures(frame, y, spec);
        const two = fitTransformFeatures(frame, flipped, spec);
        const j = one.features.names.indexOf('city_risk');
        expect(two.x.column(j)[at]).toBe(one.x.column(j)[at]);
      }),
    );
  });

  it('give pure noise no power on training rows', () => {
    // 400 rows in 200 categories: in-fold rates would separate the classes almost perfectly.
    const n = 400;
    const codes = Int32Array.from({ length: n }, (_, i) => i >> 1);
    const y = Uint8Array.from({ length: n }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 16) & 1);
    const frame = new Frame([
      { kind: 'categorical', name: 'noise', codes, categories: Array.from({ length: 200 }, (_, k) => `c${k}`) },
    ]);
    const columns = { target: 'y' };
    const { x } = new FeatureEngineer(columns).createRiskEncodings(['noise']).fitTransform(frame, y);
    const mean = (label: number): number => {
      const values = [...x.column(0)].filter((_, i) => y[i] === label);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    expect(Math.abs(mean(1) - mean(0))).toBeLessThan(0.02);
  });
});

describe('FeatureEngineer', () => {
  it('takes negative amounts as refunds, with their sign', () => {
    const amounts = [-10, -0.25, 0, 0.25, 10];
    const frame = table(amounts.map((amount, i) => ({ step: 1, card: 0, shop: 0, amount, city: 1, y: i % 2 })));
    const x = new FeatureEngineer(base).createAmountFeatures().fit(frame, labels(frame)).transform(frame);
    const log = [...x.column(0)];
    expect(log[0]).toBeCloseTo(-Math.log(11), 6);
    expect(log.map((value) => 0 - value).toReversed()).toEqual(log);
    expect(log).toEqual(log.toSorted((a, b) => a - b));
    expect([...x.column(1)]).toEqual([...x.column(1)].toSorted((a, b) => a - b));
    expect([...x.column(2)]).toEqual([0, 75, 0, 25, 0]);
    expect([...x.column(3)]).toEqual([1, 0, 1, 0, 1]);
  });

  it('builds amount features from training rows', () => {
    const amounts = [10, 12.34, 7, 100, 55.5];
    const frame = table(amounts.map((amount, i) => ({ step: 1, card: 0, shop: 0, amount, city: 1, y: i % 2 })));
    const fitted = new FeatureEngineer(base).createAmountFeatures().fit(frame, labels(frame));
    expect(fitted.names).toEqual(['amount_log', 'amount_percentile', 'amount_cents', 'amount_whole', 'amount_tens']);
    const x = fitted.transform(frame);
    expect(x.column(0)[0]).toBeCloseTo(Math.log(11), 6);
    expect([...x.column(1)].map((value) => Math.round(value * 10))).toEqual([3, 5, 1, 9, 7]);
    expect([...x.column(2)]).toEqual([0, 34, 0, 0, 50]);
    expect([...x.column(3)]).toEqual([1, 0, 1, 1, 0]);
    expect([...x.column(4)]).toEqual([1, 0, 0, 1, 0]);
  });

  it('combines features made before', () => {
    const frame = table([{ step: 3, card: 4, shop: 0, amount: 8, city: 1, y: 1 }]);
    const engineer = new FeatureEngineer(base).keepColumns().createInteractionFeatures([
      { left: 'amount', right: 'card' },
      { left: 'amount', right: 'card', operation: 'ratio' },
      { left: 'amount', right: 'shop', operation: 'ratio' },
      { left: 'amount', right: 'card', operation: 'difference' },
    ]);
    const fitted = engineer.fit(frame, Uint8Array.of(1));
    expect([...fitted.transform(frame).data].slice(-4)).toEqual([32, 2, Number.NaN, 4]);
    expect(fitted.names.at(-1)).toBe('amount_minus_card');
    const wrong = new FeatureEngineer(base).createInteractionFeatures([{ left: 'amount', right: 'card' }]);
    expect(() => wrong.fit(frame, Uint8Array.of(1))).toThrow('made before, got "amount"');
  });

  it('selects features without changing their values', () => {
    const rows = Array.from({ length: 6 }, (_, i) => ({ step: 1, card: 0, shop: 0, amount: i, city: 1, y: i % 2 }));
    const frame = table(rows);
    const fitted = fitFeatures(frame, labels(frame), { ...base, strategy: 'combined' });
    const wanted = [fitted.names.at(-1)!, fitted.names[0]!];
    const chosen = parseFittedFeatures(fitted.select(wanted).toJson());
    expect(chosen.names).toEqual(wanted);
    expect(chosen.transform(frame).column(0)).toEqual(fitted.transform(frame).column(fitted.names.length - 1));
    expect(() => fitted.select(['amont'])).toThrow(expect.objectContaining({ code: 'FEATURE_NOT_FOUND' }));
  });

  it('say what a history that overlaps within an hour of local times may be', () => {
    const at = (...times: string[]) =>
      new Frame([
        { kind: 'timestamp', name: 't', values: Float64Array.from(times, (time) => Date.parse(time)), zones: 'all' },
        { kind: 'numeric', name: 'card', values: Float64Array.from(times, () => 1) },
      ]);
    const frame = at(...Array.from({ length: 30 }, (_, i) => `2025-10-01T00:${10 + i}:00+02:00`));
    const y = Uint8Array.from({ length: 30 }, (_, i) => i % 2);
    const spec = {
      strategy: 'behavioural',
      target: 'y',
      time: 't',
      entity: 'card',
      drop: [],
      categorical: [],
    } as const;
    const fitted = fitFeatures(frame, y, { ...spec, timeZone: 'Europe/Madrid' });
    const hintOf = (until: string, from: string): string => {
      try {
        fitted.transform(at(from), { history: at(until) });
      } catch (error) {
        return String((error as FraudxError).hint);
      }
      throw new Error('nothing was thrown');
    };
    // 02:50 in winter time, and 02:30, which its own table takes for summer time.
    const repeated = hintOf('2025-10-26T02:50:00+02:00', '2025-10-26T02:30:00+02:00');
    expect(repeated).toContain('overlap by 20 minutes');
    expect(repeated).toContain('every local time occurs twice');
    expect(repeated).toContain('with their offset');
    expect(hintOf('2025-10-27T02:50:00+01:00', '2025-10-26T02:30:00+02:00')).toContain('swap the two files');
  });

  it('refuse a history that reaches beyond the first row', () => {
    const row = { step: 30, card: 1, shop: 1, amount: 5, city: 0 };
    const frame = table(Array.from({ length: 30 }, (_, i) => ({ ...row, y: i % 2 })));
    const fitted = fitFeatures(frame, labels(frame), { ...base, strategy: 'behavioural' });
    const from = (start: number) => frame.take(Uint32Array.from({ length: 10 }, (_, i) => start + i));
    expect(() => fitted.transform(from(0), { history: from(20) })).toThrow(
      expect.objectContaining({
        code: 'HISTORY_TOO_LATE',
        message: expect.stringContaining('got history up to') as unknown,
      }),
    );
  });
});
