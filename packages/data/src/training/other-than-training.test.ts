import type { Column, TimestampColumn } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { findUnseen } from './find-unseen.ts';
import { likelyTimeUnit } from './other-times.ts';
import { trainedColumns } from './trained-columns.ts';
import type { UnseenValues } from './unseen-values.ts';
import { describeUnseen } from './unseen-values.ts';
import { timesInUnit } from '../times/time-units.ts';
import type { TimeUnit } from '../times/time-settings.ts';

const hourMs = 3_600_000;
const start = Date.UTC(2025, 2, 1, 7);
/** A time every 5 hours, `days` after the start of training. */
const hoursAfter = (days: number, rows = 200): number[] =>
  Array.from({ length: rows }, (_, i) => start + days * 24 * hourMs + i * 5 * hourMs);

const times = (values: readonly number[], more: Partial<TimestampColumn> = {}): TimestampColumn => ({
  kind: 'timestamp',
  name: 't',
  values: Float64Array.from(values),
  ...more,
});

/** What is found in a column, of a model trained on another one; the time column is `t`. */
function find(trained: Column, column: Column, asRead: Column = column, timeZone?: string): readonly UnseenValues[] {
  const rows = trained.kind === 'categorical' ? trained.codes.length : trained.values.length;
  const columns = trainedColumns(
    new Frame([trained]),
    [trained.name],
    Uint32Array.from({ length: rows }, (_, i) => i),
  );
  return findUnseen(new Frame([column]), [column.name], {
    columns,
    categories: new Map(),
    without: ['t'],
    timeZone,
    time: { column: 't', asRead: new Frame([asRead]) },
  });
}

describe('times beside those of training', () => {
  it.each([1, 40, 365, 5 * 365])('may lie %i days later', (days) => {
    expect(find(times(hoursAfter(0)), times(hoursAfter(days)))).toEqual([]);
  });

  it('may reach back a little, and not as a whole, or far', () => {
    expect(find(times(hoursAfter(0)), times(hoursAfter(-20)))).toEqual([]);
    expect(find(times(hoursAfter(0)), times(hoursAfter(-60, 24)))).toMatchObject([{ kind: 'times', rows: 24 }]);
    const stray = find(times(hoursAfter(0)), times([0, ...hoursAfter(50)]));
    expect(stray).toMatchObject([{ kind: 'times', rows: 1, examples: ['1970-01-01T00:00:00.000Z'] }]);
  });

  it.each<[TimeUnit, TimeUnit, (ms: number) => number]>([
    ['seconds', 'excel-days', (ms) => ms / 86_400_000 + 25_569],
    ['seconds', 'minutes', (ms) => ms / 60_000],
    ['seconds', 'hours', (ms) => Math.floor(ms / hourMs)],
    ['seconds', 'days', (ms) => ms / 86_400_000],
    ['milliseconds', 'seconds', (ms) => ms / 1000],
    ['days', 'excel-days', (ms) => ms / 86_400_000 + 25_569],
    ['excel-days', 'days', (ms) => ms / 86_400_000],
  ])('in %s are reported where numbers count %s', (trained, unit, numberOf) => {
    const numbers: Column = { kind: 'numeric', name: 't', values: Float64Array.from(hoursAfter(60), numberOf) };
    const [found, ...others] = find(times(hoursAfter(0)), times([...timesInUnit(numbers, trained)]), numbers);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'times', share: 1, likelyUnit: unit });
    expect(describeUnseen(found!, 200)).toContain(`say timeUnit: ${unit}`);
    expect(likelyTimeUnit(numbers, { min: hoursAfter(0)[0]!, max: hoursAfter(0).at(-1)! })).toBe(unit);
  });

  it('are reported where a spreadsheet counts from 1904, and no unit is advised that they were read in', () => {
    const numbers = (days: number): Column => ({
      kind: 'numeric',
      name: 't',
      values: Float64Array.from(hoursAfter(60), (ms) => ms / 86_400_000 + 25_569 - days),
    });
    const read = (column: Column): Column => times([...timesInUnit(column as never, 'excel-days')]);
    const [found] = find(times(hoursAfter(0)), read(numbers(1462)), numbers(1462));
    expect(found).toMatchObject({ kind: 'times', likelyUnit: 'excel-days-1904' });
    expect(describeUnseen(found!, 200)).toContain('1904 date system');
    const [early] = find(times(hoursAfter(0)), read(numbers(105)), numbers(105));
    expect(early).toMatchObject({ kind: 'times' });
    expect(early?.likelyUnit).toBeUndefined();
  });

  it('of plain numbers are told far behind those of training alone', () => {
    const plain = (values: readonly number[]): Column => ({
      kind: 'numeric',
      name: 't',
      values: Float64Array.from(values),
    });
    const trained = plain([0, 50_000, 172_800]);
    expect(find(trained, plain([0, 400_000]))).toEqual([]);
    expect(find(trained, plain([172_800_000, 172_900_000]))).toMatchObject([{ kind: 'times', rows: 2 }]);
  });
});

describe('zones and forms beside those of training', () => {
  it('are reported where zones are gone, or new, unless the model has one', () => {
    const zoned = times(hoursAfter(0), { zones: 'all' });
    const [gone] = find(zoned, times(hoursAfter(41)));
    expect(gone).toMatchObject({ kind: 'zone', rows: 200, found: 'without a zone', trained: 'with a zone' });
    expect(find(times(hoursAfter(0)), times(hoursAfter(41), { zones: 'all' }))).toMatchObject([{ kind: 'zone' }]);
    expect(find(zoned, times(hoursAfter(41), { zones: 'some' }))).toMatchObject([{ kind: 'zone' }]);
    expect(find(zoned, times(hoursAfter(41), { zones: 'all' }))).toEqual([]);
    expect(find(zoned, times(hoursAfter(41)), times([]), 'Europe/Paris')).toEqual([]);
  });

  it('are reported where dates of both orders are written differently', () => {
    const dates = (dateForm: string, isOrderOfTraining: boolean): Column =>
      times(hoursAfter(0), { reading: { dateOrder: 'day-first', dateForm, isOrderOfTraining } });
    const trained = dates('00.00.00', false);
    expect(find(trained, dates('00/00/00', true))).toMatchObject([
      { kind: 'form', rows: 200, trained: '00.00.00', found: '00/00/00' },
    ]);
    expect(find(trained, dates('00.00.00', true))).toEqual([]);
    expect(find(trained, dates('00/00/00', false))).toEqual([]);
  });
});

describe('missing values beside those of training', () => {
  /** Of `rows` values the first `missing` are missing. */
  const column = (rows: number, missing: number): Column => ({
    kind: 'numeric',
    name: 'x',
    values: Float64Array.from({ length: rows }, (_, i) => (i < missing ? Number.NaN : 1)),
  });

  it.each([
    [0, 600, 300, true],
    [0, 600, 31, true],
    [0, 600, 30, false],
    [0, 1, 0, false],
    [10, 20, 3, false],
    [10, 600, 90, true],
    [100, 600, 170, false],
    [100, 600, 190, true],
  ])('are told by what chance explains: %i of 1000 in training, of %i rows %i', (before, rows, missing, isTold) => {
    const found = find(column(1000, before), column(rows, missing));
    expect(found).toMatchObject(isTold ? [{ kind: 'missing', rows: missing, trainedShare: before / 1000 }] : []);
  });
});
