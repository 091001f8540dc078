import { Frame } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BuildFeaturesOptions } from './build-features.ts';
import { buildFeatures, builtNames } from './build-features.ts';
import { deriveBehaviour } from './derive-behaviour.ts';

const day = 86_400_000;
const options: BuildFeaturesOptions = {
  time: 't',
  entity: 'c',
  terminal: 's',
  amount: 'a',
  target: 'y',
  statistics: ['count', 'mean', 'since_last', 'sum', 'max', 'std', 'distinct', 'velocity', 'deviation', 'risk'],
};

function deviationOf(values: readonly number[]): { mean: number; std: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: values.length < 2 ? Number.NaN : Math.sqrt(squares / (values.length - 1)) };
}

interface Row {
  readonly t: number;
  readonly c: number;
  readonly s: number;
  readonly a: number;
  readonly y: number;
}

function table(rows: readonly Row[]): Frame {
  return new Frame([
    { kind: 'timestamp', name: 't', values: Float64Array.from(rows, (row) => row.t) },
    ...(['c', 's', 'a', 'y'] as const).map((name) => ({
      kind: 'numeric' as const,
      name,
      values: Float64Array.from(rows, (row) => row[name]),
    })),
  ]);
}

async function build(frames: Frame[], given = options): Promise<Record<string, number[]>> {
  const columns: Record<string, number[]> = {};
  for await (const frame of buildFeatures(frames, given)) {
    for (const column of frame.columns) {
      if (column.kind !== 'categorical') (columns[column.name] ??= []).push(...column.values);
    }
  }
  return columns;
}

/** The definition read aloud: every row looks at all rows at or before it. */
function oracle(rows: readonly Row[]): Record<string, number[]> {
  const columns: Record<string, number[]> = {};
  const put = (name: string, value: number): void => void (columns[name] ??= []).push(value);
  rows.forEach((row, i) => {
    const past = rows.slice(0, i + 1);
    const weekday = new Date(row.t).getUTCDay();
    put('is_weekend', weekday === 0 || weekday === 6 ? 1 : 0);
    put('is_night', new Date(row.t).getUTCHours() <= 6 ? 1 : 0);
    const mine = past.filter((other) => other.c === row.c);
    const before = mine.slice(0, -1).filter((other) => other.t > row.t - 30 * day);
    const { mean, std } = deviationOf(before.map((other) => other.a));
    put('customer_amount_deviation', std > 0 ? (row.a - mean) / std : row.a === mean && std === 0 ? 0 : Number.NaN);
    put('customer_seconds_since_last', mine.length === 1 ? Number.NaN : (row.t - mine[mine.length - 2]!.t) / 1000);
    for (const w of [1, 7, 30]) {
      const inside = mine.filter((other) => other.t > row.t - w * day);
      put(`customer_count_${w}d`, inside.length);
      put(`customer_mean_amount_${w}d`, inside.reduce((sum, other) => sum + other.a, 0) / inside.length);
      const amounts = inside.map((other) => other.a);
      put(
        `customer_sum_amount_${w}d`,
        amounts.reduce((sum, value) => sum + value, 0),
      );
      put(`customer_max_amount_${w}d`, Math.max(...amounts));
      put(`customer_std_amount_${w}d`, deviationOf(amounts).std);
      put(`customer_distinct_terminals_${w}d`, new Set(inside.map((other) => other.s)).size);
      const month = mine.filter((other) => other.t > row.t - 30 * day);
      if (w < 30) put(`customer_velocity_${w}d`, inside.length / w / (month.length / 30));
      const within = (days: number): Row[] => past.filter((other) => other.s === row.s && other.t > row.t - days * day);
      const count = within(7 + w).length - within(7).length;
      const frauds = (some: readonly Row[]): number => some.reduce((sum, other) => sum + other.y, 0);
      put(`terminal_count_${w}d`, count);
      put(`terminal_risk_${w}d`, count === 0 ? 0 : (frauds(within(7 + w)) - frauds(within(7))) / count);
    }
  });
  return columns;
}

const rowsArbitrary = fc
  .array(
    fc.record({
      // Steps of half a day meet window borders and ties often.
      step: fc.constantFrom(0, 0, 0.5, 1, 3, 7, 11),
      c: fc.nat(2),
      s: fc.nat(1),
      // Quarters have exact sums, so that equal amounts have a deviation of exactly 0 in both.
      a: fc.integer({ min: -40_000, max: 40_000 }).map((quarters) => quarters / 4),
      y: fc.nat(1),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    let t = Date.UTC(2025, 0, 1);
    return steps.map(({ step, ...row }): Row => ({ ...row, t: (t += step * day) }));
  });

describe('buildFeatures', () => {
  it('equals the definition for any rows, in one frame or many', async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, fc.integer({ min: 1, max: 60 }), async (rows, cut) => {
        const built = await build([table(rows)]);
        const expected = oracle(rows);
        for (const [name, values] of Object.entries(expected)) {
          built[name]!.forEach((value, i) => {
            const expected = values[i]!;
            if (Number.isFinite(expected))
              expect(Math.abs(value - expected) / Math.max(1, Math.abs(expected)), `${name} ${i}`).toBeLessThan(1e-9);
            else expect(value, `${name} ${i}`).toBe(expected);
          });
        }
        expect(Object.keys(built).sort()).toEqual([...Object.keys(expected), 't', 'c', 's', 'a', 'y'].sort());
        expect(await build([table(rows.slice(0, cut)), table(rows.slice(cut))])).toEqual(built);
      }),
    );
  });

  it('shows no row its future: changing later rows changes no earlier feature', async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, rowsArbitrary, fc.nat(60), async (rows, others, cut) => {
        const kept = rows.slice(0, cut + 1);
        const last = kept.at(-1)!.t;
        const later = others.map((row) => ({ ...row, t: row.t - others[0]!.t + last }));
        const one = await build([table([...kept, ...rows.slice(cut + 1)])]);
        const two = await build([table([...kept, ...later])]);
        for (const name of Object.keys(one))
          expect(two[name]!.slice(0, kept.length)).toEqual(one[name]!.slice(0, kept.length));
      }),
    );
  });

  it('shows no row its own label, not even without a label delay', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ t: i * 3_600_000, c: 1, s: 1, a: 1, y: i % 4 === 0 ? 1 : 0 }));
    const risksOf = async (last: number): Promise<number[]> => {
      const changed = rows.map((row, i) => (i === 39 ? { ...row, y: last } : row));
      const built: Frame[] = [];
      for await (const part of buildFeatures([table(changed)], { ...options, delayDays: 0 })) built.push(part);
      const column = built[0]!.column('terminal_risk_1d');
      return column.kind === 'categorical' ? [] : [...column.values];
    };
    expect(await risksOf(0)).toEqual(await risksOf(1));
  });

  it('counts labels of rows at the same time as not known yet, also without a delay', async () => {
    const rows = [0, 0, day].map((t) => ({ t, c: 1, s: 1, a: 1, y: 1 }));
    const built = await build([table(rows)], { ...options, delayDays: 0, windowDays: [7] });
    expect(built['terminal_risk_7d']).toEqual([0, 0, 1]);
    expect(built['terminal_count_7d']).toEqual([1, 2, 3]);
  });

  it.each([
    ['one customer who pays the same after a first other amount', (i: number) => ({ c: 1, a: i === 0 ? 1 : 50 })],
    ['customers who are seen once', (i: number) => ({ c: i, a: 50 })],
  ])('costs about as much per row as ordinary customers for %s', async (_, rowOf) => {
    const cost = async (of: (i: number) => { c: number; a: number }): Promise<number> => {
      // Rows of the same minute apart, so that the first one leaves all windows.
      const frame = table(Array.from({ length: 120_000 }, (_row, i) => ({ t: i * 60_000, s: i % 50, y: 0, ...of(i) })));
      const before = process.cpuUsage();
      await build([frame]);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const ordinary = await cost((i) => ({ c: i % 700, a: (i * 37) % 90 }));
    // Every row against all of its window would take a hundred times as long, an object with tables for each customer ten times.
    expect((await cost(rowOf)) / ordinary).toBeLessThan(6);
  });

  it('does not drift over many large and small amounts', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({
      t: i * day,
      c: 0,
      s: 0,
      a: i % 2 === 0 ? 1e12 : 0.01,
      y: 0,
    }));
    const built = await build([table(rows)]);
    expect(built['customer_mean_amount_1d']!.at(-1)).toBe(0.01);
  });

  it('has no infinite deviation after a constant past', async () => {
    const rows = [0.1, 0.1, 0.1, 0.1, 5].map((a, i) => ({ t: i * day, c: 0, s: 0, a, y: 0 }));
    const built = await build([table(rows)]);
    expect(built['customer_amount_deviation']).toEqual([Number.NaN, Number.NaN, 0, 0, Number.NaN]);
  });

  it('keeps the digits of a deviation far from the first amount', async () => {
    const amounts = [3344.75, 0, 0.25, 0.75];
    const rows = amounts.map((a, i) => ({ t: (i === 0 ? 0 : 31 + i) * day, c: 0, s: 0, a, y: 0 }));
    const built = await build([table(rows)]);
    expect(built['customer_std_amount_30d']!.at(-1)).toBeCloseTo(deviationOf(amounts.slice(1)).std, 14);
  });

  it('leaves features of a missing id empty and missing amounts out of the windows', async () => {
    const rows = [
      { t: 0, c: Number.NaN, s: 0, a: 5, y: 0 },
      { t: 1, c: 1, s: 0, a: Number.NaN, y: 0 },
      { t: 2, c: 1, s: 0, a: 7, y: 0 },
    ];
    const built = await build([table(rows)]);
    expect(built['customer_count_1d']).toEqual([Number.NaN, 0, 1]);
    expect(built['customer_mean_amount_1d']).toEqual([Number.NaN, Number.NaN, 7]);
  });

  it('refuses rows out of order, rows without time and unknown columns', async () => {
    const row = { c: 0, s: 0, a: 1, y: 0 };
    await expect(build([table([{ ...row, t: 5 }]), table([{ ...row, t: 4 }])])).rejects.toMatchObject({
      code: 'TIME_NOT_SORTED',
      details: { row: 2 },
    });
    await expect(build([table([{ ...row, t: Number.NaN }])])).rejects.toMatchObject({ code: 'TIME_MISSING_VALUES' });
    await expect(build([table([{ ...row, t: 5 }])], { ...options, entity: 'who' })).rejects.toMatchObject({
      code: 'COLUMN_NOT_FOUND',
    });
    await expect(build([table([{ ...row, t: 5 }])], { ...options, windowDays: [0] })).rejects.toThrow('windowDays');
  });

  it('refuses an infinite amount by row over all frames, in place of spoiling the totals after it', async () => {
    const rows = (amounts: readonly number[], from: number): Frame =>
      table(amounts.map((a, i) => ({ t: (from + i) * day, c: 1, s: 1, a, y: 0 })));
    await expect(build([rows([1, 2], 0), rows([3, Number.POSITIVE_INFINITY, 5], 2)])).rejects.toMatchObject({
      code: 'INFINITE_VALUE',
      message: 'features: amount "a" must be within ±3.4e38 or missing, got Infinity in data row 4',
      details: { column: 'a', row: 4 },
    });
    const backwards = table([
      { t: 2 * day, c: 1, s: 1, a: 1, y: 0 },
      { t: 0, c: 1, s: 1, a: -1e39, y: 0 },
    ]);
    const spec = { ...options, windowDays: [1], delayDays: 7, statistics: ['mean' as const] };
    expect(() => deriveBehaviour(spec, backwards)).toThrow('got -1e+39 in data row 2');
  });

  it('refuses columns that look like features, unless they are to be replaced', async () => {
    const frame = table([{ t: 0, c: 1, s: 1, a: 5, y: 0 }]).with({
      kind: 'numeric',
      name: 'customer_count_7d',
      values: Float64Array.of(99),
    });
    await expect(build([frame])).rejects.toMatchObject({
      code: 'FEATURE_EXISTS',
      details: { columns: ['customer_count_7d'] },
    });
    expect((await build([frame], { ...options, replace: true }))['customer_count_7d']).toEqual([1]);
    expect((await build([frame], { ...options, windowDays: [2] }))['customer_count_7d']).toEqual([99]);
  });

  it('names what it adds', async () => {
    const frame = table([{ t: 0, c: 1, s: 1, a: 5, y: 0 }]);
    const built = await build([frame]);
    expect(builtNames(options)).toEqual(Object.keys(built).filter((name) => !frame.has(name)));
  });

  it('counts, gaps and distinct terminals need no amount', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({
      t: i * 0.3 * day,
      c: i % 3,
      s: (i * 7) % 5,
      a: (i % 4) + 1,
      y: i % 9 === 0 ? 1 : 0,
    }));
    const { amount: _amount, ...without } = options;
    const all = await build([table(rows)]);
    const some = await build([table(rows).drop(['a'])], without);
    const ofAmounts = /_amount/;
    const expected = Object.entries(all).filter(([name]) => name !== 'a' && !ofAmounts.test(name));
    expect(some).toEqual(Object.fromEntries(expected));
    expect(builtNames(without)).toEqual(builtNames(options).filter((name) => !ofAmounts.test(name)));
    expect(builtNames(without)).toContain('customer_distinct_terminals_7d');
  });

  it('names a column that is not there before it looks at rows', async () => {
    const unsorted = table([
      { t: day, c: 1, s: 1, a: 1, y: 0 },
      { t: 0, c: 1, s: 1, a: 1, y: 0 },
    ]);
    await expect(build([unsorted])).rejects.toThrow('time order');
    for (const role of ['entity', 'terminal', 'amount', 'time'] as const) {
      await expect(build([unsorted], { ...options, [role]: 'nope' }), role).rejects.toThrow('"nope"');
    }
  });
});
