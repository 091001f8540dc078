import type { PlotSpec } from '../plot-spec.ts';

/**
 * Labels of an axis or legend as numbers with up to ten digits. As a format they would have as many digits as ticks lie apart, and 10 would be 1e+1.
 */
export const numberLabels: PlotSpec = { labelExpr: "format(datum.value, '.10~g')" };
