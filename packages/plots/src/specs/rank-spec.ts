import { paramEncoding, placeValue, spread, spreadOf } from '../internal/param-axis.ts';
import { thinEvenly, thinnedNote } from '../internal/thin-evenly.ts';
import { titled } from '../internal/titled.ts';
import type { PlotSpec } from '../plot-spec.ts';
import type { ParamAxis, ParamPlace, PlotDirection } from '../study-plots.ts';

/** What the picture shows. */
export interface RankPlot {
  readonly x: ParamAxis;
  readonly y: ParamAxis;
  /** Complete trials: the places of both hyperparameters and the value; those that are not finite or not on the axes are left out. */
  readonly points: readonly { readonly x: ParamPlace; readonly y: ParamPlace; readonly value: number }[];
  readonly direction: PlotDirection;
  /** Default `Ranks`. */
  readonly title?: string;
}

const mostPoints = 1000;
/** Steps of colour, so that dots of one colour share one path of a page. */
const nColours = 10;

/** By trial its rank from 0 (best) to 1 (worst), the mean rank among equals. */
function ranksOf(values: readonly number[], direction: PlotDirection): number[] {
  const sign = direction === 'maximize' ? -1 : 1;
  const order = [...values.keys()].toSorted((a, b) => sign * (values[a]! - values[b]!));
  const ranks = values.map(() => 0);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    const rank = values.length === 1 ? 0 : (from + to - 1) / 2 / (values.length - 1);
    for (let k = from; k < to; k++) ranks[order[k]!] = rank;
    from = to;
  }
  return ranks;
}

/** Picture of trials over two hyperparameters, coloured by their rank from blue (best) to orange (worst). Ranks do not depend on how far values lie apart. */
export function rankSpec(plot: RankPlot): PlotSpec {
  const { direction } = plot;
  const points = plot.points.flatMap(({ x, y, value }) => {
    const [atX, atY] = [placeValue(plot.x, x), placeValue(plot.y, y)];
    return atX === undefined || atY === undefined || !Number.isFinite(value) ? [] : [{ x: atX, y: atY, value }];
  });
  const ranks = ranksOf(
    points.map(({ value }) => value),
    direction,
  );
  const ranked = points.map(({ x, y }, i) => ({ x, y, rank: Math.round(ranks[i]! * nColours) / nColours }));
  const drawn = thinEvenly(ranked, mostPoints).toSorted((a, b) => b.rank - a.rank);
  return {
    title: titled(plot.title ?? 'Ranks', thinnedNote(drawn.length, points.length)),
    width: 340,
    height: 300,
    data: {
      values: drawn.map((point, i) => ({ ...point, ...spreadOf(i) })),
    },
    mark: { type: 'circle', size: points.length > 300 ? 24 : 50, opacity: 0.95 },
    encoding: {
      x: paramEncoding(plot.x, 'x', 340),
      y: paramEncoding(plot.y, 'y'),
      ...spread(plot.x, 'xOffset'),
      ...spread(plot.y, 'yOffset'),
      color: {
        field: 'rank',
        type: 'quantitative',
        scale: { domain: [0, 1], range: 'diverging', interpolate: 'rgb' },
        legend: {
          title: 'Rank',
          values: [0, 1],
          labelExpr: "datum.value == 0 ? 'best' : 'worst'",
          gradientLength: 180,
        },
      },
    },
  };
}
