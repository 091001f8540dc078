import { titled } from '../internal/titled.ts';
import type { PlotSpec } from '../plot-spec.ts';

/** What the picture shows. */
export interface ParamImportancesPlot {
  /** One to three ways to measure importance, with shares of 1 by hyperparameter. Those of the first decide the order. */
  readonly methods: readonly {
    readonly name: string;
    readonly shares: readonly { readonly param: string; readonly share: number }[];
  }[];
  /** Default `Importance of hyperparameters`. */
  readonly title?: string;
}

const mostParams = 30;

/** Picture of how important hyperparameters are, a bar for each way to measure it. The 30 most important ones. */
export function paramImportancesSpec(plot: ParamImportancesPlot): PlotSpec {
  const { methods } = plot;
  const all = [...new Set(methods.flatMap(({ shares }) => shares.map(({ param }) => param)))];
  const first = new Map(methods[0]?.shares.map(({ param, share }) => [param, share]));
  const order = all.toSorted((a, b) => (first.get(b) ?? -1) - (first.get(a) ?? -1)).slice(0, mostParams);
  const isShown = new Set(order);
  const values = methods.flatMap(({ name, shares }) =>
    shares.flatMap(({ param, share }) => (isShown.has(param) ? [{ param, share, method: name }] : [])),
  );
  const names = methods.map(({ name }) => name);
  const isSeveral = names.length > 1;
  const more = all.length - order.length;
  return {
    title: titled(plot.title ?? 'Importance of hyperparameters', more === 0 ? [] : [`and ${more} less important ones`]),
    width: 400,
    height: { step: isSeveral ? 12 : 22 },
    data: { values },
    mark: { type: 'bar', ...(isSeveral ? {} : { style: 'series', height: { band: 0.65 } }), cornerRadiusEnd: 2 },
    encoding: {
      x: {
        field: 'share',
        type: 'quantitative',
        scale: { domainMin: 0 },
        axis: { title: 'Share of importance', format: '.0%', tickCount: 6 },
      },
      y: {
        field: 'param',
        type: 'nominal',
        sort: order,
        scale: { paddingInner: 0.25 },
        axis: { title: null, labelLimit: 260, labelFontSize: 12 },
      },
      ...(isSeveral
        ? {
            yOffset: { field: 'method', type: 'nominal', sort: names },
            color: {
              field: 'method',
              type: 'nominal',
              scale: { domain: names },
              legend: { title: null, orient: 'top', symbolType: 'square' },
            },
          }
        : {}),
    },
  };
}
