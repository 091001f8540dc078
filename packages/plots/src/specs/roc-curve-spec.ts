import { chosenPoint } from '../internal/chosen-point.ts';
import { thinCurve } from '../internal/thin-curve.ts';
import { unitAxis } from '../internal/unit-axis.ts';
import type { PlotSpec } from '../plot-spec.ts';

/** What the picture shows. */
export interface RocCurvePlot {
  /** Ascending, each in [0, 1]. */
  readonly falsePositiveRate: ArrayLike<number>;
  /** Ascending, same length. */
  readonly truePositiveRate: ArrayLike<number>;
  /** Shown below the title, when given. */
  readonly rocAuc?: number;
  /** The point of the threshold in use, marked when given. */
  readonly chosen?: {
    readonly falsePositiveRate: number;
    readonly truePositiveRate: number;
    readonly threshold: number;
  };
  /** Default `ROC curve`. */
  readonly title?: string;
}

/** Picture of a ROC curve with the line of chance and the chosen point. */
export function rocCurveSpec(plot: RocCurvePlot): PlotSpec {
  const subtitle = plot.rocAuc === undefined ? {} : { subtitle: `ROC AUC ${plot.rocAuc.toFixed(4)}` };
  const { chosen } = plot;
  return {
    title: { text: plot.title ?? 'ROC curve', ...subtitle },
    width: 360,
    height: 320,
    layer: [
      {
        data: {
          values: [
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ],
        },
        mark: { type: 'line', style: 'reference', strokeDash: [5, 4], strokeWidth: 1.5 },
        encoding: { x: unitAxis('x', 'False-positive rate'), y: unitAxis('y', 'True-positive rate (recall)') },
      },
      {
        data: { values: [{ x: 0.62, y: 0.62, label: 'chance' }] },
        mark: { type: 'text', style: 'muted-note', align: 'left', dx: 6, dy: 10, fontSize: 11 },
        encoding: { x: unitAxis('x', ''), y: unitAxis('y', ''), text: { field: 'label', type: 'nominal' } },
      },
      {
        data: { values: [...thinCurve(plot.falsePositiveRate, plot.truePositiveRate)].map((p) => ({ ...p })) },
        mark: { type: 'line', style: 'series', strokeWidth: 2.2, interpolate: 'linear' },
        encoding: { x: unitAxis('x', ''), y: unitAxis('y', ''), order: { field: 'x', type: 'quantitative' } },
      },
      ...(chosen === undefined
        ? []
        : chosenPoint(
            chosen.falsePositiveRate,
            chosen.truePositiveRate,
            `threshold ${Number(chosen.threshold.toPrecision(3))}`,
          )),
    ],
  };
}
