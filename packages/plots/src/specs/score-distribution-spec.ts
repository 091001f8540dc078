import type { PlotSpec } from '../plot-spec.ts';

/** What the picture shows. */
export interface ScoreDistributionPlot {
  /** Edges of the bins, ascending, length m + 1. */
  readonly edges: ArrayLike<number>;
  /** Share of the genuine rows in each bin, length m. */
  readonly genuine: ArrayLike<number>;
  /** Share of the fraud in each bin, length m. */
  readonly fraud: ArrayLike<number>;
  /** Marked when given. */
  readonly threshold?: number;
  /** Default `Scores by class`. */
  readonly title?: string;
}

/** Picture of the score distribution of either class, one above the other. The square-root axis keeps small bars visible. */
export function scoreDistributionSpec(plot: ScoreDistributionPlot): PlotSpec {
  const x = {
    field: 'from',
    type: 'quantitative',
    scale: { domain: [0, 1] },
    axis: { title: null, labels: false, format: '.1f' },
  };
  const panel = (name: string, shares: ArrayLike<number>, lowest: boolean): PlotSpec => {
    const values = Array.from({ length: shares.length }, (_, i) => ({
      from: plot.edges[i]!,
      to: plot.edges[i + 1]!,
      share: shares[i]!,
    })).filter((bar) => bar.share > 0);
    const title = `Share of ${name}`;
    const axis = lowest ? { title: 'Score', format: '.1f' } : x.axis;
    return {
      width: 380,
      height: 130,
      layer: [
        {
          data: { values },
          mark: { type: 'rect', style: name, opacity: 0.9 },
          encoding: {
            x: { ...x, axis },
            x2: { field: 'to' },
            y: {
              field: 'share',
              type: 'quantitative',
              scale: { type: 'sqrt', domain: [0, 1] },
              axis: { title, format: '.0%', values: [0.01, 0.1, 0.25, 0.5, 1] },
            },
            y2: { datum: 0 },
          },
        },
        ...(plot.threshold === undefined
          ? []
          : [
              {
                data: { values: [{ from: plot.threshold }] },
                mark: { type: 'rule', style: 'accent', strokeWidth: 1.5, strokeDash: [3, 3] },
                encoding: { x: { ...x, axis } },
              },
            ]),
      ],
    };
  };
  const subtitle =
    plot.threshold === undefined ? {} : { subtitle: `dashed: threshold ${Number(plot.threshold.toPrecision(3))}` };
  return {
    title: { text: plot.title ?? 'Scores by class', ...subtitle },
    vconcat: [panel('genuine', plot.genuine, false), panel('fraud', plot.fraud, true)],
    spacing: 14,
  };
}
