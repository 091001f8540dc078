import { thinEvenly } from '../internal/thin-evenly.ts';
import { titled } from '../internal/titled.ts';
import { valueEncoding, valueRange } from '../internal/value-range.ts';
import type { PlotSpec } from '../plot-spec.ts';
import type { PlotDirection } from '../study-plots.ts';

/** What the picture shows. */
export interface EmpiricalDistributionPlot {
  /** Values of complete trials, in any order; those that are not finite are left out. */
  readonly values: readonly number[];
  readonly direction: PlotDirection;
  /** Name of the value. Default `Value`. */
  readonly valueTitle?: string;
  /** Default `Distribution of values`. */
  readonly title?: string;
}

const mostSteps = 500;

/** Picture of the empirical distribution function: the share of trials with at most each value. Values far worse than the rest lie beyond the axis. */
export function empiricalDistributionSpec(plot: EmpiricalDistributionPlot): PlotSpec {
  const values = plot.values.filter(Number.isFinite).toSorted((a, b) => a - b);
  const range = valueRange(values, plot.direction);
  const steps = values.map((x, i) => ({ x, y: (i + 1) / values.length }));
  const lasts = steps.filter(({ x }, i) => x !== steps[i + 1]?.x);
  const inside = thinEvenly(lasts, mostSteps, (step) => step === lasts.at(-1)).filter(
    ({ x }) => x >= range.low && x <= range.high,
  );
  const before = lasts.findLast(({ x }) => x < range.low)?.y ?? 0;
  const atEnd = lasts.findLast(({ x }) => x <= range.high)?.y ?? 0;
  const points = values.length === 0 ? [] : [{ x: range.low, y: before }, ...inside, { x: range.high, y: atEnd }];
  const beyond =
    range.beyond === 0
      ? []
      : [range.beyond === 1 ? 'a trial is beyond the axis' : `${range.beyond} trials are beyond the axis`];
  return {
    title: titled(plot.title ?? 'Distribution of values', beyond),
    width: 360,
    height: 240,
    data: { values: points },
    mark: { type: 'line', style: 'series', strokeWidth: 2.2, interpolate: 'step-after' },
    encoding: {
      x: valueEncoding('x', plot.valueTitle ?? 'Value', range, { labelOverlap: 'greedy', labelSeparation: 5 }),
      y: {
        field: 'y',
        type: 'quantitative',
        scale: { domain: [0, 1], nice: false },
        axis: { title: 'Share of trials at most here', format: '.0%', tickCount: 5 },
      },
      order: { field: 'y', type: 'quantitative' },
    },
  };
}
