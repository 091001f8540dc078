import type { PlotSpec } from '../plot-spec.ts';

/** What the picture shows. */
export interface ConfusionMatrixPlot {
  readonly tn: number;
  readonly fp: number;
  readonly fn: number;
  readonly tp: number;
  /** Default `Confusion matrix`. */
  readonly title?: string;
  /** Shown below the title, when given. */
  readonly threshold?: number;
}

const count = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat('en-US', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 2,
});

/** A percentage that is 0 % or 100 % only when it is. */
function percentText(share: number): string {
  if (share > 0 && share < 0.0001) return `<${percent.format(0.0001)}`;
  return share < 1 && share > 0.9999 ? `>${percent.format(0.9999)}` : percent.format(share);
}

/** Picture of a confusion matrix: counts, and the share of each true class. Colour follows the share. */
export function confusionMatrixSpec(plot: ConfusionMatrixPlot): PlotSpec {
  const cell = (truth: string, prediction: string, value: number, total: number): Record<string, string | number> => {
    const share = total > 0 ? value / total : 0;
    return {
      truth,
      prediction,
      share,
      count: count.format(value),
      rate: total > 0 ? `${percentText(share)} of ${truth}` : `no ${truth}`,
    };
  };
  const values = [
    cell('genuine', 'genuine', plot.tn, plot.tn + plot.fp),
    cell('genuine', 'fraud', plot.fp, plot.tn + plot.fp),
    cell('fraud', 'genuine', plot.fn, plot.fn + plot.tp),
    cell('fraud', 'fraud', plot.tp, plot.fn + plot.tp),
  ];
  const order = ['genuine', 'fraud'];
  const text = (field: string, dy: number, fontSize: number, high: boolean): PlotSpec => ({
    transform: [{ filter: high ? 'datum.share > 0.55' : 'datum.share <= 0.55' }],
    mark: { type: 'text', style: high ? 'on-high' : 'on-low', dy, fontSize, fontWeight: dy < 0 ? 'bold' : 'normal' },
    encoding: { text: { field, type: 'nominal' } },
  });
  const subtitle =
    plot.threshold === undefined ? {} : { subtitle: `fraud when score ≥ ${Number(plot.threshold.toPrecision(4))}` };
  return {
    title: { text: plot.title ?? 'Confusion matrix', ...subtitle },
    width: 340,
    height: 240,
    data: { values },
    encoding: {
      x: {
        field: 'prediction',
        type: 'nominal',
        sort: order,
        scale: { paddingInner: 0.02 },
        axis: { title: 'Predicted', labelAngle: 0, orient: 'top' },
      },
      y: { field: 'truth', type: 'nominal', sort: order, scale: { paddingInner: 0.03 }, axis: { title: 'True' } },
    },
    layer: [
      {
        mark: { type: 'rect', cornerRadius: 4 },
        encoding: { color: { field: 'share', type: 'quantitative', scale: { domain: [0, 1] }, legend: null } },
      },
      text('count', -9, 20, false),
      text('count', -9, 20, true),
      text('rate', 15, 12, false),
      text('rate', 15, 12, true),
    ],
  };
}
