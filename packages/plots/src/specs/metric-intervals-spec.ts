import type { PlotSpec } from '../plot-spec.ts';

/** One line of the picture. */
export interface IntervalLine {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What the picture shows. */
export interface MetricIntervalsPlot {
  /** From top to bottom. */
  readonly lines: readonly IntervalLine[];
  /** Ends of the axis. Default [0, 1]. */
  readonly domain?: readonly [number, number];
  /** Default none. */
  readonly xTitle?: string;
  /** A dashed line at this value, such as 0 for differences. Default none. */
  readonly reference?: number;
  readonly subtitle?: string;
  /** Default `Metrics with 95 % intervals`. */
  readonly title?: string;
}

function shown(value: number): string {
  const short = value.toFixed(Math.abs(value) >= 100 ? 0 : 3);
  if (value !== 1 && Number(short) === 1) return value.toFixed(5);
  return Number(short) === 0 ? short.replace('-', '') : short;
}

/** Picture of values with their intervals, one line each: a dot, a bar from bound to bound, and the numbers in words. */
export function metricIntervalsSpec(plot: MetricIntervalsPlot): PlotSpec {
  const values = plot.lines.map((line) => ({
    ...line,
    text: `${shown(line.value)}  (${shown(line.low)} to ${shown(line.high)})`,
  }));
  const order = values.map((line) => line.label);
  const domain = [...(plot.domain ?? [0, 1])];
  const x = (field: string): PlotSpec => ({
    field,
    type: 'quantitative',
    scale: { domain, nice: false },
    axis: { title: plot.xTitle ?? null, tickCount: 6 },
  });
  const y = { field: 'label', type: 'nominal', sort: order, axis: { title: null, labelLimit: 260, labelFontSize: 12 } };
  return {
    title: {
      text: plot.title ?? 'Metrics with 95 % intervals',
      ...(plot.subtitle === undefined ? {} : { subtitle: plot.subtitle }),
    },
    width: 340,
    height: { step: 26 },
    data: { values },
    layer: [
      ...(plot.reference === undefined
        ? []
        : [
            {
              data: { values: [{ at: plot.reference }] },
              mark: { type: 'rule', style: 'reference', strokeDash: [5, 4], strokeWidth: 1.5 },
              encoding: { x: x('at') },
            },
          ]),
      {
        mark: { type: 'rule', style: 'series', strokeWidth: 5, opacity: 0.45, strokeCap: 'round', clip: true },
        encoding: { x: x('low'), x2: { field: 'high' }, y },
      },
      {
        mark: { type: 'point', style: 'series', filled: true, size: 75, opacity: 1 },
        encoding: { x: x('value'), y },
      },
      {
        mark: { type: 'text', style: 'muted-note', align: 'left', fontSize: 11 },
        encoding: { x: { value: 352 }, y, text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}
