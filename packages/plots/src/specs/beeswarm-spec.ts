import type { PlotSpec } from '../plot-spec.ts';

/** What the picture shows. */
export interface BeeswarmPlot {
  /** From the most important down. */
  readonly features: readonly {
    readonly feature: string;
    readonly points: readonly {
      /** Where the point lies. */
      readonly value: number;
      /** Its colour: 0 for the lowest value of the feature to 1 for the highest; null for missing ones and for categories. */
      readonly level: number | null;
    }[];
  }[];
  readonly xTitle: string;
  readonly subtitle?: string;
  /** Default `What values of features do`. */
  readonly title?: string;
}

/** Columns that points are stacked in, across the picture. */
const nColumns = 110;
/** Largest distance of neighbours in a stack, in halves of a line's height. */
const largestStep = 0.17;

/** Points that would cover each other lie above and below the line of their feature, by turns. */
function stacked({ features }: BeeswarmPlot): { feature: string; x: number; level: number | null; offset: number }[] {
  let [low, high] = [0, 0];
  for (const { points } of features) {
    for (const { value } of points) [low, high] = [Math.min(low, value), Math.max(high, value)];
  }
  const width = Math.max(high - low, Number.MIN_VALUE) / nColumns;
  return features.flatMap(({ feature, points }) => {
    const columns = points.map(({ value }) => Math.round((value - low) / width));
    const heights = new Map<number, number>();
    const places = columns.map((column) => {
      const place = heights.get(column) ?? 0;
      heights.set(column, place + 1);
      return place;
    });
    const highest = Math.ceil(Math.max(...heights.values()) / 2);
    const step = Math.min(largestStep, 0.92 / Math.max(1, highest));
    return points.map(({ value, level }, i) => {
      const place = places[i]!;
      const offset = Math.ceil(place / 2) * step * (place % 2 === 0 ? 1 : -1);
      return { feature, x: value, level, offset };
    });
  });
}

/**
 * Picture of single contributions: a line per feature, a dot per row, placed by what the feature adds to its score and coloured by the
 * feature's value, from blue (low) to orange (high); grey rings where there is no order.
 */
export function beeswarmSpec(plot: BeeswarmPlot): PlotSpec {
  const dots = stacked(plot);
  const y = {
    field: 'feature',
    type: 'nominal',
    sort: plot.features.map(({ feature }) => feature),
    scale: { paddingInner: 0.06, paddingOuter: 0.03 },
    axis: { title: null, labelLimit: 260, labelFontSize: 12, grid: false },
  };
  const x = { field: 'x', type: 'quantitative', axis: { title: plot.xTitle, tickCount: 6 }, scale: { nice: true } };
  const yOffset = { field: 'offset', type: 'quantitative', scale: { domain: [-1, 1] } };
  const legend = {
    title: ['Value of', 'the feature'],
    values: [0, 1],
    labelExpr: "datum.value == 0 ? 'low' : 'high'",
    gradientLength: 110,
  };
  return {
    title: {
      text: plot.title ?? 'What values of features do',
      ...(plot.subtitle === undefined ? {} : { subtitle: plot.subtitle }),
    },
    width: 460,
    height: { step: 30 },
    layer: [
      { data: { values: [{ x: 0 }] }, mark: { type: 'rule', style: 'reference' }, encoding: { x: { ...x } } },
      {
        data: { values: dots.filter(({ level }) => level === null) },
        mark: { type: 'point', style: 'reference', filled: false, size: 12, strokeWidth: 1.2, opacity: 1, aria: false },
        encoding: { x, y, yOffset },
      },
      {
        data: { values: dots.filter(({ level }) => level !== null) },
        mark: { type: 'circle', size: 13, opacity: 0.9, aria: false },
        encoding: {
          x,
          y,
          yOffset,
          color: {
            field: 'level',
            type: 'quantitative',
            scale: { domain: [0, 1], range: 'diverging', interpolate: 'rgb' },
            legend,
          },
        },
      },
    ],
  };
}
