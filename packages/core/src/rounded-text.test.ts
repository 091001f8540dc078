import { describe, expect, it } from 'vitest';
import { roundedText } from './rounded-text.ts';

describe('roundedText', () => {
  it.each([
    [1_234_567.89, 4, '1234568'],
    [-1_234_567.89, 6, '-1234568'],
    [4_000_123_456_789_012, 4, '4000123456789012'],
    [1234.567, 4, '1235'],
    [999_999.6, 6, '1000000'],
    [0.000_123_456, 3, '0.000123'],
    [12.345_678, 4, '12.35'],
    [0, 4, '0'],
    [Infinity, 4, 'Infinity'],
  ])('writes %d in %d digits as %s', (value, digits, text) => {
    expect(roundedText(value, digits)).toBe(text);
  });
});
