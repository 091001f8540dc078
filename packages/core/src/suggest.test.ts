import { describe, expect, it } from 'vitest';
import { nearest } from './suggest.ts';

describe('nearest', () => {
  it('finds a word with one letter missing, changed or swapped', () => {
    expect(nearest('tagret', ['data', 'target'])).toBe('target');
    expect(nearest('targt', ['data', 'target'])).toBe('target');
    expect(nearest('TARGET', ['data', 'target'])).toBe('target');
  });

  it('suggests nothing for a word that is like none', () => {
    expect(nearest('zzzzzz', ['data', 'target'])).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
  });
});
