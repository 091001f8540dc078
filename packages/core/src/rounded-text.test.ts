import { describe, expect, it } from 'vitest';
import { roundedText, valueText } from './rounded-text.ts';

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

describe('valueText', () => {
  it.each([
    [4000123456789012, '4000123456789012'],
    [1234567.89, '1234567.89'],
    [12345678901.25, '12345678901.25'],
    [50.979285714285716, '50.97928571'],
    [224.63000000000002, '224.63'],
    [-0.0150582391, '-0.0150582391'],
    [1.5e-9, '1.5e-9'],
    [1e21, '1e+21'],
    [Number.NaN, 'NaN'],
    [Infinity, 'Infinity'],
  ])('shows %s as %s', (value, text) => {
    expect(valueText(value)).toBe(text);
  });
});
