import { describe, expect, it } from 'vitest';
import { ownIdentity } from '@fraudx/core/processes';
import { createGoneCheck, silenceMs } from './is-gone.ts';

const now = 1_700_000_000_000;

describe('a process of another machine', () => {
  const other = { host: 'elsewhere', pid: 1, birth: '1' };

  it.each([
    [-silenceMs - 1, true],
    [-silenceMs, false],
    [0, false],
    [60_000, false],
    [60_001, true],
    [1e15, true],
  ])('whose last sign of life came at %i ms from now is gone: %s', (ms, is) => {
    expect(createGoneCheck(now)(other, now + ms)).toBe(is);
  });
});

describe('a process of this machine', () => {
  it('is looked at itself', () => {
    expect(createGoneCheck(now)(ownIdentity(), now + 1e15)).toBe(false);
  });
});
