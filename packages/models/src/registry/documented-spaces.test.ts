import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { algorithmNames, defaultSearchSpace } from '../index.ts';

const page = readFileSync(new URL('../../../../docs/tuning.md', import.meta.url), 'utf8');

interface Range {
  readonly low: number;
  readonly high: number;
  readonly log?: boolean;
  /** Of one that always has the same value. */
  readonly value?: number;
}

/** The ranges that docs/tuning.md lists for an algorithm, by hyperparameter. */
function documented(algorithm: string): Record<string, string> {
  const section = page.split(`\n### ${algorithm}\n`)[1]?.split(/\n##/)[0] ?? '';
  return Object.fromEntries(
    [...section.matchAll(/^\| `(\w+)` +\| ([^|]+?) +\| [^|]{10,} \|$/gm)].map(([, name, range]) => [name, range]),
  );
}

describe('the search space of docs/tuning.md', () => {
  it.each(algorithmNames())('is that of %s, with reasons', (algorithm) => {
    const space = Object.entries(defaultSearchSpace(algorithm)).map(([name, dimension]) => {
      const { low, high, log, value } = dimension as unknown as Range;
      return value !== undefined ? [name, String(value)] : [name, `${low} to ${high}${log === true ? ', log' : ''}`];
    });
    expect(documented(algorithm)).toEqual(Object.fromEntries(space));
  });
});
