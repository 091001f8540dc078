import { describe, expect, it } from 'vitest';
import { falseAcceptanceAfter } from './repeated-looks.ts';

describe('falseAcceptanceAfter', () => {
  it('adds up the chances of independent looks', () => {
    expect(falseAcceptanceAfter(0)).toBe(0);
    expect(falseAcceptanceAfter(1)).toBeCloseTo(0.025, 12);
    expect(falseAcceptanceAfter(20)).toBeCloseTo(1 - 0.975 ** 20, 12);
    expect(falseAcceptanceAfter(3, 0.1)).toBeCloseTo(0.271, 12);
  });

  it('refuses numbers out of range', () => {
    expect(() => falseAcceptanceAfter(-1)).toThrow('looks must be >= 0, got -1');
    expect(() => falseAcceptanceAfter(1, 0)).toThrow('alpha must be in (0, 1), got 0');
  });
});
