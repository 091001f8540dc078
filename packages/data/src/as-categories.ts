import type { Column, Frame } from '@fraudx/core';

/** A column of numbers as one of texts in their shortest form, numbered by first row. */
function asTexts(column: Column): Column {
  if (column.kind !== 'numeric') return column;
  const { name, values } = column;
  const codeOf = new Map<number, number>();
  const codes = new Int32Array(values.length).fill(-1);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    let code = codeOf.get(value);
    if (code === undefined) {
      code = codeOf.size;
      codeOf.set(value, code);
    }
    codes[i] = code;
  }
  return { kind: 'categorical', name, codes, categories: [...codeOf.keys()].map(String) };
}

/**
 * The frame with columns of numbers that are codes as categories, for looking at data: Parquet says itself what is a number, and what is
 * declared a category is counted, not averaged. Names that are not there are left out of account.
 */
export function asCategories(frame: Frame, names: readonly string[]): Frame {
  return names.reduce((all, name) => (all.has(name) ? all.with(asTexts(all.column(name))) : all), frame);
}
