import { dimensionSize, dimensionValue } from './grid.ts';
import type { Dimension, ParamValue } from './search-space.ts';

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/**
 * The value of a dimension at a share of its range, by its own scale: u uniform gives values that are uniform, log-uniform where it says `log`, and equally
 * likely where they are finitely many.
 *
 * @param u - In [0, 1).
 * @returns A value inside the dimension, bounds included.
 */
export function valueAt(dimension: Dimension, u: number): ParamValue {
  if (dimension.type === 'int' && dimension.log) {
    // Each whole number k owns [k - 0.5, k + 0.5) on the log axis, so the ends are as likely as their width there says.
    const low = Math.log(dimension.low - 0.5);
    const high = Math.log(dimension.high + 0.5);
    return clamp(Math.round(Math.exp(low + u * (high - low))), dimension.low, dimension.high);
  }
  const size = dimensionSize(dimension);
  if (size !== undefined) return dimensionValue(dimension, Math.min(size - 1, Math.floor(u * size)));
  const { low, high, log } = dimension as { low: number; high: number; log: boolean };
  const value = log ? Math.exp(Math.log(low) + u * (Math.log(high) - Math.log(low))) : low * (1 - u) + high * u;
  return clamp(value, low, high) + 0;
}
