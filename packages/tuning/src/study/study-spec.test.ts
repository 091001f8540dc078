import { describe, expect, it } from 'vitest';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import { parseStudySpec } from './study-spec.ts';

const space = parseSearchSpace({ eta: [0.1, 0.3] });
const current = { formatVersion: 4, space, sampler: { name: 'random' }, directions: ['maximize'], seed: 1 };

describe('parseStudySpec', () => {
  it.each([
    ['the first format', { space, strategy: 'random', direction: 'maximize', seed: 1 }, current],
    ['format 2', { ...current, formatVersion: 2 }, current],
    ['format 3 with a lag', { ...current, formatVersion: 3, lag: 8 }, { ...current, lag: 8 }],
    ['format 4', current, current],
    ['format 4 with constraints', { ...current, constraints: ['a <= 1'] }, { ...current, constraints: ['a <= 1'] }],
  ])('reads %s', (_what, stored, expected) => {
    expect(parseStudySpec(JSON.parse(JSON.stringify(stored)))).toEqual(expected);
  });

  it.each([
    { ...current, formatVersion: 2, lag: 8 },
    { ...current, lag: -1 },
    { ...current, constraints: [] },
    { ...current, formatVersion: 3, constraints: ['a'] },
    { ...current, formatVersion: 0 },
    null,
  ])('refuses %j', (stored) => {
    expect(() => parseStudySpec(stored)).toThrow(/expected|Invalid|Unrecognized/i);
  });

  it('refuses what a later version wrote', () => {
    expect(() => parseStudySpec({ ...current, formatVersion: 5 })).toThrow('format version must be at most 4, got 5');
  });
});
