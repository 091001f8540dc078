import type { ConfusionCounts } from '../metrics/measured-rows.ts';
import { withSums } from '../metrics/measured-rows.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import { countScores } from '../metrics/scored-rows.ts';
import type { Linearized } from './linearized.ts';

/** Cells by 2 × label + alert. */
type Cells = readonly [number, number, number, number];

/** Cells that a row of a cell would be in by another label, and by another answer. */
const neighbours = [
  [2, 1],
  [3, 0],
  [0, 3],
  [1, 2],
] as const;

/** Step of the derivatives, of a cell's weight: their error is about the step's fourth power, or rounding by the step. */
const STEP = 1e-3;

/** Below this share of what a metric can change by, a change is rounding. */
const ROUNDING = 1e-11;

function moved(cells: Cells, cell: number, by: number): Cells {
  return cells.map((weight, c) => (c === cell ? weight + by : weight)) as unknown as Cells;
}

/** How much the metric changes with the weight of each cell, in units of that weight; 0 for empty cells. */
function changes(valueOf: (cells: Cells) => number, cells: Cells, scale: number): number[] {
  return cells.map((weight, cell) => {
    if (weight === 0) return 0;
    const at = (steps: number): number => valueOf(moved(cells, cell, steps * STEP * weight));
    const change = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * STEP);
    return Math.abs(change) <= ROUNDING * scale ? 0 : change;
  });
}

/**
 * The cells that the metric averages over: those whose weight changes it. At an end of its range there may be none; then the smallest cell
 * from which a row, by another label or answer, would change it.
 */
function averagedCells(
  valueOf: (cells: Cells) => number,
  cells: Cells,
  change: readonly number[],
  scale: number,
): ReadonlySet<number> {
  const all = [0, 1, 2, 3].filter((cell) => cells[cell]! > 0);
  const moving = all.filter((cell) => change[cell] !== 0);
  if (moving.length > 0) return new Set(moving);
  const value = valueOf(cells);
  const edge = all.filter((cell) =>
    neighbours[cell]!.some((to) => {
      const half = cells[cell]! / 2;
      return Math.abs(valueOf(moved(moved(cells, cell, -half), to, half)) - value) > ROUNDING * scale;
    }),
  );
  const smallest = edge.toSorted((a, b) => cells[a]! - cells[b]!)[0];
  return new Set(smallest === undefined ? all : [smallest]);
}

/**
 * Linearises a function of the confusion matrix by its derivatives, taken by central differences.
 *
 * @param of - The metric by weighted cells.
 * @param range - Least and greatest value of the metric.
 * @param isTotal - Whether twice the rows have twice the value.
 */
export function linearizeConfusion(
  rows: ScoredRows,
  of: (counts: ConfusionCounts) => number,
  { range: [least, most], isTotal }: { readonly range: readonly [number, number]; readonly isTotal: boolean },
): Linearized {
  const { yTrue, yScore, threshold, sampleWeight } = rows;
  const { tn, fp, fn, tp } = countScores(rows);
  const cells: Cells = [tn, fp, fn, tp];
  const valueOf = (weights: Cells): number =>
    of(withSums({ tn: weights[0], fp: weights[1], fn: weights[2], tp: weights[3] }));
  const value = valueOf(cells);
  const influence = new Float64Array(yTrue.length);
  const size = new Float64Array(yTrue.length);
  if (!Number.isFinite(value)) return { value, influence, size };
  const scale = most - least < Infinity ? most - least : Math.abs(value);
  const change = changes(valueOf, cells, scale);
  const averaged = averagedCells(valueOf, cells, change, scale);
  for (let i = 0; i < influence.length; i++) {
    const cell = 2 * yTrue[i]! + (yScore[i]! >= threshold ? 1 : 0);
    const weight = sampleWeight === undefined ? 1 : sampleWeight[i]!;
    if (weight === 0) continue;
    influence[i] = (weight * change[cell]!) / cells[cell]!;
    if (isTotal || averaged.has(cell)) size[i] = isTotal ? 1 : weight;
  }
  return { value, influence, size, ...(isTotal ? { over: 'total' as const } : {}) };
}
