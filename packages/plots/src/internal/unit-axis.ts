import type { PlotSpec } from '../plot-spec.ts';

/** Encoding of a rate in [0, 1] on an axis. */
export function unitAxis(field: string, title: string): PlotSpec {
  return {
    field,
    type: 'quantitative',
    scale: { domain: [0, 1], nice: false },
    axis: { title, tickCount: 6, format: '.1f' },
  };
}
