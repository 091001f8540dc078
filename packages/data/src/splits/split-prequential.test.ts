import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitPrequential } from './split-prequential.ts';

const dayMs = 86_400_000;
const epoch = 17_000;

function rowsOf(days: number[], entity: number[] = days.map(() => -1), y: number[] = days.map(() => 0)) {
  return {
    time: Float64Array.from(days, (day) => (epoch + day) * dayMs + 7),
    y: Uint8Array.from(y),
    entity,
  };
}

describe('splitPrequential', () => {
  it('validates on the last days of training, with training as long and as far before', () => {
    const days = Array.from({ length: 40 }, (_, day) => day);
    const parts = splitPrequential(rowsOf(days), { trainDays: 7, delayDays: 3, testDays: 5, folds: 2 });
    const range = (from: number, to: number): number[] => days.slice(from, to);
    expect([...parts.test]).toEqual(range(35, 40));
    expect([...parts.train]).toEqual(range(25, 32));
    expect(parts.folds.map((fold) => [...fold.validation])).toEqual([range(27, 32), range(22, 27)]);
    expect(parts.folds.map((fold) => [...fold.train])).toEqual([range(17, 24), range(12, 19)]);
    expect(parts.folds[0]).toMatchObject({ trainFrom: epoch + 17, validationFrom: epoch + 27 });
    expect([parts.trainFrom, parts.testFrom]).toEqual([epoch + 25, epoch + 35]);
  });

  it('never knows a label of the delay or later: later rows change neither training nor validation', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ day: fc.nat(40), y: fc.nat(1), entity: fc.nat(8) }), { minLength: 30, maxLength: 120 }),
        fc.nat(2),
        (drawn, extra) => {
          const rows = [{ day: 0, y: 0, entity: 0 }, ...drawn, { day: 41, y: 0, entity: 0 }];
          const plan = { trainDays: 6, delayDays: 4, testDays: 3, folds: 2, trainFrom: epoch + 20 + extra };
          const split = (of: typeof rows) =>
            splitPrequential(
              rowsOf(
                of.map(({ day }) => day),
                of.map(({ entity }) => entity),
                of.map(({ y }) => y),
              ),
              plan,
            );
          const before = split(rows);
          const after = split(rows.map((row) => (row.day >= 20 + extra + 6 ? { ...row, y: 1 - row.y } : row)));
          expect(after.folds).toEqual(before.folds);
          expect(after.train).toEqual(before.train);
          for (const fold of before.folds) {
            const last = Math.max(...[...fold.train].map((row) => rows[row]!.day), -1);
            const first = Math.min(...[...fold.validation].map((row) => rows[row]!.day), 99);
            expect(first - last).toBeGreaterThan(plan.delayDays);
          }
        },
      ),
    );
  });

  it('counts the rows of known cards that it leaves out', () => {
    const days = [0, 1, 2, 3, 4, 5, 6, 7];
    const entity = [1, 1, 1, 1, 2, 1, 3, 2];
    const parts = splitPrequential(rowsOf(days, entity, [0, 0, 0, 0, 1, 0, 0, 0]), {
      trainDays: 2,
      delayDays: 1,
      testDays: 2,
      folds: 1,
    });
    expect([...parts.train]).toEqual([3, 4]);
    expect([...parts.test]).toEqual([6]);
    expect(parts.dropped).toBe(1);
  });

  it('refuses data that is too short, a start too early or late, and rows without a time', () => {
    const rows = rowsOf(Array.from({ length: 30 }, (_, day) => day));
    const plan = { trainDays: 7, delayDays: 7, testDays: 7, folds: 1 };
    expect(() => splitPrequential(rows, plan)).toThrow(
      /must cover 35 days .* got 30 \(2016-07-18 to 2016-08-16, UTC\)/,
    );
    expect(() => splitPrequential(rows, { ...plan, delayDays: 1, trainFrom: epoch + 3 })).toThrow('must cover');
    expect(() => splitPrequential(rows, { ...plan, delayDays: 1, trainFrom: epoch + 20 })).toThrow('must cover');
    const time = rows.time.with(3, Number.NaN);
    expect(() => splitPrequential({ ...rows, time }, plan)).toThrow('data row 4');
  });

  it('counts the calendar days of a zone', () => {
    // Every hour of 30 days: in New York each day begins four hours after that of UTC.
    const time = Float64Array.from({ length: 30 * 24 }, (_, i) => Date.UTC(2025, 5, 1) + i * 3_600_000);
    const hourly = { time, y: Uint8Array.from(time, (_, i) => i % 2), entity: Float64Array.from(time, (_, i) => i) };
    const plan = { trainDays: 5, delayDays: 2, testDays: 3, folds: 1 };
    const first = (timeZone?: string): string =>
      new Date(
        time[splitPrequential(hourly, { ...plan, ...(timeZone === undefined ? {} : { timeZone }) }).test[0]!]!,
      ).toISOString();
    expect(first()).toBe('2025-06-28T00:00:00.000Z');
    expect(first('America/New_York')).toBe('2025-06-28T04:00:00.000Z');
    expect(first('Asia/Tokyo')).toBe('2025-06-28T15:00:00.000Z');
    expect(() => first('Mars/Base')).toThrow('timeZone must be a time zone');
  });
});
