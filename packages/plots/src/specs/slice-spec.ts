import { paramEncoding, placeValue, spread, spreadOf } from '../internal/param-axis.ts';
import { thinEvenly, thinnedNote } from '../internal/thin-evenly.ts';
import { titled } from '../internal/titled.ts';
import { beyondNote, bestTenth, valueEncoding, valueRange } from '../internal/value-range.ts';
import type { PlotSpec } from '../plot-spec.ts';
import type { ParamAxis, ParamPlace, PlotDirection } from '../study-plots.ts';

/** What the picture shows. */
export interface SlicePlot {
  readonly axis: ParamAxis;
  /** Complete trials: the place of the hyperparameter and the value; those that are not finite or not on the axis are left out. */
  readonly points: readonly { readonly at: ParamPlace; readonly value: number }[];
  readonly direction: PlotDirection;
  /** Name of the value. Default `Value`. */
  readonly valueTitle?: string;
  /** Default none: the axis has the hyperparameter's name. */
  readonly title?: string;
}

const mostPoints = 1000;

/**
 * Picture of the values of trials along one hyperparameter, on its own scale; the best tenth stands out. Of more than 1000 trials some are drawn, the best tenth
 * of those among them.
 */
export function sliceSpec(plot: SlicePlot): PlotSpec {
  const { axis, direction, valueTitle = 'Value' } = plot;
  const points = plot.points.flatMap(({ at, value }, i) => {
    const x = placeValue(axis, at);
    return x === undefined || !Number.isFinite(value) ? [] : [{ x, y: value, xOffset: spreadOf(i).xOffset }];
  });
  const values = points.map(({ y }) => y);
  const range = valueRange(values, direction);
  const isBest = bestTenth(values, direction);
  const drawn = thinEvenly(points, mostPoints);
  const isInside = ({ y }: { readonly y: number }): boolean => y >= range.low && y <= range.high;
  const worse = direction === 'maximize' ? range.low : range.high;
  const axes = {
    x: paramEncoding(axis, 'x', 250),
    y: valueEncoding('y', valueTitle, range),
    ...spread(axis, 'xOffset'),
  };
  const layer = (values: typeof points, mark: PlotSpec): PlotSpec => ({ data: { values }, mark, encoding: axes });
  const size = points.length > 300 ? 12 : 26;
  const inside = drawn.filter(isInside);
  return {
    ...(plot.title === undefined && thinnedNote(drawn.length, points.length).length === 0 && range.beyond === 0
      ? {}
      : {
          title: {
            ...titled(plot.title ?? '', [...thinnedNote(drawn.length, points.length), ...beyondNote(range)]),
            ...(plot.title === undefined ? { offset: 4 } : {}),
          },
        }),
    padding: 6,
    width: 250,
    height: 150,
    layer: [
      layer(
        inside.filter(({ y }) => !isBest(y)),
        { type: 'circle', style: 'series', size, opacity: 0.6 },
      ),
      layer(
        drawn.filter((point) => !isInside(point)).map((point) => ({ ...point, y: worse })),
        {
          type: 'point',
          style: 'reference',
          filled: true,
          shape: direction === 'maximize' ? 'triangle-down' : 'triangle-up',
          size: 30,
          opacity: 1,
        },
      ),
      layer(
        inside.filter(({ y }) => isBest(y)),
        { type: 'circle', style: 'second', size: size + 8, opacity: 0.95 },
      ),
    ],
  };
}
