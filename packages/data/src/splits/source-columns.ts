import { InvalidArgumentError } from '@fraudx/core';
import type { SplitSource } from './split-strategy.ts';

/**
 * Times of the rows, in any increasing measure.
 *
 * @throws {InvalidArgumentError} The column has texts.
 */
export function timesOf({ frame }: SplitSource, name: string): Float64Array {
  const column = frame.column(name);
  if (column.kind === 'categorical') {
    throw new InvalidArgumentError(`time: column "${name}" must hold numbers or timestamps, got text`, {
      hint: 'Write times as ISO 8601 (2026-01-31 14:05:09) or as numbers.',
    });
  }
  return column.values;
}

/**
 * Numbers of the entities; NaN or negative where a row has none.
 *
 * @throws {InvalidArgumentError} `MISSING_OPTION`: no column is named.
 */
export function entitiesOf({ frame, entity }: SplitSource, strategy: string): ArrayLike<number> {
  if (entity === undefined) {
    throw new InvalidArgumentError(`entity must be given for a ${strategy} split, got nothing`, {
      code: 'MISSING_OPTION',
      details: { settings: ['entity'] },
      hint: 'Name the column of the customer or card ("entity:").',
    });
  }
  const column = frame.column(entity);
  return column.kind === 'categorical' ? column.codes : numbered(column.values);
}

/** Ids as numbers >= 0, since a negative one would count as unknown; a missing id stays NaN. */
function numbered(ids: Float64Array): Float64Array {
  if (!ids.some((id) => id < 0)) return ids;
  const numbers = new Map<number, number>();
  return ids.map((id) => {
    if (Number.isNaN(id)) return id;
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, numbers.size);
    return numbers.size - 1;
  });
}
