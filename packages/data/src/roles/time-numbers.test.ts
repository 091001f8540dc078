import { Frame, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { TimeReader } from '../times/time-reader.ts';
import { timeNumbersNotes } from './time-numbers.ts';

const rng = new Rng(9);
const start = Date.UTC(2025, 2, 1);
const many = (of: (ms: number) => number): number[] =>
  Array.from({ length: 300 }, () => of(start + Math.floor(30 * rng.uniform()) * 86_400_000 + 3_600_000));
const frame = (name: string, values: readonly number[]): Frame =>
  new Frame([{ kind: 'numeric', name, values: Float64Array.from(values) }]);
const digits = (ms: number): string => new Date(ms).toISOString().slice(0, 10).replaceAll('-', '');

describe('timeNumbersNotes', () => {
  it.each([
    ['x', (ms: number) => ms / 1000, 'seconds since 1970'],
    ['created', (ms: number) => ms, 'milliseconds since 1970'],
    ['x', (ms: number) => ms * 1000, 'microseconds since 1970'],
    ['x', (ms: number) => ms / 86_400_000 + 25_569, 'day numbers of a spreadsheet (excel-days)'],
    ['booked', (ms: number) => Number(digits(ms)), 'dates written yyyymmdd'],
  ])('say what "%s" may count', (name, of, what) => {
    expect(timeNumbersNotes(frame(name, many(of)))).toEqual([
      expect.stringMatching(
        new RegExp(
          `^column "${name}" holds numbers: if they are ${what.replaceAll(/[()]/g, '\\$&')}, they are times from 2025-03-0\\d to 2025-03-[23]\\d `,
        ),
      ),
    ]);
    expect(timeNumbersNotes(frame(name, many(of)), [name])).toEqual([]);
  });

  it('say so of dates of any span, and of numbers beside them that stand for no date', () => {
    const days = [20_050_104, 20_190_727, 20_240_228, 19_991_231, 20_110_524];
    expect(timeNumbersNotes(frame('x', days))).toEqual([
      expect.stringContaining('dates written yyyymmdd, they are times from 1999-12-31 to 2024-02-28'),
    ]);
    expect(timeNumbersNotes(frame('x', [...days, 99_991_231, 99_991_231]))).toEqual([
      expect.stringContaining('to 2024-02-28, and 99991231 stands for no date in 2 rows'),
    ]);
    expect(timeNumbersNotes(frame('FECBAJA', [20_241_231, 99_991_231, 99_991_231]))).toEqual([
      expect.stringContaining('and 99991231 stands for no date in 2 rows'),
    ]);
    for (const other of [[...days, 20_251_332], [1, 2, 99_991_231], days.slice(0, 2)])
      expect(timeNumbersNotes(frame('x', other))).toEqual([]);
  });

  it('say so of days of a spreadsheet over many years where the name speaks of a date', () => {
    const days = [38_359, 41_164, 45_077, 45_352, 40_000];
    expect(timeNumbersNotes(frame('Data otwarcia', days))).toEqual([
      expect.stringContaining('(excel-days), they are times from 2005-01-07 to 2024-03-01'),
    ]);
    for (const name of ['x', 'credit_limit', 'seconds of the day'])
      expect(timeNumbersNotes(frame(name, days))).toEqual([]);
  });

  it('say so of dates of six digits, in both orders that fit', () => {
    const days = many((ms) => Number(digits(ms).slice(2)));
    expect(timeNumbersNotes(frame('x', days))).toEqual([
      expect.stringMatching(
        /^column "x" holds numbers: if they are dates written yymmdd, they are 2025-03-0\d to 2025-03-[23]\d/,
      ),
    ]);
    const either = timeNumbersNotes(frame('x', [10_203, 20_303, 30_403, 40_503, 50_603, 60_703]));
    expect(either).toEqual([
      expect.stringMatching(/written (yymmdd|ddmmyy).*; if they are dates written (yymmdd|ddmmyy)/),
    ]);
  });

  it.each([
    ['amount', many((ms) => ms / 1000)],
    ['card_number', many((ms) => ms / 1000)],
    ['acct', many((ms) => ms / 1000)],
    ['x', many(() => 1.7e9 + Math.floor(1000 * rng.uniform()))],
    ['x', many(() => 1e9 + Math.floor(1e9 * rng.uniform()))],
    ['x', many(() => Math.floor(40_000 * rng.uniform()))],
    ['x', many(() => Math.floor(1e6 * rng.uniform()))],
    ['x', many(() => 101_530)],
    ['x', many(() => Number.NaN)],
    ['clock', many((ms) => 101_500 + (ms % 60))],
  ])('say nothing of other numbers in %s', (name, values) => {
    expect(timeNumbersNotes(frame(name, values))).toEqual([]);
  });
});

it('a time column of dates of six digits is asked about', () => {
  const reader = new TimeReader({ column: 't' });
  reader.read(
    frame(
      't',
      many((ms) => Number(digits(ms).slice(2))),
    ),
  );
  expect(reader.warnings()).toEqual([
    expect.stringMatching(
      /^time column "t" holds numbers such as 2503\d\d that look like dates written yymmdd, 2025-03-/,
    ),
  ]);
});
