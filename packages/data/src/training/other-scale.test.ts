import type { Column } from '@fraudx/core';
import { Frame, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { findUnseen } from './find-unseen.ts';
import { trainedColumns } from './trained-columns.ts';
import type { UnseenValues } from './unseen-values.ts';
import { describeUnseen } from './unseen-values.ts';

const start = Date.UTC(2025, 2, 1);
const dayMs = 86_400_000;
const numbers = (name: string, values: Iterable<number>): Column => ({
  kind: 'numeric',
  name,
  values: Float64Array.from(values),
});
const times = (values: Iterable<number>): Column => ({
  kind: 'timestamp',
  name: 't',
  values: Float64Array.from(values),
});

/** `rows` times within days `from` to `from + days`, ascending. */
function timesIn(from: number, days: number, rows: number): number[] {
  return Array.from({ length: rows }, (_, i) => start + (from + ((i + 0.5) * days) / rows) * dayMs);
}

/** What is found in the column x of rows at `at`, of a model of 3000 rows of 30 days. */
function find(
  valueOf: (ms: number, i: number) => number,
  at: readonly number[],
  found: (ms: number, i: number) => number,
  { withTime = true } = {},
): readonly UnseenValues[] {
  const trainedAt = timesIn(0, 30, 3000);
  const trained = new Frame([times(trainedAt), numbers('x', trainedAt.map(valueOf))]);
  const rows = Uint32Array.from({ length: 3000 }, (_, i) => i);
  const columns = trainedColumns(trained, ['x'], rows, withTime ? { time: 't' } : {});
  return findUnseen(new Frame([times(at), numbers('x', at.map(found))]), ['x'], {
    columns,
    categories: new Map(),
    without: ['t'],
    time: { column: 't' },
  });
}

const rng = new Rng(7);
/** Amounts in cents, of which a few are 0. */
const cents = (): number => (rng.uniform() < 0.01 ? 0 : Math.round(100 * Math.exp(3.5 + 1.1 * rng.normal())));
const later = timesIn(31, 10, 400);

describe('numbers of another size than those of training', () => {
  it('are found within its range, with how many times as much training had', () => {
    const [found, ...others] = find(cents, later, () => cents() / 100);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'scale', rows: 400, share: 1, factor: 100 });
    expect(describeUnseen(found!, 400)).toMatch(
      /^column "x" holds numbers of another size than training: median [\d.]+ \(without zeros\), in training \d+, which is about 100 times as much; check the unit$/,
    );
    expect(find(cents, later, () => cents() * 1000)).toMatchObject([{ kind: 'scale', factor: 0.001 }]);
    const percent = (): number => Math.round(1000 * rng.uniform()) / 10;
    expect(find(percent, later, () => percent() / 100)).toMatchObject([{ kind: 'scale', factor: 100 }]);
    expect(find(cents, later, () => cents() / 100, { withTime: false })).toMatchObject([{ kind: 'scale' }]);
  });

  it('are found where most are 0 in any unit', () => {
    const fees = (): number => (rng.uniform() < 0.6 ? 0 : Math.exp(2 + rng.normal()));
    const many = timesIn(31, 10, 1000);
    expect(find(fees, many, () => fees() / 100)).toMatchObject([{ kind: 'scale', factor: 100 }]);
    expect(find(fees, many, () => fees() * 1.3).filter(({ kind }) => kind !== 'range')).toEqual([]);
  });

  it.each([0.7, 1, 1.3, 2])('are not those that drifted to %f times as much', (times_) => {
    for (const at of [later, timesIn(31, 1, 100), timesIn(31, 0.2, 500)]) {
      const found = find(cents, at, () => cents() * times_).filter(({ kind }) => kind !== 'range');
      expect(found).toEqual([]);
    }
  });

  it('are not looked for among fewer than 100 values, or where training had fewer than 300', () => {
    expect(find(cents, timesIn(31, 1, 99), () => 1 + rng.uniform())).toEqual([]);
    const few = new Frame([numbers('x', timesIn(0, 3, 299).map(cents))]);
    const rows = Uint32Array.from({ length: 299 }, (_, i) => i);
    expect(trainedColumns(few, ['x'], rows)['x']).not.toHaveProperty('usual');
  });
});

describe('one value in all rows', () => {
  it('is found where every 100 rows of training had several, and 0 and 1 are', () => {
    const [found] = find(cents, later, () => 5000);
    expect(found).toMatchObject({ kind: 'constant', examples: ['5000'], rows: 400 });
    expect(describeUnseen(found!, 400)).toContain('column "x" holds 5000 and nothing else in 400 of 400 rows (100 %)');
    const months = (_: number, i: number): number => (i * 7) % 12;
    const [flags] = find(months, later, (_, i) => i % 2);
    expect(flags).toMatchObject({ kind: 'constant', examples: ['0', '1'] });
    expect(describeUnseen(flags!, 400)).toContain(
      'nothing but 0 and 1 in 400 of 400 rows (100 %), and every 100 rows of training had at least 12 different values',
    );
  });

  it('is not where one day has one value in training, too, or training had few', () => {
    const weekday = (ms: number): number => Math.floor(ms / dayMs) % 7;
    expect(find(weekday, timesIn(31, 1, 500), weekday)).toEqual([]);
    expect(find(weekday, timesIn(31, 1, 500), weekday, { withTime: false })).toEqual([]);
    const hour = (ms: number): number => Math.floor((ms % dayMs) / 3_600_000);
    // More rows in one night than ever in training.
    expect(find(hour, timesIn(31, 0.1, 500), hour)).toEqual([]);
    const rare = (): number => (rng.uniform() < 0.001 ? cents() : 0);
    expect(find(rare, later, () => 0)).toEqual([]);
  });
});

describe('one number in many rows that training hardly had', () => {
  const amounts = (): number => Math.round(cents() - 20_000);
  const small = (): number => Math.round(1000 * rng.normal());
  const oneIn = (n: number, value: number, other: () => number) => (_: number, i: number) =>
    i % n === 0 ? value : other();

  it('is found within the range of training, with its rows', () => {
    const [found, ...others] = find(small, later, oneIn(8, -999, small));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'repeated', rows: 50, share: 0.125, examples: ['-999'] });
    expect(describeUnseen(found!, 400)).toBe(
      'column "x" holds -999 in 50 of 400 rows (12.5 %), and fewer than 1 % of the rows of training had it; if it means "no value", list it in missing',
    );
    expect(find(oneIn(300, -999, small), later, oneIn(8, -999, small))).toMatchObject([{ kind: 'repeated' }]);
    expect(find(small, later, oneIn(8, -999, small), { withTime: false })).toMatchObject([{ kind: 'repeated' }]);
  });

  it('is not where training had it, or fewer rows have it, or few rows are there', () => {
    expect(find(oneIn(50, -999, small), later, oneIn(8, -999, small))).toEqual([]);
    expect(find(small, later, oneIn(11, -999, small)).filter(({ kind }) => kind !== 'range')).toEqual([]);
    expect(find(small, timesIn(31, 10, 99), oneIn(8, -999, small)).filter(({ kind }) => kind !== 'range')).toEqual([]);
  });

  it('is not in columns whose values change by the day, the shop or the card', () => {
    const ofDay = (ms: number): number => Math.round(1e4 * Math.sin(1 + Math.floor(ms / dayMs)));
    const ofHour = (ms: number): number => Math.round(1e4 * Math.sin(1 + Math.floor(ms / 3_600_000)));
    const ofShops = (ms: number): number => (rng.uniform() < 0.5 ? ofDay(ms) : amounts());
    for (const days of [0.05, 0.5, 1, 3, 30]) {
      for (const value of [ofDay, ofHour, ofShops, small, amounts, () => Math.floor(10 * rng.uniform())]) {
        for (const withTime of [true, false]) {
          const found = find(value, timesIn(31, days, 500), value, { withTime });
          expect(found.filter(({ kind }) => kind === 'repeated')).toEqual([]);
        }
      }
    }
  });
});

describe('dates of another column than the time', () => {
  const opened = (values: readonly number[]): Column => ({
    kind: 'timestamp',
    name: 'opened',
    values: Float64Array.from(values, (year) => Date.UTC(year, 5, 1)),
  });
  const columns = trainedColumns(new Frame([opened([2019, 2021, 2023])]), ['opened'], Uint32Array.of(0, 1, 2));
  const findIn = (column: Column) =>
    findUnseen(new Frame([column]), ['opened'], { columns, categories: new Map(), without: [] });

  it('are found a century early, and not some years earlier or later', () => {
    expect(findIn(opened([2012, 2025, 2030]))).toEqual([]);
    const [found] = findIn(opened([1919, 2021]));
    expect(found).toMatchObject({ kind: 'times', rows: 1, isOtherColumn: true });
    expect(describeUnseen(found!, 2)).toBe(
      'column "opened" does not lie where the times of training do, 2019-06-01 to 2023-06-01, in 1 of 2 rows (50 %): 1919-06-01',
    );
  });

  it('are asked for where numbers stand', () => {
    const [found] = findIn(numbers('opened', [1_546_300_800_000, Number.NaN]));
    expect(describeUnseen(found!, 2)).toBe(
      'column "opened" holds numbers such as 1546300800000 in 1 of 2 rows (50 %), and training had times, 2019-06-01 to 2023-06-01: write dates',
    );
  });
});

describe('derived columns', () => {
  it('are found far outside the range of training alone', () => {
    const columns = trainedColumns(new Frame([numbers('days', [10, 200, 900])]), ['days'], Uint32Array.of(0, 1, 2));
    const findIn = (value: number) =>
      findUnseen(new Frame([numbers('days', [value])]), ['days'], {
        columns,
        categories: new Map(),
        without: [],
        derived: ['days'],
      });
    expect(findIn(1300)).toEqual([]);
    expect(findIn(37_000)).toMatchObject([{ kind: 'range', rows: 1 }]);
  });
});
