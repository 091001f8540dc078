import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EvalMetric } from './booster-spec.ts';
import { validationMetric } from './validation-metric.ts';

interface Row {
  readonly margin: number;
  readonly label: number;
  readonly weight: number;
}

function metricOf(metric: EvalMetric, rows: readonly Row[]): number {
  return validationMetric(
    metric,
    Float32Array.from(rows, (row) => row.margin),
    Uint8Array.from(rows, (row) => row.label),
    Float32Array.from(rows, (row) => row.weight),
  );
}

const row = fc.record({
  margin: fc.constantFrom(-3e38, -2, -0.5, -0, 0, 1e-45, 0.25, 1, 3e38),
  label: fc.constantFrom(0, 1),
  weight: fc.constantFrom(0, 0.5, 1, 3),
});
/** Both classes have weight. */
const table = fc
  .array(row, { maxLength: 30 })
  .map((rows) => [...rows, { margin: 0, label: 0, weight: 1 }, { margin: 1, label: 1, weight: 1 }]);
const weightOf = (rows: readonly Row[]): number => rows.reduce((sum, { weight }) => sum + weight, 0);

describe('validationMetric', () => {
  it('gives the weighted share of pairs that are in order, ties by half', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const frauds = rows.filter(({ label }) => label === 1);
        const others = rows.filter(({ label }) => label === 0);
        let pairs = 0;
        for (const a of frauds) {
          for (const b of others)
            pairs += a.weight * b.weight * (a.margin > b.margin ? 1 : a.margin === b.margin ? 0.5 : 0);
        }
        expect(metricOf('auc', rows)).toBeCloseTo(pairs / (weightOf(frauds) * weightOf(others)), 12);
      }),
      { numRuns: 200 },
    );
  });

  it('gives the mean precision at the margins of the frauds', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const frauds = rows.filter(({ label }) => label === 1);
        const sum = frauds.reduce((total, { margin, weight }) => {
          const above = rows.filter((other) => other.margin >= margin);
          const hits = weightOf(above.filter(({ label }) => label === 1));
          return weight === 0 ? total : total + (weight * hits) / weightOf(above);
        }, 0);
        expect(metricOf('average_precision', rows)).toBeCloseTo(sum / weightOf(frauds), 12);
      }),
      { numRuns: 200 },
    );
  });

  it('gives the area under precision over recall, with genuine rows spread evenly between two thresholds', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const frauds = rows.filter(({ label }) => label === 1);
        // each threshold in small steps, by the midpoint rule
        const steps = 4000;
        let [hits, seen, area] = [0, 0, 0];
        for (const margin of [...new Set(rows.map((one) => one.margin))].toSorted((a, b) => b - a)) {
          const tied = rows.filter((one) => one.margin === margin);
          const tiedHits = weightOf(tied.filter(({ label }) => label === 1));
          for (let k = 0; k < (tiedHits > 0 ? steps : 0); k++) {
            const share = (k + 0.5) / steps;
            area += ((tiedHits / steps) * (hits + share * tiedHits)) / (seen + share * weightOf(tied));
          }
          hits += tiedHits;
          seen += weightOf(tied);
        }
        expect(metricOf('aucpr', rows)).toBeCloseTo(area / weightOf(frauds), 6);
      }),
      { numRuns: 100 },
    );
    const mixed = [
      { margin: 2, label: 0, weight: 1 },
      { margin: 1, label: 1, weight: 2 },
    ];
    // precision is t / (1 + t) at t frauds
    expect(metricOf('aucpr', mixed)).toBeCloseTo((2 - Math.log(3)) / 2, 12);
  });

  it('gives the mean negative log likelihood, never infinite', () => {
    const rows = [
      { margin: 0, label: 1, weight: 1 },
      { margin: Math.fround(Math.log(3)), label: 0, weight: 2 },
    ];
    expect(metricOf('logloss', rows)).toBeCloseTo((Math.log(2) + 2 * Math.log(4)) / 3, 6);
    expect(metricOf('logloss', [{ margin: 1000, label: 0, weight: 1 }])).toBeCloseTo(-Math.log(1e-16), 6);
  });

  it('is not a number where rows of one class only have weight', () => {
    expect(metricOf('auc', [{ margin: 1, label: 1, weight: 1 }])).toBeNaN();
    expect(metricOf('aucpr', [{ margin: 1, label: 0, weight: 1 }])).toBeNaN();
    expect(metricOf('average_precision', [{ margin: 1, label: 0, weight: 1 }])).toBeNaN();
  });

  it('ranks more than two million rows', () => {
    const n = 2 ** 21 + 5;
    // every eighth row is a fraud, and stands above a quarter of the others
    const labels = Uint8Array.from({ length: n }, (_, i) => (i % 8 === 0 ? 1 : 0));
    const margins = Float32Array.from(labels, (label, i) => (label === 1 ? 0.5 : i % 4 === 1 ? 0 : 1));
    const weights = new Float32Array(n).fill(1);
    let below = 0;
    let others = 0;
    for (let i = 0; i < n; i++) {
      if (labels[i] === 1) continue;
      others++;
      if (margins[i] === 0) below++;
    }
    expect(validationMetric('auc', margins, labels, weights)).toBeCloseTo(below / others, 12);
  });
});
