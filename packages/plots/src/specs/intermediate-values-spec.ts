import { thinEvenly, thinnedNote } from '../internal/thin-evenly.ts';
import { titled } from '../internal/titled.ts';
import { valueEncoding, valueRange } from '../internal/value-range.ts';
import type { PlotSpec } from '../plot-spec.ts';
import type { PlotDirection } from '../study-plots.ts';
import type { PlottedState } from './trial-timeline-spec.ts';

/** What the picture shows. */
export interface IntermediateValuesPlot {
  readonly trials: readonly {
    readonly trial: number;
    readonly state: PlottedState;
    /** Pairs of step and value by ascending step; values that are not finite are left out. */
    readonly reports: readonly (readonly [step: number, value: number])[];
  }[];
  readonly direction: PlotDirection;
  /** The trial to stand out. Default none. */
  readonly best?: number;
  /** Name of the value. Default `Value`. */
  readonly valueTitle?: string;
  /** Default `Intermediate values`. */
  readonly title?: string;
}

const mostTrials = 200;
const mostReports = 100;

/** Picture of what trials reported while they ran: a line each, the best one in orange, and a cross where one was pruned. Of more than 200 trials some are drawn. */
export function intermediateValuesSpec(plot: IntermediateValuesPlot): PlotSpec {
  const known = plot.trials
    .map((one) => ({ ...one, reports: one.reports.filter(([, value]) => Number.isFinite(value)) }))
    .filter(({ reports }) => reports.length > 0);
  const drawn = thinEvenly(known, mostTrials, ({ trial }) => trial === plot.best);
  const range = valueRange(
    drawn.flatMap(({ reports }) => reports.map(([, value]) => value)),
    plot.direction,
  );
  const [first, last] = drawn.reduce(
    ([low, high], { reports }) => [Math.min(low, reports[0]![0]), Math.max(high, reports.at(-1)![0])],
    [Infinity, -Infinity],
  );
  const xs = Number.isFinite(first) ? (first < last ? [first, last] : [first - 1, first + 1]) : [0, 1];
  const axes = {
    x: {
      field: 'x',
      type: 'quantitative',
      scale: { domain: xs, nice: false, zero: false },
      axis: { title: 'Step', tickCount: 8, tickMinStep: 1, format: ',~r', grid: false },
    },
    y: valueEncoding('y', plot.valueTitle ?? 'Value', range),
  };
  const pointsOf = ({ trial, reports }: (typeof drawn)[number]): PlotSpec[] =>
    thinEvenly(reports, mostReports, (report) => report === reports.at(-1)).map(([x, y]) => ({ trial, x, y }));
  const lines = (some: typeof drawn, mark: PlotSpec): PlotSpec => ({
    data: { values: some.flatMap(pointsOf) },
    mark: { type: 'line', strokeJoin: 'round', clip: true, ...mark },
    encoding: {
      ...axes,
      detail: { field: 'trial', type: 'nominal' },
      order: { field: 'x', type: 'quantitative' },
    },
  });
  // at the end of the axis where they lie beyond it
  const ends = (some: typeof drawn): PlotSpec[] =>
    some
      .map(({ reports }) => reports.at(-1)!)
      .map(([x, y]) => ({ x, y: Math.min(range.high, Math.max(range.low, y)) }));
  const pruned = drawn.filter(({ state }) => state === 'pruned');
  const best = drawn.filter(({ trial }) => trial === plot.best);
  const points = drawn.filter(({ reports }) => reports.length === 1);
  return {
    title: titled(
      plot.title ?? 'Intermediate values',
      [
        [
          ...(best.length === 0 ? [] : ['orange: the best trial']),
          ...(pruned.length === 0 ? [] : ['crosses: pruned here']),
        ].join('; '),
        ...thinnedNote(drawn.length, known.length),
      ].filter((text) => text !== ''),
    ),
    width: 560,
    height: 260,
    layer: [
      lines(
        drawn.filter(({ trial }) => trial !== plot.best),
        { style: 'series', strokeWidth: 1, opacity: drawn.length > 40 ? 0.35 : 0.6 },
      ),
      {
        data: { values: ends(points) },
        mark: { type: 'circle', style: 'series', size: 22, opacity: 0.7, clip: true },
        encoding: axes,
      },
      {
        data: { values: ends(pruned) },
        mark: {
          type: 'point',
          style: 'cross',
          filled: false,
          shape: 'M-1,-1L1,1M-1,1L1,-1',
          size: 30,
          strokeWidth: 1.4,
          opacity: 0.9,
        },
        encoding: axes,
      },
      lines(best, { style: 'second', strokeWidth: 2.4 }),
    ],
  };
}
