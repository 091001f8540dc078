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

/** Steps of colour, those of the legend, so that dots of one colour share one path of a page. */
const nColours = 20;

/** A dot of the picture. */
type Dot = { readonly feature: string; readonly x: number; readonly level: number | null; readonly offset: number } & {
  /** Where the value lies beyond the axis. */
  readonly beyond: 'left' | 'right' | null;
};

/**
 * Ends of the axis: all values, unless a few lie so far out that the others would collapse. Then the values without the outermost 0.25 % of
 * either side say what is far: more than half their range away.
 */
function rangeOf({ features }: BeeswarmPlot): { low: number; high: number } {
  const values = Float64Array.from(features.flatMap(({ points }) => points.map(({ value }) => value))).sort();
  const cut = Math.ceil(values.length / 400);
  const inner = [Math.min(0, values[cut] ?? 0), Math.max(0, values[values.length - 1 - cut] ?? 0)] as const;
  const reach = (inner[1] - inner[0]) / 2;
  const kept = values.filter((value) => reach === 0 || (value >= inner[0] - reach && value <= inner[1] + reach));
  const room = 0.04 * (inner[1] - inner[0]);
  const [least, most] = [Math.min(0, kept[0] ?? 0), Math.max(0, kept.at(-1) ?? 0)];
  return {
    low: (values[0] ?? 0) < least ? least - room : least,
    high: (values.at(-1) ?? 0) > most ? most + room : most,
  };
}

/** Points that would cover each other lie above and below the line of their feature, by turns; those beyond the axis at its end. */
function stacked({ features }: BeeswarmPlot, low: number, high: number): Dot[] {
  const width = Math.max(high - low, Number.MIN_VALUE) / nColumns;
  return features.flatMap(({ feature, points }) => {
    const held = points.map(({ value }) => Math.min(high, Math.max(low, value)));
    const columns = held.map((value) => Math.round((value - low) / width));
    const heights = new Map<number, number>();
    const places = columns.map((column) => {
      const place = heights.get(column) ?? 0;
      heights.set(column, place + 1);
      return place;
    });
    const highest = Math.ceil(Math.max(...heights.values()) / 2);
    const step = Math.min(largestStep, 0.92 / Math.max(1, highest));
    const dots = points.map(({ value, level }, i): Dot => {
      const place = places[i]!;
      return {
        feature,
        x: held[i]!,
        level: level === null ? null : Math.round(level * nColours) / nColours,
        offset: Math.ceil(place / 2) * step * (place % 2 === 0 ? 1 : -1),
        beyond: value < low ? 'left' : value > high ? 'right' : null,
      };
    });
    return dots.sort((a, b) => (a.level ?? 0) - (b.level ?? 0));
  });
}

/** What the picture does not show to scale; empty when it shows all. */
function beyondText({ features }: BeeswarmPlot, low: number, high: number): string[] {
  const outside = features.flatMap(({ points }) =>
    points.map(({ value }) => value).filter((value) => value < low || value > high),
  );
  if (outside.length === 0) return [];
  const farthest = outside.reduce((far, value) => (Math.abs(value) > Math.abs(far) ? value : far));
  const what = outside.length === 1 ? 'triangle: a value' : `triangles: ${outside.length} values`;
  const to = `${farthest < 0 ? '−' : ''}${Number(Math.abs(farthest).toPrecision(3))}`;
  return [`${what} beyond the axis, ${outside.length === 1 ? 'at' : 'as far as'} ${to}`];
}

/**
 * Picture of single contributions: a line per feature, a dot per row, placed by what the feature adds to its score and coloured by the
 * feature's value, from blue (low) to orange (high); grey rings where there is no order. A few values far out of the rest do not widen
 * the axis: they are triangles at its end.
 */
export function beeswarmSpec(plot: BeeswarmPlot): PlotSpec {
  const { low, high } = rangeOf(plot);
  const dots = stacked(plot, low, high);
  const subtitle = [...(plot.subtitle === undefined ? [] : [plot.subtitle]), ...beyondText(plot, low, high)];
  const y = {
    field: 'feature',
    type: 'nominal',
    sort: plot.features.map(({ feature }) => feature),
    scale: { paddingInner: 0.06, paddingOuter: 0.03 },
    axis: { title: null, labelLimit: 260, labelFontSize: 12, grid: false },
  };
  const x = {
    field: 'x',
    type: 'quantitative',
    axis: { title: plot.xTitle, tickCount: 6 },
    scale: { domain: [low, high], nice: true },
  };
  const yOffset = { field: 'offset', type: 'quantitative', scale: { domain: [-1, 1] } };
  const legend = {
    title: ['Value of', 'the feature'],
    values: [0, 1],
    labelExpr: "datum.value == 0 ? 'low' : 'high'",
    gradientLength: 110,
  };
  const color = {
    field: 'level',
    type: 'quantitative',
    scale: { domain: [0, 1], range: 'diverging', interpolate: 'rgb' },
    legend,
  };
  const shape = {
    field: 'beyond',
    type: 'nominal',
    scale: { domain: ['left', 'right'], range: ['triangle-left', 'triangle-right'] },
    legend: null,
  };
  const at = { x, y, yOffset };
  const ring = { type: 'point', style: 'reference', filled: false, strokeWidth: 1.2, opacity: 1, aria: false };
  const layer = (mark: PlotSpec, encoding: PlotSpec, wanted: (of: Dot) => boolean): PlotSpec[] => {
    const values = dots.filter((of) => wanted(of)).map(({ beyond, ...rest }) => (beyond ? { ...rest, beyond } : rest));
    return values.length === 0 ? [] : [{ data: { values }, mark, encoding }];
  };
  return {
    title: {
      text: plot.title ?? 'What values of features do',
      ...(subtitle.length === 0 ? {} : { subtitle }),
    },
    width: 460,
    height: { step: 30 },
    layer: [
      { data: { values: [{ x: 0 }] }, mark: { type: 'rule', style: 'reference' }, encoding: { x: { ...x } } },
      ...layer({ ...ring, size: 12 }, at, ({ level, beyond }) => level === null && beyond === null),
      ...layer({ ...ring, size: 45 }, { ...at, shape }, ({ level, beyond }) => level === null && beyond !== null),
      ...layer(
        { type: 'circle', size: 13, opacity: 0.9, aria: false },
        { ...at, color },
        (of) => of.level !== null && of.beyond === null,
      ),
      ...layer(
        { type: 'point', filled: true, size: 45, opacity: 1, aria: false },
        { ...at, color, shape },
        ({ level, beyond }) => level !== null && beyond !== null,
      ),
    ],
  };
}
