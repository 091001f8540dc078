import { thinCurve } from '../internal/thin-curve.ts';
import { noteAt, referenceLine } from '../internal/layer-line.ts';
import type { PlotSpec } from '../plot-spec.ts';

/** What the picture shows. */
export interface CostCurvePlot {
  /** Descending. */
  readonly thresholds: ArrayLike<number>;
  /** Cost at each threshold, same length. */
  readonly cost: ArrayLike<number>;
  /** Cost without any alert. */
  readonly never: number;
  /** The threshold in use, marked when given. */
  readonly chosen?: { readonly threshold: number; readonly cost: number };
  /** Default `Cost`. */
  readonly yTitle?: string;
  /** Default `Cost by threshold`. */
  readonly title?: string;
}

/** Picture of the cost of every threshold, with the cost of no alert at all and the chosen point. Far dearer ones are cut off. */
export function costCurveSpec(plot: CostCurvePlot): PlotSpec {
  const { thresholds, cost, never, chosen } = plot;
  let lowest = Math.min(0, never);
  for (let i = 0; i < cost.length; i++) lowest = Math.min(lowest, cost[i]!);
  const top = Math.max(1.6 * never, 1.3 * (chosen?.cost ?? 0), lowest + 1e-9);
  const step = Math.max(top - lowest, Number.MIN_VALUE);
  const scaled = Float64Array.from({ length: cost.length }, (_, i) => Math.min(cost[i]!, 2 * top) / step);
  const points = thinCurve(thresholds, scaled).map(({ x, y }) => ({ x, y: y * step }));
  const axes = {
    x: { field: 'x', type: 'quantitative', scale: { domain: [0, 1] }, axis: { title: 'Threshold', format: '.1f' } },
    y: {
      field: 'y',
      type: 'quantitative',
      scale: { domain: [lowest, top], nice: false },
      axis: { title: plot.yTitle ?? 'Cost', format: '~s', tickCount: 6 },
    },
  };
  return {
    title: {
      text: plot.title ?? 'Cost by threshold',
      ...(chosen === undefined ? {} : { subtitle: `dot: threshold ${Number(chosen.threshold.toPrecision(3))}` }),
    },
    width: 380,
    height: 300,
    layer: [
      referenceLine(
        [
          { x: 0, y: never },
          { x: 1, y: never },
        ],
        axes,
      ),
      noteAt({ x: 1, y: never }, 'no alert at all', axes, { align: 'right', dy: -8 }),
      {
        data: { values: points },
        mark: { type: 'line', style: 'series', strokeWidth: 2.2, clip: true, interpolate: 'step-before' },
        encoding: { ...axes, order: { field: 'x', type: 'quantitative' } },
      },
      ...(chosen === undefined
        ? []
        : [
            {
              data: { values: [{ x: Math.min(1, chosen.threshold), y: chosen.cost }] },
              mark: { type: 'point', style: 'chosen', filled: true, size: 110, strokeWidth: 1.5, opacity: 1 },
              encoding: axes,
            },
          ]),
    ],
  };
}
