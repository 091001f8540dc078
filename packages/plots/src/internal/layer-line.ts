import type { PlotSpec } from '../plot-spec.ts';

/** A dashed reference line through given points, in the axes of the layer below. */
export function referenceLine(points: readonly { readonly x: number; readonly y: number }[], axes: PlotSpec): PlotSpec {
  return {
    data: { values: points.map((point) => ({ ...point })) },
    mark: { type: 'line', style: 'reference', strokeDash: [5, 4], strokeWidth: 1.5, clip: true },
    encoding: { ...axes, order: { field: 'x', type: 'quantitative' } },
  };
}

/** A small grey or black note at a point. */
export function noteAt(
  point: { readonly x: number; readonly y: number },
  label: string,
  axes: PlotSpec,
  mark: PlotSpec = {},
): PlotSpec {
  return {
    data: { values: [{ ...point, label }] },
    mark: { type: 'text', style: 'muted-note', align: 'left', fontSize: 11, ...mark },
    encoding: { ...axes, text: { field: 'label', type: 'nominal' } },
  };
}
