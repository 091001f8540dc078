import { dimensionSize, dimensionValue } from '../../space/grid.ts';
import type { Dimension, ParamValue } from '../../space/search-space.ts';
import { valueAt } from '../../space/value-at.ts';

/**
 * A dimension as a Parzen estimator sees it. A value has a code: its place in [0, 1] on the (logarithmic) scale of a continuous dimension, else its number
 * among the values.
 */
export interface Axis {
  readonly name: string;
  readonly kind: 'continuous' | 'steps' | 'categories';
  /** How many values; Infinity where it is continuous. */
  readonly size: number;
  /** Length of the dimension on its scale, half a step beyond both ends included; 1 for categories. */
  readonly span: number;
  /** The code of a value; undefined where it is none of this dimension. */
  readonly encode: (value: ParamValue | undefined) => number | undefined;
  readonly decode: (code: number) => ParamValue;
  /** Where the value of a code lies in [0, 1]; numeric dimensions only. */
  readonly place: (code: number) => number;
  /** Where the values of number code - 1 and code meet; dimensions with steps only. */
  readonly edge: (code: number) => number;
  /** The number of the value whose part holds a place; dimensions with steps only. */
  readonly stepAt: (place: number) => number;
}

type Numeric = Extract<Dimension, { readonly low: number }>;

function categories(name: string, values: readonly ParamValue[]): Axis {
  const codes = new Map(values.map((value, code) => [value, code]));
  return {
    name,
    kind: 'categories',
    size: values.length,
    span: 1,
    encode: (value) => (value === undefined ? undefined : codes.get(value)),
    decode: (code) => values[code]!,
    place: () => Number.NaN,
    edge: () => Number.NaN,
    stepAt: () => Number.NaN,
  };
}

function continuous(name: string, dimension: Numeric): Axis {
  const { low, high, log } = dimension;
  // Halves, so that no range overflows.
  const scale = (value: number): number => (log ? Math.log(value) : value) / 2;
  const start = scale(low);
  const half = scale(high) - start;
  return {
    name,
    kind: 'continuous',
    size: Infinity,
    span: 2 * half,
    encode(value) {
      if (typeof value !== 'number' || !(value >= low && value <= high)) return undefined;
      return half > 0 ? Math.min(1, Math.max(0, (scale(value) - start) / half)) : 0.5;
    },
    decode: (code) => valueAt(dimension, code),
    place: (code) => code,
    edge: () => Number.NaN,
    stepAt: () => Number.NaN,
  };
}

function steps(name: string, dimension: Numeric, size: number): Axis {
  const { low, log, step = 1 } = dimension;
  const start = Math.log(low - step / 2);
  const span = log ? Math.log(low + (size - 0.5) * step) - start : size * step;
  const at = (number: number): number => (log ? (Math.log(low + number * step) - start) / span : (number + 0.5) / size);
  return {
    name,
    kind: 'steps',
    size,
    span,
    encode(value) {
      if (typeof value !== 'number') return undefined;
      const code = Math.round((value - low) / step);
      const isStep = Math.abs((value - low) / step - code) < 1e-6;
      return isStep && code >= 0 && code < size ? code + 0 : undefined;
    },
    decode: (code) => dimensionValue(dimension, code),
    place: at,
    edge: (code) => at(code - 0.5),
    stepAt(place) {
      const number = log ? Math.round((Math.exp(start + place * span) - low) / step) : Math.floor(place * size);
      return Math.min(size - 1, Math.max(0, number));
    },
  };
}

/** The axis of a dimension; undefined where it has one value only. */
export function createAxis(name: string, dimension: Dimension): Axis | undefined {
  const size = dimensionSize(dimension);
  if (size === 1 || dimension.type === 'fixed') return undefined;
  if (dimension.type === 'categorical') return categories(name, dimension.values);
  return size === undefined ? continuous(name, dimension) : steps(name, dimension, size);
}
