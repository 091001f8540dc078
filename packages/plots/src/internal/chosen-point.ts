import type { PlotSpec } from '../plot-spec.ts';
import { unitAxis } from './unit-axis.ts';

/** Layers of a marked point of the unit square, and of its label inside the square, which keeps clear of the lines that it covers. */
export function chosenPoint(x: number, y: number, label: string): PlotSpec[] {
  const data = { values: [{ x, y, label }] };
  const encoding = { x: unitAxis('x', ''), y: unitAxis('y', '') };
  const right = x > 0.6;
  const place = {
    type: 'text',
    align: right ? 'right' : 'left',
    dx: right ? -9 : 9,
    dy: y > 0.5 ? 15 : -13,
    fontSize: 12,
  } as const;
  const text = { ...encoding, text: { field: 'label', type: 'nominal' } };
  return [
    { data, mark: { type: 'point', style: 'chosen', filled: true, size: 110, strokeWidth: 1.5, opacity: 1 }, encoding },
    { data, mark: { ...place, style: 'halo', strokeWidth: 5, strokeJoin: 'round' }, encoding: text },
    { data, mark: { ...place, style: 'note' }, encoding: text },
  ];
}
