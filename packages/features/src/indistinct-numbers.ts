import type { Frame } from '@fraudx/core';
import type { FittedFeatures } from './fitted-features.ts';

/** From here on not every whole number is a float32, which is what models see. */
const largestExact = 2 ** 24;

/** A column of whole numbers that models see as fewer values than there are. */
export interface IndistinctNumbers {
  readonly column: string;
  /** Different values of the column. */
  readonly distinct: number;
  /** Different values among them for the model. */
  readonly seen: number;
}

function judge(values: Float64Array, rows: Uint32Array): Omit<IndistinctNumbers, 'column'> | undefined {
  let isLarge = false;
  for (const row of rows) {
    const value = values[row]!;
    if (value !== Math.floor(value) && value === value) return undefined;
    isLarge ||= Math.abs(value) > largestExact && value !== Math.fround(value);
  }
  if (!isLarge) return undefined;
  const distinct = new Set<number>();
  for (const row of rows) if (!Number.isNaN(values[row])) distinct.add(values[row]!);
  const seen = new Set([...distinct].map(Math.fround)).size;
  return seen > 0.9 * distinct.size ? undefined : { distinct: distinct.size, seen };
}

/**
 * Columns of large whole numbers, such as account numbers near 1.7e9 that differ by one, of which models tell apart less than nine tenths: models hold float32, which has 24 bits.
 *
 * @param rows - Rows of training.
 */
export function indistinctNumbers(
  frame: Frame,
  features: FittedFeatures,
  rows: Uint32Array,
): readonly IndistinctNumbers[] {
  return features.numberInputs.flatMap((name) => {
    const column = frame.column(name);
    const found = column.kind === 'numeric' ? judge(column.values, rows) : undefined;
    return found === undefined ? [] : [{ column: name, ...found }];
  });
}
