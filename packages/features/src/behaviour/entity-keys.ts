import type { Column } from '@fraudx/core';

/** Values as map keys: numbers stay numbers, categories become their text; missing gives undefined. */
export function keyOf(column: Column): (row: number) => number | string | undefined {
  if (column.kind === 'categorical') return (row) => column.categories[column.codes[row]!];
  return (row) => (Number.isNaN(column.values[row]) ? undefined : column.values[row]);
}

/** Ids of one kind as whole numbers from 0, the same in every frame; -1 where missing. */
export class EntityNumbers {
  readonly #numbers = new Map<number | string, number>();

  /** The number of the id in each row of a column. */
  of(column: Column): (row: number) => number {
    const key = keyOf(column);
    return (row) => {
      const id = key(row);
      if (id === undefined) return -1;
      let number = this.#numbers.get(id);
      if (number === undefined) {
        number = this.#numbers.size;
        this.#numbers.set(id, number);
      }
      return number;
    };
  }
}
