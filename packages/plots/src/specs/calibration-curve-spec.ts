import { referenceLine } from '../internal/layer-line.ts';
import { unitAxis } from '../internal/unit-axis.ts';
import type { PlotSpec } from '../plot-spec.ts';

/** What the picture shows. */
export interface CalibrationPlot {
  /** One entry per bin of scores. */
  readonly bins: readonly {
    /** Mean score, in [0, 1]. */
    readonly predicted: number;
    /** Share of fraud, in [0, 1]. */
    readonly observed: number;
    /** Bounds of the share. */
    readonly low: number;
    readonly high: number;
    readonly n: number;
  }[];
  readonly brierScore?: number;
  /** Default `Calibration`. */
  readonly title?: string;
}

/** Picture of what scores promise against what happens, with the line of perfect calibration and an interval per bin. */
export function calibrationCurveSpec(plot: CalibrationPlot): PlotSpec {
  const axes = { x: unitAxis('x', 'Mean score'), y: unitAxis('y', 'Share of fraud') };
  const subtitle =
    plot.brierScore === undefined
      ? {}
      : { subtitle: `dashed: perfect calibration; Brier score ${Number(plot.brierScore.toPrecision(4))}` };
  const data = {
    values: plot.bins.map(({ predicted, observed, low, high, n }) => ({ x: predicted, y: observed, low, high, n })),
  };
  return {
    title: { text: plot.title ?? 'Calibration', ...subtitle },
    width: 360,
    height: 320,
    layer: [
      referenceLine(
        [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
        axes,
      ),
      {
        data,
        mark: { type: 'rule', style: 'series', strokeWidth: 1.5, opacity: 0.6 },
        encoding: { x: axes.x, y: { ...unitAxis('low', 'Share of fraud') }, y2: { field: 'high' } },
      },
      {
        data,
        mark: { type: 'line', style: 'series', strokeWidth: 2 },
        encoding: { ...axes, order: { field: 'x', type: 'quantitative' } },
      },
      { data, mark: { type: 'point', style: 'series', filled: true, size: 60, opacity: 1 }, encoding: axes },
    ],
  };
}
