import type { PlotSpec } from '../plot-spec.ts';

/**
 * Labels of an axis or legend as numbers with up to ten digits, very small and very large ones with an exponent. As a format they would have as many digits as
 * ticks lie apart, and 10 would be 1e+1.
 */
export const numberLabels: PlotSpec = {
  labelExpr:
    "datum.value != 0 && (abs(datum.value) < 1e-4 || abs(datum.value) >= 1e6) ? format(datum.value, '.8~e') : format(datum.value, '.10~g')",
};

/** A number for people with three significant digits, as {@link numberLabels} writes it. */
export function shortNumber(value: number): string {
  const isOrdinary = value === 0 || (Math.abs(value) >= 1e-4 && Math.abs(value) < 1e6);
  if (isOrdinary) return String(Number(value.toPrecision(3)));
  const [digits, power] = value.toExponential(2).split('e') as [string, string];
  return `${Number(digits)}e${power}`;
}
