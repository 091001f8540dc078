import { shortNumber } from '../internal/number-labels.ts';
import { shareAlong } from '../internal/param-axis.ts';
import { thinEvenly, thinnedNote } from '../internal/thin-evenly.ts';
import { titled } from '../internal/titled.ts';
import { bestTenth, held, valueRange } from '../internal/value-range.ts';
import type { PlotSpec } from '../plot-spec.ts';
import type { ParamAxis, ParamPlace, PlotDirection } from '../study-plots.ts';

/** What the picture shows. */
export interface ParallelCoordinatesPlot {
  /** From left to right, after the value; at least one. */
  readonly axes: readonly ParamAxis[];
  /** Complete trials: a place for each axis, undefined where the trial has none, and the value; those that are not finite are left out. */
  readonly lines: readonly { readonly at: readonly (ParamPlace | undefined)[]; readonly value: number }[];
  readonly direction: PlotDirection;
  /** Name of the value. Default `Value`. */
  readonly valueTitle?: string;
  /** Default `Parallel coordinates`. */
  readonly title?: string;
}

const mostOthers = 250;
const mostBest = 80;

/** Labels of an axis: its ends, or its choices where they have room. */
interface AxisLabel {
  readonly axis: number;
  readonly y: number;
  readonly label: string;
}

/** Long texts without their middle, as names often differ at their ends. */
function cut(text: string, most: number): string {
  const signs = Array.from(text);
  if (signs.length <= most) return text;
  const end = Math.floor((most - 1) / 2);
  return `${signs.slice(0, most - 1 - end).join('')}…${signs.slice(signs.length - end).join('')}`;
}

function labelsOf(axis: ParamAxis, index: number, most: number): AxisLabel[] {
  if (!('choices' in axis)) {
    const ends = axis.low < axis.high ? ([0, 1] as const) : ([0.5] as const);
    return ends.map((y) => ({ axis: index, y, label: shortNumber(y === 0 ? axis.low : axis.high) }));
  }
  const step = Math.ceil(axis.choices.length / 10);
  return axis.choices.flatMap((label, k) =>
    k % step === 0 ? [{ axis: index, y: (k + 0.5) / axis.choices.length, label: cut(label, most) }] : [],
  );
}

/**
 * Picture of trials as lines across the value and the hyperparameters, each on its own scale; the best tenth stands out. Of many trials some are drawn; values
 * far worse than the rest lie at the end of their axis.
 */
export function parallelCoordinatesSpec(plot: ParallelCoordinatesPlot): PlotSpec {
  const { axes, direction, valueTitle = 'Value' } = plot;
  const lines = plot.lines.filter(({ value }) => Number.isFinite(value));
  const values = lines.map(({ value }) => value);
  const range = valueRange(values, direction);
  const isBest = bestTenth(values, direction);
  const shareOf = (value: number): number =>
    Math.min(1, Math.max(0, (held(value) - range.low) / (range.high - range.low)));
  // a trial without a place on an axis is not drawn across it
  const pointsOf = (some: readonly (typeof lines)[number][], first: number): PlotSpec[] =>
    some.flatMap(({ at, value }, k) => {
      const shares = [
        shareOf(value),
        ...axes.map((axis, i) => (at[i] === undefined ? undefined : shareAlong(axis, at[i]))),
      ];
      let part = 0;
      return shares.flatMap((y, axis) => {
        if (y === undefined) part += 1;
        return y === undefined ? [] : [{ line: `${first + k}.${part}`, axis, y }];
      });
    });
  const best = thinEvenly(
    lines.filter(({ value }) => isBest(value)),
    mostBest,
  );
  const others = thinEvenly(
    lines.filter(({ value }) => !isBest(value)),
    mostOthers,
  );
  const gap = Math.max(72, Math.min(150, 640 / Math.max(1, axes.length)));
  const most = Math.max(6, Math.floor(gap / 7.2));
  const x = { field: 'axis', type: 'quantitative', scale: { domain: [0, axes.length], nice: false }, axis: null };
  const y = { field: 'y', type: 'quantitative', scale: { domain: [0, 1], nice: false }, axis: null };
  const layer = (values: readonly PlotSpec[], mark: PlotSpec): PlotSpec => ({
    data: { values: [...values] },
    mark: { type: 'line', strokeJoin: 'round', ...mark },
    encoding: { x, y, detail: { field: 'line', type: 'nominal' }, order: { field: 'axis', type: 'quantitative' } },
  });
  const labels = [
    { axis: 0, y: 0, label: shortNumber(range.low) },
    { axis: 0, y: 1, label: shortNumber(range.high) },
    ...axes.flatMap((axis, i) => labelsOf(axis, i + 1, most)),
  ];
  const names = [valueTitle, ...axes.map(({ name }) => name)].map((name, axis) => ({
    axis,
    y: 1,
    // one above the other by turns, so that long names do not touch
    label: cut(name, Math.max(10, 2 * most - 2)),
    level: axis % 2,
  }));
  const text = (values: readonly PlotSpec[], mark: PlotSpec): PlotSpec => ({
    data: { values: [...values] },
    mark: { type: 'text', fontSize: 11, ...mark },
    encoding: { x, y, text: { field: 'label', type: 'nominal' } },
  });
  const inner = labels.filter((label) => label.y > 0 && label.y < 1).map((label) => ({ ...label }));
  return {
    title: {
      ...titled(plot.title ?? 'Parallel coordinates', [
        'orange: the best tenth of the trials',
        ...thinnedNote(best.length + others.length, lines.length),
      ]),
      offset: 46,
    },
    width: gap * axes.length,
    height: 260,
    layer: [
      layer(pointsOf(others, 0), { style: 'series', strokeWidth: 0.9, opacity: lines.length > 60 ? 0.25 : 0.5 }),
      layer(pointsOf(best, others.length), { style: 'second', strokeWidth: 1.8, opacity: 0.85 }),
      {
        data: { values: names.map(({ axis }) => ({ axis, y: 0, y2: 1 })) },
        mark: { type: 'rule', style: 'reference', strokeWidth: 1 },
        encoding: { x, y, y2: { field: 'y2' } },
      },
      text(
        labels.filter((label) => label.y === 1).map((label) => ({ ...label })),
        { style: 'muted-note', baseline: 'bottom', dy: -5 },
      ),
      text(
        labels.filter((label) => label.y === 0).map((label) => ({ ...label })),
        { style: 'muted-note', baseline: 'top', dy: 6 },
      ),
      text(inner, { style: 'halo', align: 'left', dx: 5, strokeWidth: 4, strokeJoin: 'round' }),
      text(inner, { style: 'note', align: 'left', dx: 5 }),
      text(
        names.filter(({ level }) => level === 0).map((name) => ({ ...name })),
        { style: 'note', fontSize: 12, baseline: 'bottom', dy: -20 },
      ),
      text(
        names.filter(({ level }) => level === 1).map((name) => ({ ...name })),
        { style: 'note', fontSize: 12, baseline: 'bottom', dy: -36 },
      ),
    ],
  };
}
