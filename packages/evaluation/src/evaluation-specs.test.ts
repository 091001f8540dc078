import { Rng } from '@fraudx/core';
import { renderSvg } from '@fraudx/plots';
import { describe, expect, it } from 'vitest';
import { assumedCosts } from './costs/cost-matrix.ts';
import { evaluationSpecs } from './evaluation-specs.ts';
import { bootstrapMetrics } from './uncertainty/bootstrap-metrics.ts';

function rows(n: number) {
  const rng = new Rng(3);
  const yTrue = Uint8Array.from({ length: n }, (_, i) => (i < 2 ? i : rng.uniform() < 0.05 ? 1 : 0));
  return {
    yTrue,
    yScore: Float64Array.from(yTrue, (y) => 1 / (1 + Math.exp(4 - 4 * y - rng.normal()))),
    threshold: 0.4,
    costs: assumedCosts,
    amount: Float64Array.from(yTrue, () => rng.exponential(60)),
    day: Int32Array.from(yTrue, (_, i) => Math.floor((i * 9) / n)),
    card: Int32Array.from(yTrue, () => rng.int(50)),
  };
}

const all = [
  'confusion-matrix',
  'roc-curve',
  'precision-recall-curve',
  'calibration',
  'score-distribution',
  'cost-by-threshold',
  'gains-and-lift',
  'precision-by-day',
  'metric-intervals',
];

describe('evaluationSpecs', () => {
  it('draws every picture in both themes, small and without undefined numbers', async () => {
    const few = rows(3000);
    const intervals = await bootstrapMetrics(few, { seed: 1, nResamples: 50, nWorkers: 1 });
    const specs = evaluationSpecs({ ...few, intervals });
    expect(Object.keys(specs)).toEqual(all);
    for (const theme of ['light', 'dark'] as const) {
      for (const [name, spec] of Object.entries(specs)) {
        const svg = await renderSvg(spec, { theme });
        expect(svg, name).not.toMatch(/NaN|undefined|Infinity/);
        expect(svg.length, name).toBeLessThan(200_000);
      }
    }
  });

  it('leaves out what the rows do not tell', () => {
    const { yTrue, yScore, threshold } = rows(200);
    const names = ['confusion-matrix', 'roc-curve', 'precision-recall-curve', 'calibration'];
    expect(Object.keys(evaluationSpecs({ yTrue, yScore, threshold }))).toEqual([
      ...names,
      'score-distribution',
      'gains-and-lift',
    ]);
    expect(Object.keys(evaluationSpecs({ yTrue: new Uint8Array(200), yScore, threshold }))).toEqual([
      'confusion-matrix',
    ]);
  });
});
