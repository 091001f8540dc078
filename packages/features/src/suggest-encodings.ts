import type { Frame } from '@fraudx/core';
import type { CategoryEncoding } from './encoding-names.ts';

/** Fewer categories than these every algorithm takes as they are. */
const MANY = 50;
/** Share of rows whose category occurs nowhere else, beyond which a column rather names rows. */
const MOSTLY_SINGLE = 0.5;

/** Encodings worth comparing for a column of many categories. */
export interface EncodingSuggestion {
  readonly column: string;
  readonly categories: number;
  /** Share of the rows with a value whose category occurs in no other row, in [0, 1]. */
  readonly singleShare: number;
  /** The one to begin with first. */
  readonly encodings: readonly CategoryEncoding[];
}

/**
 * Columns of texts with 50 categories or more, and the encodings to try: `native` and `target` learn what each category means; where most rows have a
 * category of their own there is nothing to learn by, and only `count`, how often it occurs, says something about other rows.
 *
 * @param without - Columns that are no features: target, time, entity.
 */
export function suggestEncodings(frame: Frame, without: readonly (string | undefined)[] = []): EncodingSuggestion[] {
  return frame.columns.flatMap((column): EncodingSuggestion[] => {
    if (column.kind !== 'categorical' || without.includes(column.name)) return [];
    const counts = new Float64Array(column.categories.length);
    let present = 0;
    for (const code of column.codes) {
      if (code < 0) continue;
      counts[code]!++;
      present++;
    }
    let categories = 0;
    let single = 0;
    for (const count of counts) {
      if (count > 0) categories++;
      if (count === 1) single++;
    }
    // another value in every row is an id: nothing to encode
    if (categories < MANY || categories === present) return [];
    const singleShare = single / present;
    const encodings =
      singleShare > MOSTLY_SINGLE ? (['count', 'native'] as const) : (['native', 'target', 'count'] as const);
    return [{ column: column.name, categories, singleShare, encodings }];
  });
}
