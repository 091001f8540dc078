import type { Column } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { findLateLabels, lateLabelsText } from './late-labels.ts';

const dayMs = 86_400_000;
const n = 1000;
const time: Column = {
  kind: 'timestamp',
  name: 't',
  // Ten rows a day, the newest first.
  values: Float64Array.from({ length: n }, (_, i) => Date.UTC(2025, 0, 1) + Math.floor((n - 1 - i) / 10) * dayMs),
};

describe('findLateLabels', () => {
  it('finds labels that are missing in the last days, whatever the order of rows, and how many days', () => {
    const late = findLateLabels(time, (i) => i >= 200)!;
    expect(late).toMatchObject({ early: 0, late: 1 });
    expect(late.days).toBeGreaterThanOrEqual(18);
    expect(late.days).toBeLessThanOrEqual(21);
    expect(lateLabelsText(late, 'y')).toContain(`delayDays of at least ${late.days}`);
    expect(lateLabelsText(late, 'y')).toMatch(/recall and cost/);
    expect(lateLabelsText(late, 'y', { endsWithData: true })).toContain(
      `(trainFrom) such that it ends at least ${late.days} days earlier`,
    );
    expect(lateLabelsText(late, 'y', { endsWithData: false })).not.toContain('delayDays');
  });

  it('finds a share that rises to the end', () => {
    const late = findLateLabels(time, (i) => (i * 7919) % n >= (i < 100 ? 600 : i < 300 ? 300 : 50))!;
    expect(late.early).toBeLessThan(0.08);
    expect(late.late).toBeGreaterThan(0.5);
  });

  it.each([
    ['none is missing', () => true],
    ['they are missing everywhere', (i: number) => i % 3 !== 0],
    ['they are missing early', (i: number) => i < 900],
    ['few are missing at the end', (i: number) => i % 20 !== 0 || i > 100],
  ])('finds nothing where %s', (_, isLabelled) => {
    expect(findLateLabels(time, isLabelled)).toBeUndefined();
  });

  it('says no days of numbers, and nothing of few rows or texts', () => {
    expect(findLateLabels({ ...time, kind: 'numeric' }, (i) => i >= 200)).toEqual({ early: 0, late: 1 });
    expect(findLateLabels({ ...time, values: time.values.slice(0, 40) }, (i) => i > 10)).toBeUndefined();
    const names: Column = { kind: 'categorical', name: 't', codes: new Int32Array(n), categories: ['a'] };
    expect(findLateLabels(names, (i) => i >= 200)).toBeUndefined();
  });
});
