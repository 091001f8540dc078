import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as stats from '../index.ts';

const reference = JSON.parse(readFileSync(new URL('../../fixtures/distributions.json', import.meta.url), 'utf8')) as {
  readonly cases: Readonly<Record<string, readonly (readonly number[])[]>>;
};

/** Relative error that each may have. */
function toleranceOf(name: string): number {
  // Shapes of 10,000 and 0.001 beside the mean, where the lower tail is small and neither expansion converges fast.
  return name === 'regularizedBeta' ? 1e-11 : 1e-12;
}

describe.each(Object.entries(reference.cases))('%s', (name, rows) => {
  it('equals the reference values, far tails included', () => {
    const compute = (stats as unknown as Record<string, (...args: number[]) => number>)[name]!;
    const wrong = rows.flatMap((row) => {
      const expected = row.at(-1)!;
      const got = compute(...row.slice(0, -1));
      const error = Math.abs(got - expected) / Math.abs(expected);
      return error <= toleranceOf(name) ? [] : [`${row.slice(0, -1).join(', ')}: ${got}, not ${expected} (${error})`];
    });
    expect(wrong).toEqual([]);
  });

  it('has enough reference values', () => {
    expect(rows.length).toBeGreaterThanOrEqual(5);
  });
});
