import type { Column } from '@fraudx/core';
import { Frame, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { timesOfParts } from '../times/time-parts.ts';
import { findUnseen } from './find-unseen.ts';
import { trainedColumns } from './trained-columns.ts';
import { describeUnseen } from './unseen-values.ts';

const rng = new Rng(11);
const int = (n: number): number => Math.floor(n * rng.uniform());
const two = (value: number): string => String(value).padStart(2, '0');
const dayMs = 86_400_000;

const texts = (cells: readonly string[]): Column => {
  const categories = [...new Set(cells)];
  return {
    kind: 'categorical',
    name: 't',
    categories,
    codes: Int32Array.from(cells, (cell) => categories.indexOf(cell)),
  };
};
const numbers = (values: readonly number[]): Column => ({
  kind: 'numeric',
  name: 't',
  values: Float64Array.from(values),
});
const times = (values: readonly number[], zones?: 'all'): Column => ({
  kind: 'timestamp',
  name: 't',
  values: Float64Array.from(values),
  ...(zones === undefined ? {} : { zones }),
});

/** What is found in a column of a form, and said of it. */
function find(trained: Column, column: Column) {
  const rows = Uint32Array.from({ length: new Frame([trained]).nRows }, (_, row) => row);
  const columns = JSON.parse(JSON.stringify(trainedColumns(new Frame([trained]), ['t'], rows)));
  const frame = new Frame([column]);
  return findUnseen(frame, ['t'], { columns, categories: new Map(), without: ['t'] })
    .filter(({ kind }) => kind === 'clockForm')
    .map((one) => ({ ...one, text: describeUnseen(one, frame.nRows) }));
}

const many = <T>(count: number, cell: () => T): T[] => Array.from({ length: count }, cell);
const hhmmss = (): string => two(int(24)) + two(int(60)) + two(int(60));
const hhmm = (): string => two(int(24)) + two(int(60));
/** Times of some days by their hours. */
const timesOf = (count: number, hour: () => number, days = 5): number[] =>
  many(count, () => (20_000 + int(days)) * dayMs + hour() * 3_600_000 + int(3600) * 1000);

describe.each([
  ['texts', texts, (cell: string) => cell],
  ['texts without zeros in front', texts, (cell: string) => String(Number(cell))],
  ['numbers', (cells: readonly string[]) => numbers(cells.map(Number)), (cell: string) => cell],
] as const)('times of day in digits, as %s', (_, columnOf, written) => {
  const column = (count: number, cell: () => string): Column => columnOf(many(count, () => written(cell())));

  it('are reported where all or many lost their seconds', () => {
    const trained = column(400, hhmmss);
    const [all] = find(trained, column(30, hhmm));
    expect(all).toMatchObject({ kind: 'clockForm', rows: 30, share: 1, trained: 'hhmmss', found: 'hhmm' });
    expect(all!.text).toContain('column "t" holds times of day of at most four digits, such as 0930, in 30 of 30 rows');
    const some = column(300, () => (int(3) === 0 ? hhmm() : hhmmss()));
    expect(find(trained, some)).toHaveLength(1);
  });

  it('are not reported where they have them, or few rows lie behind midnight', () => {
    const trained = column(400, hhmmss);
    expect(find(trained, column(400, hhmmss))).toEqual([]);
    expect(
      find(
        trained,
        column(1, () => '000912'),
      ),
    ).toEqual([]);
    expect(find(column(400, hhmm), column(300, hhmm))).toEqual([]);
  });
});

it('times of day hhmm with digits for seconds are refused', () => {
  const days = { kind: 'numeric', name: 'd', values: Float64Array.of(20_250_310) } as const;
  const frame = (cell: string): Frame => new Frame([days, texts([cell])]);
  expect(() => timesOfParts(frame('000930'), { date: 'd', hhmm: 't' })).toThrow(
    'must hold times of day hhmm, got "000930"',
  );
  expect(timesOfParts(frame('930'), { date: 'd', hhmm: 't' })).toEqual(Float64Array.of(Date.UTC(2025, 2, 10, 9, 30)));
});

describe('clocks of 12 hours without AM and PM', () => {
  const trained = times(timesOf(500, () => int(24)));
  const half = (): number => 1 + int(12);

  it('are reported beside a model of 24 hours, and the other way round', () => {
    const [found] = find(trained, times(timesOf(60, half)));
    expect(found).toMatchObject({ rows: 60, trained: '24 hours', found: '12 hours' });
    expect(found!.text).toContain('has no time from 13:00 on nor before 01:00 in 60 of 60 rows (100 %)');
    expect(find(trained, times(timesOf(60, half, 1)))).toHaveLength(1);
    const [other] = find(times(timesOf(500, half)), times(timesOf(60, () => int(24))));
    expect(other).toMatchObject({ trained: '12 hours', found: '24 hours' });
  });

  it.each([
    ['all hours', timesOf(60, () => int(24)), undefined],
    ['one morning', timesOf(60, () => 6 + int(5), 1), undefined],
    ['nights', timesOf(60, () => int(6)), undefined],
    ['few rows', timesOf(5, half), undefined],
    ['dates alone', many(60, () => (20_000 + int(9)) * dayMs), undefined],
    ['times that say their zone', timesOf(60, half), 'all'],
  ] as const)('are not seen in %s', (_, values, zones) => {
    expect(find(trained, times(values, zones))).toEqual([]);
  });

  it('are not seen where training had mornings alone', () => {
    const mornings = times(timesOf(500, () => 8 + int(5)));
    expect(find(mornings, times(timesOf(60, () => 8 + int(5))))).toEqual([]);
  });
});
