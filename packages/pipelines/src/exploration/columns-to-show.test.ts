import { Frame } from '@fraudx/core';
import { exploreFrame } from '@fraudx/data';
import { expect, it } from 'vitest';
import { shownGaps, columnsToShow } from './columns-to-show.ts';

it('names the columns in which the classes differ, and where', async () => {
  const y = Float64Array.from({ length: 100 }, (_, i) => (i % 5 === 0 ? 1 : 0));
  const frame = new Frame([
    { kind: 'numeric', name: 'same', values: y.map((_, i) => Math.floor(i / 5) % 2) },
    { kind: 'numeric', name: 'empty', values: y.map((label) => (label === 1 ? Number.NaN : 7)) },
    { kind: 'numeric', name: 'y', values: y },
  ]);
  expect(shownGaps(await exploreFrame(frame, { target: 'y' }))).toEqual([
    { column: 'empty', difference: 1, where: '7', genuine: 1, fraud: 0 },
  ]);
  expect(shownGaps(await exploreFrame(frame))).toEqual([]);
});

it('shows the most telling columns of a wide table, and all of a narrow one as they stand', async () => {
  const n = 200;
  const y = Float64Array.from({ length: n }, (_, i) => i % 2);
  const wide = (count: number): Frame =>
    new Frame([
      ...Array.from({ length: count }, (_, j) => ({
        kind: 'numeric' as const,
        name: `c${j}`,
        // c100 knows the label, c200 has gaps, c300 shifts half-way
        values: y.map((label, i) =>
          j === 100
            ? label
            : j === 200 && i % 20 < 6
              ? Number.NaN
              : j === 300
                ? (i < n / 2 ? 0 : 9) + ((i % 4) >> 1)
                : (i % 4) >> 1,
        ),
      })),
      { kind: 'numeric', name: 'when', values: y.map((_, i) => i) },
      { kind: 'numeric', name: 'y', values: y },
    ]);
  const names = async (options: { target?: string; time?: string }): Promise<string[]> =>
    columnsToShow(await exploreFrame(wide(398), options)).shown.map(({ name }) => name);
  expect((await names({ target: 'y', time: 'when' })).slice(0, 2)).toEqual(['y', 'c100']);
  expect((await names({ time: 'when' })).slice(0, 2)).toEqual(['when', 'c300']);
  expect((await names({})).slice(0, 3)).toEqual(['c200', 'c0', 'c1']);
  const { shown, others, first } = columnsToShow(await exploreFrame(wide(398), { target: 'y' }));
  expect([shown.length, others.length, first]).toEqual([20, 380, 'in which the classes differ most']);
  const narrow = columnsToShow(await exploreFrame(wide(38), { target: 'y' }));
  expect(narrow.shown.map(({ name }) => name).slice(0, 2)).toEqual(['c0', 'c1']);
  expect([narrow.shown.length, narrow.others.length, narrow.first]).toEqual([40, 0, undefined]);
});
