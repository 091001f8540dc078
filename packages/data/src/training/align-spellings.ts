import type { CategoricalColumn, Frame } from '@fraudx/core';
import { spelledAsKnown } from '../reading/spellings.ts';

function aligned(column: CategoricalColumn, known: readonly string[]): CategoricalColumn {
  const texts = spelledAsKnown(column.categories, known);
  if (texts === column.categories) return column;
  const categories = [...new Set(texts)];
  const codes = new Map(categories.map((text, code) => [text, code]));
  const changed = texts.map((text) => codes.get(text)!);
  return { ...column, categories, codes: column.codes.map((code) => changed[code] ?? -1) };
}

/**
 * The frame with texts spelled as training had them: `5411` for `5411.0`, `True` for `true`.
 *
 * @param known - Categories of training by column; columns that the frame lacks, or that hold no texts, do not count.
 */
export function alignSpellings(frame: Frame, known: ReadonlyMap<string, ReadonlySet<string>>): Frame {
  let result = frame;
  for (const [name, categories] of known) {
    if (!frame.has(name)) continue;
    const column = frame.column(name);
    if (column.kind === 'categorical') result = result.with(aligned(column, [...categories]));
  }
  return result;
}
