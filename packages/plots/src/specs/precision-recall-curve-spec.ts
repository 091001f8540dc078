import { chosenPoint } from '../internal/chosen-point.ts';
import { thinCurve } from '../internal/thin-curve.ts';
import { unitAxis } from '../internal/unit-axis.ts';
import type { PlotSpec } from '../plot-spec.ts';

/** What the picture shows. */
export interface PrecisionRecallCurvePlot {
  /** Each in [0, 1]. */
  readonly precision: ArrayLike<number>;
  /** In curve order, same length. */
  readonly recall: ArrayLike<number>;
  /** Share of fraud in [0, 1]: the precision of chance. */
  readonly prevalence: number;
  /** Shown below the title, when given. */
  readonly averagePrecision?: number;
  /** The point of the threshold in use, marked when given. */
  readonly chosen?: { readonly precision: number; readonly recall: number; readonly threshold: number };
  /** Default `Precision–recall curve`. */
  readonly title?: string;
}

/** Picture of a precision–recall curve with the no-skill line and the chosen point. Steps, never slanted lines. */
export function precisionRecallCurveSpec(plot: PrecisionRecallCurvePlot): PlotSpec {
  const subtitle =
    plot.averagePrecision === undefined ? {} : { subtitle: `Average precision ${plot.averagePrecision.toFixed(4)}` };
  const { chosen, prevalence } = plot;
  const points = thinCurve(plot.recall, plot.precision).map((point, order) => ({ ...point, order }));
  const noSkill = `no skill ${Number(prevalence.toPrecision(3))}`;
  return {
    title: { text: plot.title ?? 'Precision–recall curve', ...subtitle },
    width: 360,
    height: 320,
    layer: [
      {
        data: {
          values: [
            { x: 0, y: prevalence },
            { x: 1, y: prevalence },
          ],
        },
        mark: { type: 'line', style: 'reference', strokeDash: [5, 4], strokeWidth: 1.5 },
        encoding: {
          x: unitAxis('x', 'Recall'),
          y: unitAxis('y', 'Precision'),
        },
      },
      {
        data: { values: [{ x: 0.02, y: prevalence, label: noSkill }] },
        mark: { type: 'text', style: 'muted-note', align: 'left', dy: prevalence > 0.9 ? 11 : -8, fontSize: 11 },
        encoding: { x: unitAxis('x', ''), y: unitAxis('y', ''), text: { field: 'label', type: 'nominal' } },
      },
      {
        data: { values: points },
        mark: { type: 'line', style: 'series', strokeWidth: 2.2, interpolate: 'step-after' },
        encoding: { x: unitAxis('x', ''), y: unitAxis('y', ''), order: { field: 'order', type: 'quantitative' } },
      },
      ...(chosen === undefined
        ? []
        : chosenPoint(chosen.recall, chosen.precision, `threshold ${Number(chosen.threshold.toPrecision(3))}`)),
    ],
  };
}
