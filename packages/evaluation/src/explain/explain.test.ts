import { Matrix, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { occlusionContributions, summarizeContributions } from './contributions.ts';
import { explainTransactions } from './explain-transactions.ts';
import { permutationImportance } from './permutation-importance.ts';

const rng = new Rng(6);
const n = 600;
const amount = Float32Array.from({ length: n }, () => rng.exponential(60));
const night = Float32Array.from({ length: n }, () => (rng.uniform() < 0.2 ? 1 : 0));
const noise = Float32Array.from({ length: n }, () => rng.normal());
const x = Matrix.fromColumns([
  { name: 'amount', values: amount },
  { name: 'night', values: night },
  { name: 'noise', values: noise },
]);
const margin = (m: Matrix, i: number): number => m.column(0)[i]! / 50 + 1.5 * m.column(1)[i]! - 4;
const predict = (m: Matrix): Float64Array =>
  Float64Array.from({ length: m.nRows }, (_, i) => 1 / (1 + Math.exp(-margin(m, i))));
const yScore = predict(x);
const yTrue = Uint8Array.from(yScore, (p) => (rng.uniform() < p ? 1 : 0));
/** Exact contributions of the additive model above. */
const exact = (m: Matrix): Float64Array => {
  const out = new Float64Array(m.nRows * 4);
  for (let i = 0; i < m.nRows; i++) {
    out.set([m.column(0)[i]! / 50 - 1.2, 1.5 * (m.column(1)[i]! - 0.2), 0, -2.5], i * 4);
  }
  return out;
};

describe('permutationImportance', () => {
  it('finds what the model looks at, and nothing in noise', () => {
    const effects = permutationImportance({ x, yTrue, predict, seed: 1 });
    expect(effects.map((effect) => effect.feature)).toEqual(['amount', 'night', 'noise']);
    expect(effects[2]!.value).toBe(0);
    expect(effects[0]!.value).toBeGreaterThan(0.1);
    expect(permutationImportance({ x, yTrue, predict, seed: 1 })).toEqual(effects);
    expect([...x.column(0)]).toEqual([...amount]);
  });

  it('refuses no repeats and stops when told to', () => {
    expect(() => permutationImportance({ x, yTrue, predict, seed: 1, nRepeats: 0 })).toThrow('nRepeats must be');
    const call = () => permutationImportance({ x, yTrue, predict, seed: 1, signal: AbortSignal.abort() });
    expect(call).toThrow('interrupted');
  });
});

describe('contributions', () => {
  it('are summed up as mean absolute values', () => {
    expect(summarizeContributions(x, exact).map((effect) => effect.feature)).toEqual(['amount', 'night', 'noise']);
    expect(() => summarizeContributions(x, () => new Float64Array(1))).toThrow(
      'contributions must have 2400 values, got 1',
    );
  });

  it('by occlusion equal those of an additive model', () => {
    const background = x.take(Uint32Array.from({ length: 40 }, (_, i) => i));
    const some = x.take(Uint32Array.of(100, 200));
    const values = occlusionContributions(predict, background)(some);
    let mean = 0;
    for (let b = 0; b < 40; b++) mean += background.column(0)[b]! / 40;
    for (const i of [0, 1]) {
      expect(values[i * 4]).toBeCloseTo((some.column(0)[i]! - mean) / 50, 4);
      expect(values[i * 4 + 2]).toBeCloseTo(0, 6);
    }
  });
});

describe('explainTransactions', () => {
  const row = yScore.indexOf(Math.max(...yScore));

  it('says in words what moved a score', () => {
    const [one] = explainTransactions({ x, rows: [row], yScore, yTrue, contributions: exact });
    expect(one).toMatchObject({ row, score: yScore[row], truth: yTrue[row] });
    expect(one!.reasons[0]!.text).toMatch(
      /^amount is [\d.]+, above 99\.\d% of rows: multiplies the odds of fraud by \d+$/,
    );
    expect(one!.reasons).toHaveLength(2);
    const low = amount.indexOf(Math.min(...amount));
    const [other] = explainTransactions({ x, rows: [low], yScore, contributions: exact });
    expect(other!.reasons[0]!.text).toMatch(/below 99\.\d% of rows: divides the odds of fraud by 3/);
    expect(other).not.toHaveProperty('truth');
    const [share] = explainTransactions({ x, rows: [low], yScore, contributions: exact, unit: 'probability' });
    const textOf = (feature: string, of: number): string | undefined =>
      feature === 'night' ? `"day ${of}"` : undefined;
    const [named] = explainTransactions({ x, rows: [row], yScore, contributions: exact, textOf });
    expect(named!.reasons.map(({ text }) => text)).toContainEqual(expect.stringContaining(`night is "day ${row}"`));
    expect(named!.reasons[0]!.text).toBe(one!.reasons[0]!.text);
    expect(share!.reasons[0]!.text).toMatch(/: takes 120 percentage points off the score$/);
  });

  it('refuses a row that is not there', () => {
    expect(() => explainTransactions({ x, rows: [n], yScore, contributions: exact })).toThrow(
      'row must be in [0, 600)',
    );
  });
});
