import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { float32Text } from './float32-text.ts';

describe('float32Text', () => {
  it.each([
    [0.5, '5E-1'],
    [0.45, '4.5E-1'],
    [0, '0E0'],
    [0.004966801650056961, '4.9668015E-3'],
    [12, '1.2E1'],
  ])('writes %d as %s', (value, text) => {
    expect(float32Text(value)).toBe(text);
  });

  it('reads back as the same float32, with at most 9 digits', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = float32Text(value);
        expect(Math.fround(Number(text)) === value).toBe(true);
        expect(text).toMatch(/^-?\d(\.\d{1,8})?E-?\d+$/);
      }),
      { numRuns: 500 },
    );
  });
});
