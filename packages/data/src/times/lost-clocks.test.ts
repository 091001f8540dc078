import type { TimestampColumn } from '@fraudx/core';
import { Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { withoutClock } from '../training/without-clock.ts';
import { lostClocksNote } from './lost-clocks.ts';

const dayMs = 86_400_000;
const start = 20_000 * dayMs;
const rng = new Rng(5);

/** Times within days, cut to a resolution; every `lost`-th is midnight. */
function times(days: number, resolution: number, lost = Infinity): TimestampColumn {
  const values = Float64Array.from({ length: 900 }, (_, i) => {
    const ms = start + Math.floor((days * dayMs * rng.uniform()) / resolution) * resolution;
    return i % lost === 0 && lost < Infinity ? Math.floor(ms / dayMs) * dayMs : ms;
  });
  return { kind: 'timestamp', name: 't', values };
}

const resolutions = [1, 1000, 60_000, 900_000, 3_600_000];
const spans = [30, 1, 1 / 4, 1 / 24, 1 / 144];

describe('dates that lost their time of day', () => {
  it('are reported beside times that kept it', () => {
    expect(lostClocksNote(times(30, 1000, 3))).toBe(
      'column "t" holds midnight exactly in 300 of 900 times (33.333%), and times of day in the others: where dates lost their time of day, hours and windows of these rows are wrong',
    );
    expect(withoutClock(times(30, 1000, 3), 0.001, undefined)).toMatchObject({
      kind: 'clock',
      rows: 300,
      trainedShare: 0.001,
    });
    expect(withoutClock(times(1, 60_000, 3), 0.002, undefined)).toMatchObject({ kind: 'clock' });
    // As in training.
    expect(withoutClock(times(30, 1000, 3), 0.3, undefined)).toBeUndefined();
  });

  it.each(resolutions)('are not times of %i ms, also of one night or of the first minutes of a day', (resolution) => {
    for (const days of spans) {
      const column = times(days, resolution);
      expect(lostClocksNote(column), `${days} days`).toBeUndefined();
      if (column.values.every((ms) => ms % dayMs === 0)) continue;
      const trained = resolution / dayMs + 0.001;
      expect(withoutClock(column, trained, undefined), `${days} days`).toBeUndefined();
    }
  });

  it('are not dates alone', () => {
    expect(lostClocksNote(times(30, dayMs))).toBeUndefined();
  });
});
