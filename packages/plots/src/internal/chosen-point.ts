import type { PlotSpec } from '../plot-spec.ts';
import { unitAxis } from './unit-axis.ts';

/** Two layers: a marked point of the unit square, and its label placed inside the square. */
export function chosenPoint(x: number, y: number, label: string): PlotSpec[] {
  const data = { values: [{ x, y, label }] };
  const encoding = { x: unitAxis('x', ''), y: unitAxis('y', '') };
  const right = x > 0.6;
  return [
    { data, mark: { type: 'point', style: 'chosen', filled: true, size: 110, strokeWidth: 1.5, opacity: 1 }, encoding },
    {
      data,
      mark: {
        type: 'text',
        style: 'note',
        align: right ? 'right' : 'left',
        dx: right ? -9 : 9,
        dy: y > 0.5 ? 15 : -13,
        fontSize: 12,
      },
      encoding: { ...encoding, text: { field: 'label', type: 'nominal' } },
    },
  ];
}
