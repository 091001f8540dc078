import { thinEvenly, thinnedNote } from '../internal/thin-evenly.ts';
import { titled } from '../internal/titled.ts';
import { valueEncoding, valueRange } from '../internal/value-range.ts';
import type { PlotSpec } from '../plot-spec.ts';
import type { PlotDirection } from '../study-plots.ts';

/** A value of a trial as an axis. */
export interface ObjectiveAxis {
  readonly name: string;
  readonly direction: PlotDirection;
}

/** What the picture shows. */
export interface ParetoFrontPlot {
  readonly x: ObjectiveAxis;
  readonly y: ObjectiveAxis;
  /** Complete trials; `onFront`: no other trial beats it. Those with values that are not finite are left out. */
  readonly points: readonly { readonly x: number; readonly y: number; readonly onFront: boolean }[];
  /** Default `Pareto front`. */
  readonly title?: string;
}

const mostPoints = 1500;

/** Picture of two values of trials; those that no other one beats in all values stand out. Of more than 1500 others some are drawn, and values far worse than the rest are not. */
export function paretoFrontSpec(plot: ParetoFrontPlot): PlotSpec {
  const points = plot.points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const rangeOf = (values: readonly number[], onFront: readonly number[], direction: PlotDirection) => {
    const all = valueRange(values, direction);
    const room = 0.03 * (all.high - all.low);
    const widened = (pick: (...of: number[]) => number, end: number, by: number): number =>
      onFront.reduce((far, value) => (pick(far, value + by) === far ? far : value + by), end);
    return { ...all, low: widened(Math.min, all.low, -room), high: widened(Math.max, all.high, room) };
  };
  const front = points.filter(({ onFront }) => onFront);
  const x = rangeOf(
    points.map((point) => point.x),
    front.map((point) => point.x),
    plot.x.direction,
  );
  const y = rangeOf(
    points.map((point) => point.y),
    front.map((point) => point.y),
    plot.y.direction,
  );
  const inside = points.filter(
    (point) => point.x >= x.low && point.x <= x.high && point.y >= y.low && point.y <= y.high,
  );
  const others = thinEvenly(
    inside.filter(({ onFront }) => !onFront),
    mostPoints,
  );
  const shownFront = thinEvenly(front, mostPoints);
  const axes = {
    x: valueEncoding('x', `${plot.x.name} (${plot.x.direction})`, x, {
      titleLimit: 420,
      labelOverlap: 'greedy',
      labelSeparation: 5,
    }),
    y: valueEncoding('y', `${plot.y.name} (${plot.y.direction})`, y, { titleLimit: 290 }),
  };
  const layer = (values: typeof points, mark: PlotSpec): PlotSpec => ({
    data: { values: values.map((point) => ({ x: point.x, y: point.y })) },
    mark: { type: 'circle', ...mark },
    encoding: axes,
  });
  return {
    title: titled(plot.title ?? 'Pareto front', [
      'orange: trials that no other one beats',
      ...thinnedNote(others.length + shownFront.length, points.length),
    ]),
    width: 440,
    height: 300,
    layer: [
      layer(others, { style: 'series', size: points.length > 300 ? 14 : 34, opacity: 0.5 }),
      layer(shownFront, { style: 'second', size: 50, opacity: 1 }),
    ],
  };
}
