import { renderSvg } from '@fraudx/plots';
import { describe, expect, it } from 'vitest';
import { evaluationSpecs } from './evaluation-specs.ts';
import { fraudRows } from './testing/fraud-rows.ts';
import { metricIntervals } from './uncertainty/metric-intervals.ts';

function rows(n: number) {
  return { ...fraudRows(n), card: Int32Array.from({ length: n }, (_, i) => (i * 7) % 50) };
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
    const intervals = metricIntervals(few);
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

  it('shows the intervals of metrics that are asked for, where they are shares', () => {
    const few = rows(3000);
    const labelsOf = (alsoShown?: string[]): string[] => {
      const intervals = metricIntervals(few, { also: ['recall_at_fpr_0.05'] });
      const specs = evaluationSpecs({ ...few, intervals, ...(alsoShown === undefined ? {} : { alsoShown }) });
      const { values } = specs['metric-intervals']!['data'] as { values: { label: string }[] };
      return values.map(({ label }) => label);
    };
    const usual = labelsOf();
    expect(labelsOf(['recall', 'recall_at_fpr_0.05', 'total_cost', 'unknown'])).toEqual([
      ...usual,
      'recall_at_fpr_0.05',
    ]);
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
