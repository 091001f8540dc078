import { noteAt, referenceLine } from '../internal/layer-line.ts';
import type { PlotSpec } from '../plot-spec.ts';

/** What the picture shows. */
export interface GainsPlot {
  /** Share of rows looked at, ascending, in (0, 1]. */
  readonly share: ArrayLike<number>;
  /** Share of the fraud among them, same length. */
  readonly gain: ArrayLike<number>;
  /** Default `Gains and lift`. */
  readonly title?: string;
}

/** Picture of the fraud found (gains) and how many times more than by chance (lift) by share of rows looked at, log axis. */
export function gainsCurveSpec(plot: GainsPlot): PlotSpec {
  const { share, gain } = plot;
  const points: { x: number; y: number; lift: number }[] = [];
  for (let i = 0; i < share.length; i++) {
    const x = share[i]!;
    const last = points.at(-1);
    const near = last !== undefined && x < last.x * 1.01 && gain[i]! - last.y < 0.002;
    if (!near || i === share.length - 1) points.push({ x, y: gain[i]!, lift: gain[i]! / x });
  }
  const first = points[0]?.x ?? 1;
  const low = Math.min(0.1, 10 ** Math.floor(Math.log10(first)));
  const ticks = [0.00001, 0.0001, 0.001, 0.01, 0.1, 1].filter((tick) => tick >= low);
  const axisX = {
    field: 'x',
    type: 'quantitative',
    scale: { type: 'log', domain: [low, 1] },
    axis: { title: 'Share of rows reviewed', values: ticks, format: '~%', labelOverlap: false, labelFlush: false },
  };
  const gains = {
    x: axisX,
    y: {
      field: 'y',
      type: 'quantitative',
      scale: { domain: [0, 1] },
      axis: { title: 'Share of fraud found', format: '.0%', tickCount: 6 },
    },
  };
  const top = Math.max(...points.map((point) => point.lift), 1);
  const lift = {
    x: axisX,
    y: {
      field: 'y',
      type: 'quantitative',
      scale: { domain: [0, 1.05 * top] },
      axis: { title: 'Lift over chance', format: '~s', tickCount: 6 },
    },
  };
  const chance = Array.from({ length: 41 }, (_, i) => low ** (1 - i / 40)).map((x) => ({ x, y: x }));
  const line = (values: readonly { x: number; y: number }[], axes: PlotSpec): PlotSpec => ({
    data: { values: values.map((value) => ({ ...value })) },
    mark: { type: 'line', style: 'series', strokeWidth: 2.2 },
    encoding: { ...axes, order: { field: 'x', type: 'quantitative' } },
  });
  return {
    title: plot.title ?? 'Gains and lift',
    hconcat: [
      {
        width: 300,
        height: 260,
        layer: [
          referenceLine(chance, gains),
          noteAt({ x: 0.5, y: 0.5 }, 'chance', gains, { align: 'right', dx: -8, dy: 6 }),
          line(points, gains),
        ],
      },
      {
        width: 300,
        height: 260,
        layer: [
          referenceLine(
            [
              { x: low, y: 1 },
              { x: 1, y: 1 },
            ],
            lift,
          ),
          line(
            points.map((point) => ({ x: point.x, y: point.lift })),
            lift,
          ),
        ],
      },
    ],
    spacing: 30,
  };
}
