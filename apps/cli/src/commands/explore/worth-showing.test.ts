import { Frame } from '@fraudx/core';
import { exploreFrame } from '@fraudx/data';
import { expect, it } from 'vitest';
import { shownGaps } from './worth-showing.ts';

it('names the columns in which the classes differ, and where', () => {
  const y = Float64Array.from({ length: 100 }, (_, i) => (i % 5 === 0 ? 1 : 0));
  const frame = new Frame([
    { kind: 'numeric', name: 'same', values: y.map((_, i) => Math.floor(i / 5) % 2) },
    { kind: 'numeric', name: 'empty', values: y.map((label) => (label === 1 ? Number.NaN : 7)) },
    { kind: 'numeric', name: 'y', values: y },
  ]);
  expect(shownGaps(exploreFrame(frame, { target: 'y' }))).toEqual([
    { column: 'empty', difference: 1, where: '7', genuine: 1, fraud: 0 },
  ]);
  expect(shownGaps(exploreFrame(frame))).toEqual([]);
});
