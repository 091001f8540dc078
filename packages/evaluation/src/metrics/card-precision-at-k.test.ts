import { readFileSync } from 'node:fs';
import { Rng } from '@fraudx/core';
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

  it('has as ceiling what a perfect ranking finds of the cards that are left', () => {
    // cards 0 and 1 are compromised on both days, card 0 is found on the first
    const rows = {
      yTrue: Uint8Array.of(1, 1, 0, 1, 1, 0),
      yScore: Float64Array.of(0.9, 0.1, 0.2, 0.9, 0.8, 0.1),
      day: Int32Array.of(0, 0, 0, 1, 1, 1),
      card: Int32Array.of(0, 1, 2, 0, 1, 2),
    };
    const few = cardPrecisionAtK({ ...rows, k: 4 });
    expect(few.days.map(({ ceiling }) => ceiling)).toEqual([0.5, 0]);
    expect(few.ceiling).toBe(0.25);
    const one = cardPrecisionAtK({ ...rows, k: 1 });
    expect(one).toMatchObject({ mean: 1, ceiling: 1 });
    expect(cardPrecisionAtK({ ...rows, k: 4, removeDetected: false }).ceiling).toBe(0.5);
  });

  it('never exceeds its ceiling, which perfect scores reach', () => {
    const rng = new Rng(5);
    for (let run = 0; run < 50; run++) {
      const n = 1 + rng.int(60);
      const day = Int32Array.from({ length: n }, () => rng.int(4));
      const card = Int32Array.from(day, () => rng.int(12));
      const yTrue = Uint8Array.from(day, () => (rng.uniform() < 0.3 ? 1 : 0));
      const yScore = Float64Array.from(day, () => rng.int(8) / 8);
      const k = 1 + rng.int(15);
      for (const of of [cardPrecisionAtK, precisionAtKPerDay]) {
        const { mean, ceiling } = of({ yTrue, yScore, day, card, k });
        expect(mean).toBeLessThanOrEqual(ceiling + 1e-12);
        const perfect = of({ yTrue, yScore: Float64Array.from(yTrue), day, card, k });
        expect(perfect.mean).toBeCloseTo(perfect.ceiling, 12);
      }
    }
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
