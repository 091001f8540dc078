import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cardPrecisionAtK } from './card-precision-at-k.ts';
import { precisionAtKPerDay } from './precision-at-k-per-day.ts';

interface Case {
  name: string;
  day: number[];
  card: number[];
  yTrue: number[];
  yScore: number[];
  k: number;
  removeDetected: boolean;
  compromised: number[];
  perDay: number[];
  mean: number;
  transactionsPerDay?: number[];
}

const { cases } = JSON.parse(readFileSync(new URL('../../fixtures/card-precision.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

function rowsOf(reference: Case) {
  return {
    yTrue: Uint8Array.from(reference.yTrue),
    yScore: Float64Array.from(reference.yScore),
    day: Int32Array.from(reference.day),
    card: Int32Array.from(reference.card),
    k: reference.k,
  };
}

describe('cardPrecisionAtK', () => {
  it.each(cases)('equals the handbook: $name', (reference) => {
    const answer = cardPrecisionAtK({ ...rowsOf(reference), removeDetected: reference.removeDetected });
    expect(answer.days.map((day) => day.precision)).toEqual(reference.perDay);
    expect(answer.days.map((day) => day.compromised)).toEqual(reference.compromised);
    expect(Math.abs(answer.mean - reference.mean)).toBeLessThanOrEqual(1e-12);
  });

  it('refuses k below 1 and columns of another length', () => {
    const rows = rowsOf(cases[0]!);
    expect(() => cardPrecisionAtK({ ...rows, k: 0 })).toThrow('k must be a whole number >= 1, got 0');
    expect(() => cardPrecisionAtK({ ...rows, card: new Int32Array(1) })).toThrow('card must have 300 values, got 1');
  });
});

describe('precisionAtKPerDay', () => {
  it.each(cases.filter((entry) => entry.transactionsPerDay))('equals the handbook: $name', (reference) => {
    const answer = precisionAtKPerDay(rowsOf(reference));
    answer.days.forEach((day, i) => expect(day.precision).toBeCloseTo(reference.transactionsPerDay![i]!, 12));
  });

  it('counts ties at the cut by their mix', () => {
    const day = new Int32Array(4);
    const rows = { yTrue: Uint8Array.of(1, 0, 0, 1), yScore: Float64Array.of(0.9, 0.5, 0.5, 0.5), day, k: 2 };
    expect(precisionAtKPerDay(rows).mean).toBeCloseTo((1 + 1 / 3) / 2, 12);
  });
});
