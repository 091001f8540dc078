import { noteAt, referenceLine } from '../internal/layer-line.ts';
import type { PlotSpec } from '../plot-spec.ts';

/** What the picture shows. */
export interface DailyPrecisionPlot {
  /** In order of day. */
  readonly days: readonly { readonly day: number; readonly precision: number; readonly ceiling?: number }[];
  readonly mean: number;
  /** Mean of the days' ceilings, the highest precision that any ranking could have; drawn and named where it is below 1. */
  readonly ceiling?: number;
  readonly k: number;
  /** What is looked at. Default `transactions`. */
  readonly unit?: string;
  /** Default `Precision@k by day`. */
  readonly title?: string;
}

const dayMs = 86_400_000;

/** At most ten days with their dates, evenly apart. */
function dayTicks(first: number, nDays: number): number[] {
  const step = Math.ceil(nDays / 10);
  return Array.from({ length: Math.ceil(nDays / step) }, (_, i) => first + i * step);
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))}%`;
}

/** Picture of how many of the k looked at each day are fraud, with the mean, and the most that there was to find, by date. */
export function dailyPrecisionSpec(plot: DailyPrecisionPlot): PlotSpec {
  const unit = plot.unit ?? 'transactions';
  const first = plot.days[0]?.day ?? 0;
  const last = plot.days.at(-1)?.day ?? first;
  const nDays = last - first + 1;
  const [left, right] = [(first - 0.5) * dayMs, (last + 0.5) * dayMs];
  const values = plot.days.map(({ day, precision }) => ({ x: day * dayMs, y: precision }));
  const isCapped = plot.ceiling !== undefined && plot.ceiling < 1;
  const ceilings = isCapped
    ? plot.days.flatMap(({ day, ceiling }) => (ceiling === undefined ? [] : [{ x: day * dayMs, y: ceiling }]))
    : [];
  const top = Math.max(...[...values, ...ceilings].map((value) => value.y), plot.mean, 0.01);
  const axes = {
    x: {
      field: 'x',
      type: 'temporal',
      scale: { type: 'utc', domain: [left, right], nice: false },
      axis: {
        title: 'Day',
        grid: false,
        format: '%-d %b',
        values: dayTicks(first, nDays).map((day) => day * dayMs),
      },
    },
    y: {
      field: 'y',
      type: 'quantitative',
      scale: { domain: [0, Math.min(1, 1.15 * top)] },
      axis: { title: `Share of fraud in the top ${plot.k}`, format: '.0%', tickCount: 6 },
    },
  };
  const size = Math.max(2, Math.min(22, Math.floor(480 / nDays) - 3));
  return {
    title: {
      text: plot.title ?? 'Precision@k by day',
      // Vega takes a line of more characters for wider than the picture.
      subtitle: [
        `the ${plot.k} ${unit} with the highest scores of each day`,
        `mean ${percent(plot.mean)}${isCapped ? ` of at most ${percent(plot.ceiling)}; marks: the most there was to find` : ''}`,
      ],
    },
    width: 520,
    height: 240,
    layer: [
      { data: { values }, mark: { type: 'bar', style: 'series', size, cornerRadiusEnd: 2 }, encoding: axes },
      {
        data: { values: ceilings },
        mark: { type: 'tick', orient: 'horizontal', style: 'fraud', thickness: 2, size: size + 3, opacity: 1 },
        encoding: axes,
      },
      referenceLine(
        [
          { x: left, y: plot.mean },
          { x: right, y: plot.mean },
        ],
        axes,
      ),
      noteAt({ x: right, y: plot.mean }, 'mean', axes, { dx: 5 }),
    ],
  };
}
