import { noteAt } from '../internal/layer-line.ts';
import { thinEvenly, thinnedNote } from '../internal/thin-evenly.ts';
import { titled } from '../internal/titled.ts';
import { beyondNote, held, valueEncoding, valueRange } from '../internal/value-range.ts';
import type { PlotSpec } from '../plot-spec.ts';
import type { PlotDirection } from '../study-plots.ts';

/** What the picture shows. */
export interface OptimizationHistoryPlot {
  /** Complete trials by number; values that are not finite are left out. */
  readonly trials: readonly { readonly trial: number; readonly value: number }[];
  readonly direction: PlotDirection;
  /** Name of the value. Default `Value`. */
  readonly valueTitle?: string;
  /** Default `Optimization history`. */
  readonly title?: string;
}

const mostPoints = 2000;

/**
 * Picture of the values of trials in their order, with the best value so far as a line. Of more than 2000 trials some are drawn, those that were the best so
 * far among them; values far worse than the rest do not widen the axis: they are triangles at its end.
 */
export function optimizationHistorySpec(plot: OptimizationHistoryPlot): PlotSpec {
  const { direction, valueTitle = 'Value' } = plot;
  const trials = plot.trials.filter(({ value }) => Number.isFinite(value));
  const sign = direction === 'maximize' ? 1 : -1;
  const steps: { x: number; y: number }[] = [];
  for (const { trial, value } of trials)
    if (steps.length === 0 || sign * value > sign * steps.at(-1)!.y) steps.push({ x: trial, y: value });
  const improving = new Set(steps.map(({ x }) => x));
  const range = valueRange(
    trials.map(({ value }) => value),
    direction,
  );
  const drawn = thinEvenly(trials, mostPoints, ({ trial }) => improving.has(trial));
  const isInside = (value: number): boolean => value >= range.low && value <= range.high;
  const last = Math.max(1, trials.at(-1)?.trial ?? 1);
  const axes = {
    x: {
      field: 'x',
      type: 'quantitative',
      scale: { domain: [0, last], nice: false },
      axis: { title: 'Trial', tickCount: Math.min(8, last), tickMinStep: 1, format: ',d', grid: false },
    },
    y: valueEncoding('y', valueTitle, range),
  };
  const worse = direction === 'maximize' ? range.low : range.high;
  const best = steps.at(-1);
  const line = [...steps, ...(best === undefined ? [] : [{ x: last, y: best.y }])].map(({ x, y }) => ({
    x,
    y: Math.min(range.high, Math.max(range.low, held(y))),
  }));
  return {
    title: titled(plot.title ?? 'Optimization history', [
      ...thinnedNote(drawn.length, trials.length),
      ...beyondNote(range),
    ]),
    width: 560,
    height: 260,
    layer: [
      {
        data: {
          values: drawn.filter(({ value }) => isInside(value)).map(({ trial, value }) => ({ x: trial, y: value })),
        },
        mark: { type: 'circle', style: 'series', size: trials.length > 300 ? 14 : 34, opacity: 0.7 },
        encoding: axes,
      },
      {
        data: { values: drawn.filter(({ value }) => !isInside(value)).map(({ trial }) => ({ x: trial, y: worse })) },
        mark: {
          type: 'point',
          style: 'reference',
          filled: true,
          shape: direction === 'maximize' ? 'triangle-down' : 'triangle-up',
          size: 40,
          opacity: 1,
        },
        encoding: axes,
      },
      {
        data: { values: line },
        mark: { type: 'line', style: 'second', strokeWidth: 2, interpolate: 'step-after' },
        encoding: { ...axes, order: { field: 'x', type: 'quantitative' } },
      },
      ...(best === undefined ? [] : [noteAt({ x: last, y: best.y }, 'best so far', axes, { dx: 8 })]),
    ],
  };
}
