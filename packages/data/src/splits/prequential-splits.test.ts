import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { prequentialSplits } from './prequential-splits.ts';

const dayMs = 86_400_000;

/** The book's own procedure, day by day. */
function oracle(
  day: number[],
  y: number[],
  entity: number[],
  start: number,
  days: [number, number, number],
): { train: number[]; test: number[] } {
  const [trainDays, delayDays, testDays] = days;
  const rows = day.map((_, i) => i);
  const train = rows.filter((i) => day[i]! >= start && day[i]! < start + trainDays);
  const known = new Set(train.filter((i) => y[i] === 1).map((i) => entity[i]!));
  const test: number[] = [];
  for (let k = 0; k < testDays; k++) {
    // The book learns of one more day of frauds before each test day.
    for (const i of rows) if (day[i] === start + trainDays + k - 1 && y[i] === 1) known.add(entity[i]!);
    test.push(...rows.filter((i) => day[i] === start + trainDays + delayDays + k && !known.has(entity[i]!)));
  }
  return { train, test: test.sort((a, b) => a - b) };
}

describe('prequentialSplits', () => {
  it("equals the book's procedure", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ day: fc.nat(30), y: fc.nat(1), entity: fc.nat(6) }), { minLength: 20, maxLength: 120 }),
        fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 5 })),
        (drawn, days) => {
          const rows = [{ day: 0, y: 0, entity: 0 }, ...drawn, { day: 31, y: 0, entity: 0 }];
          const splits = prequentialSplits(
            {
              time: Float64Array.from(rows, (row) => (20_000 + row.day) * dayMs + 5),
              y: Uint8Array.from(rows, (row) => row.y),
              entity: Int32Array.from(rows, (row) => row.entity),
            },
            { trainDays: days[0], delayDays: days[1], testDays: days[2] },
          );
          expect(splits.length).toBe(Math.floor((32 - days[0] - days[1] - days[2]) / days[2]) + 1);
          for (const split of splits) {
            const [day, y, entity] = [
              rows.map((row) => row.day),
              rows.map((row) => row.y),
              rows.map((row) => row.entity),
            ];
            const expected = oracle(day, y, entity, split.startDay, days);
            expect({ train: [...split.train], test: [...split.test] }).toEqual(expected);
          }
        },
      ),
    );
  });

  it('never drops rows without an entity', () => {
    const time = Float64Array.of(0, 2 * dayMs);
    const [split] = prequentialSplits(
      { time, y: Uint8Array.of(1, 1), entity: [Number.NaN, Number.NaN] },
      { trainDays: 1, delayDays: 1, testDays: 1 },
    );
    expect([...split!.test]).toEqual([1]);
  });

  it('refuses data that is too short and impossible options', () => {
    const rows = { time: Float64Array.of(0, 5 * dayMs), y: Uint8Array.of(0, 1), entity: [1, 2] };
    expect(() => prequentialSplits(rows)).toThrow('must cover 21 days');
    expect(() => prequentialSplits(rows, { trainDays: 0 })).toThrow('trainDays');
    expect(() => prequentialSplits({ ...rows, y: new Uint8Array(1) })).toThrow('must have 2 rows');
  });
});
