import { numberLabels } from '../internal/number-labels.ts';
import type { JsonValue } from '@fraudx/core';
import { paramEncoding, placeAt, placeValue, shareAlong } from '../internal/param-axis.ts';
import { thinEvenly } from '../internal/thin-evenly.ts';
import { titled } from '../internal/titled.ts';
import { valueRange } from '../internal/value-range.ts';
import type { PlotSpec } from '../plot-spec.ts';
import type { ParamAxis, ParamPlace, PlotDirection } from '../study-plots.ts';

/** What the picture shows. */
export interface ContourPlot {
  readonly x: ParamAxis;
  readonly y: ParamAxis;
  /** Complete trials: the places of both hyperparameters and the value; those that are not finite or not on the axes are left out. */
  readonly points: readonly { readonly x: ParamPlace; readonly y: ParamPlace; readonly value: number }[];
  readonly direction: PlotDirection;
  /** Name of the value. Default `Value`. */
  readonly valueTitle?: string;
  /** Default `Contour`. */
  readonly title?: string;
}

/** A trial on the unit square. */
interface Placed {
  readonly u: number;
  readonly v: number;
  readonly value: number;
}

/** A part of an axis: where it begins, ends and has its middle, from 0 to 1. */
interface Part {
  readonly from: JsonValue;
  readonly to: JsonValue;
  readonly middle: number;
}

const nCells = 44;
const nLevels = 10;
const mostPoints = 250;
/** Trials that the surface is computed from, at most. */
const mostSmoothed = 2000;
/** Cells reach so far below the next one, which is drawn over it, that no seam shows between them. */
const overlap = 0.3;
/** Bandwidths from the nearest trial beyond which the surface is not known. */
const reach = 2.2;

function partsOf(axis: ParamAxis): Part[] {
  const n = 'choices' in axis ? axis.choices.length : nCells;
  return Array.from({ length: n }, (_, k) => {
    const middle = (k + 0.5) / n;
    if ('choices' in axis) return { from: axis.choices[k]!, to: axis.choices[k]!, middle };
    return { from: placeAt(axis, k / n), to: placeAt(axis, Math.min(1, (k + 1 + overlap) / n)), middle };
  });
}

/** The mean of trials around a place, weighted by a normal kernel; undefined where none is near. Other choices are not near. */
function smoothed(
  points: readonly Placed[],
  { u, v }: { readonly u: number; readonly v: number },
  [wide, high]: readonly [number, number],
): number | undefined {
  let sum = 0;
  let weights = 0;
  let nearest = Infinity;
  for (const point of points) {
    const distance = ((point.u - u) / wide) ** 2 + ((point.v - v) / high) ** 2;
    nearest = Math.min(nearest, distance);
    const weight = Math.exp(-distance / 2);
    sum += weight * point.value;
    weights += weight;
  }
  return nearest <= reach ** 2 ? sum / weights : undefined;
}

/** The step of colour of a value, the middle of its part of the range. */
function levelOf(value: number, low: number, high: number): number {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  const level = Math.min(nLevels - 1, Math.floor(share * nLevels));
  return low + ((level + 0.5) / nLevels) * (high - low);
}

/** Cells of one colour beside each other become one. */
function cellsOf(
  plot: ContourPlot,
  points: readonly Placed[],
  { low, high }: { readonly low: number; readonly high: number },
): Record<string, JsonValue>[] {
  const width = Math.max(0.06, 0.4 * points.length ** (-1 / 6));
  const widthOf = (axis: ParamAxis): number => ('choices' in axis ? 0.1 / axis.choices.length : width / 2.2);
  const widths = [widthOf(plot.x), widthOf(plot.y)] as const;
  const columns = partsOf(plot.x);
  const cells: Record<string, JsonValue>[] = [];
  for (const row of partsOf(plot.y)) {
    let run: { x: JsonValue; x2: JsonValue; y: JsonValue; y2: JsonValue; level: number } | undefined;
    const end = (): void => {
      if (run !== undefined) cells.push(run);
      run = undefined;
    };
    for (const column of columns) {
      const value = smoothed(points, { u: column.middle, v: row.middle }, widths);
      const level = value === undefined ? undefined : levelOf(value, low, high);
      if (run !== undefined && level === run.level && !('choices' in plot.x)) {
        run.x2 = column.to;
        continue;
      }
      end();
      if (level !== undefined) run = { x: column.from, x2: column.to, y: row.from, y2: row.to, level };
    }
    end();
  }
  return cells;
}

/**
 * Picture of the value over two hyperparameters: dots are trials, colours the mean of the trials around (a normal kernel), stronger where it is better; blank
 * where no trial is near.
 */
export function contourSpec(plot: ContourPlot): PlotSpec {
  const { direction, valueTitle = 'Value' } = plot;
  const points = plot.points.flatMap(({ x, y, value }): (Placed & { x: JsonValue; y: JsonValue })[] => {
    const [u, v] = [shareAlong(plot.x, x), shareAlong(plot.y, y)];
    if (u === undefined || v === undefined || !Number.isFinite(value)) return [];
    return [{ u, v, value, x: placeValue(plot.x, x)!, y: placeValue(plot.y, y)! }];
  });
  const range = valueRange(
    points.map(({ value }) => value),
    direction,
  );
  const limited = points.map((point) => ({
    ...point,
    value: Math.min(range.high, Math.max(range.low, point.value)),
  }));
  const cells = points.length === 0 ? [] : cellsOf(plot, thinEvenly(limited, mostSmoothed), range);
  const drawn = thinEvenly(points, mostPoints);
  const [x, y] = [paramEncoding(plot.x, 'x', 340), paramEncoding(plot.y, 'y')];
  const grid = { grid: false };
  const axes = {
    x: { ...x, axis: { ...(x['axis'] as PlotSpec), ...grid } },
    y: { ...y, axis: { ...(y['axis'] as PlotSpec), ...grid } },
  };
  const color = {
    field: 'level',
    type: 'quantitative',
    scale: { domain: [range.low, range.high], range: 'ramp', reverse: direction === 'minimize', interpolate: 'rgb' },
    legend: { title: null, ...numberLabels, tickCount: 5, gradientLength: 180 },
  };
  return {
    title: titled(plot.title ?? 'Contour', [`colour: mean ${valueTitle} of the trials around`, 'dots: trials']),
    width: 340,
    height: 300,
    layer: [
      {
        data: { values: cells },
        mark: { type: 'rect', strokeWidth: 0, opacity: 1, clip: true },
        encoding: {
          ...axes,
          ...('choices' in plot.x ? {} : { x2: { field: 'x2' } }),
          ...('choices' in plot.y ? {} : { y2: { field: 'y2' } }),
          color,
        },
      },
      {
        data: { values: drawn.map(({ x, y }) => ({ x, y })) },
        mark: { type: 'point', style: 'contour-dot', filled: true, size: points.length > 200 ? 12 : 22, opacity: 1 },
        encoding: axes,
      },
    ],
  };
}
