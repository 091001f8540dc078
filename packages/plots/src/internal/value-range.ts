import { numberLabels } from './number-labels.ts';
import type { PlotSpec } from '../plot-spec.ts';
import type { PlotDirection } from '../study-plots.ts';

/** The range of values that a picture shows. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
  /** How many values lie outside, all on the worse side. */
  readonly beyond: number;
}

/** No number of a picture is farther from 0, so that differences stay finite. */
const farthest = 1e300;

export function held(value: number): number {
  return Math.min(farthest, Math.max(-farthest, value));
}

function quantile(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

/**
 * All values, unless a few are so much worse than the rest that the others would collapse: more than three times the distance of the quartiles below the
 * worse one. The best value is always inside.
 *
 * @param values - Finite ones.
 */
export function valueRange(values: readonly number[], direction: PlotDirection): ValueRange {
  const sign = direction === 'maximize' ? 1 : -1;
  const gains = Float64Array.from(values, (value) => sign * held(value)).sort();
  if (gains.length === 0) return { low: 0, high: 1, beyond: 0 };
  const best = gains[gains.length - 1]!;
  const [lower, upper] = [quantile(gains, 0.25), quantile(gains, 0.75)];
  const limit = upper > lower ? lower - 3 * (upper - lower) : lower - 3 * (best - lower);
  const isAll = best === lower && upper === lower;
  const kept = isAll ? gains : gains.filter((gain) => gain >= limit);
  const worst = kept[0]!;
  const room = best > worst ? 0.03 * (best - worst) : Math.abs(best) / 20 || 0.5;
  const ends = [worst - room, best + room].map((gain) => sign * gain).toSorted((a, b) => a - b) as [number, number];
  return { low: ends[0], high: ends[1], beyond: gains.length - kept.length };
}

/** The axis of values. */
export function valueEncoding(field: string, title: string, { low, high }: ValueRange, axis: PlotSpec = {}): PlotSpec {
  return {
    field,
    type: 'quantitative',
    scale: { domain: [low, high], nice: false, zero: false },
    axis: { title, titleLimit: 250, tickCount: 5, ...numberLabels, ...axis },
  };
}

/** Says how many values are beyond the axis; empty where none is. */
export function beyondNote({ beyond }: ValueRange): string[] {
  if (beyond === 0) return [];
  return [beyond === 1 ? 'triangle: a trial beyond the axis' : `triangles: ${beyond} trials beyond the axis`];
}

/** The values of the best tenth, at least one: whether a value belongs to them. */
export function bestTenth(values: readonly number[], direction: PlotDirection): (value: number) => boolean {
  const sign = direction === 'maximize' ? 1 : -1;
  const gains = Float64Array.from(values, (value) => sign * value).sort();
  const cut = gains[gains.length - Math.max(1, Math.ceil(gains.length / 10))] ?? Infinity;
  return (value) => sign * value >= cut;
}
