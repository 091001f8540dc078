import { describe, expect, it } from 'vitest';
import { checkColumnCount, checkTextCount } from './check-width.ts';

describe('the width of a table', () => {
  it('is limited, for texts and dates more than for plain numbers', () => {
    expect(() => checkColumnCount('a.csv', 5000)).not.toThrow();
    expect(() => checkColumnCount('a.csv', 5001)).toThrow('data: columns must be at most 5,000, got 5,001 in a.csv');
    expect(() => checkTextCount('a.csv', 2000)).not.toThrow();
    expect(() => checkTextCount('a.csv', 2001)).toThrow(
      'data: columns that hold something else than plain numbers must be at most 2,000',
    );
  });
});
