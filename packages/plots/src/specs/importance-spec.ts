import type { PlotSpec } from '../plot-spec.ts';

/** What the picture shows. */
export interface ImportancePlot {
  /** From the most important down; values >= 0 except for noise. */
  readonly features: readonly { readonly feature: string; readonly value: number; readonly error?: number }[];
  readonly xTitle: string;
  readonly subtitle?: string;
  /** Default `Feature importance`. */
  readonly title?: string;
}

/** Picture of how much each feature matters, with the spread of its repeats where given. */
export function importanceSpec(plot: ImportancePlot): PlotSpec {
  const values = plot.features.map(({ feature, value, error }) => ({
    feature,
    value,
    low: value - (error ?? 0),
    high: value + (error ?? 0),
  }));
  const order = values.map((line) => line.feature);
  const y = {
    field: 'feature',
    type: 'nominal',
    sort: order,
    axis: { title: null, labelLimit: 260, labelFontSize: 12 },
  };
  const x = (field: string): PlotSpec => ({ field, type: 'quantitative', axis: { title: plot.xTitle, tickCount: 5 } });
  return {
    title: {
      text: plot.title ?? 'Feature importance',
      ...(plot.subtitle === undefined ? {} : { subtitle: plot.subtitle }),
    },
    width: 380,
    height: { step: 22 },
    data: { values },
    layer: [
      {
        mark: { type: 'bar', style: 'series', height: { band: 0.65 }, cornerRadiusEnd: 2 },
        encoding: { x: x('value'), y },
      },
      {
        transform: [{ filter: 'datum.high > datum.low' }],
        mark: { type: 'rule', style: 'accent', strokeWidth: 1.5 },
        encoding: { x: x('low'), x2: { field: 'high' }, y },
      },
    ],
  };
}
