/** Tables whose columns are most likely not what was meant: one column of lines of another format, and two columns of one name in two spellings. */
import type { Column } from '@fraudx/core';
import { isMissing } from './missing-cells.ts';
import { caseTwinsWarning, oneColumnWarning, quotedRowsWarning } from './reading-warnings.ts';

/** What lines look like that no delimiter parts. */
const formats: readonly (readonly [RegExp, string])[] = [
  [/^\s*</, 'HTML or XML: export the table as CSV'],
  [/^\s*[{[]/, 'JSON: name the file .jsonl'],
  [/\S {2,}\S/, 'columns of a fixed width, parted by spaces: export the file with a delimiter'],
];

/** The warning for a text file of one column whose lines, and whose header, look like another format; undefined for other files. */
function oneColumn(columns: readonly Column[], path: string): string | undefined {
  const [column] = columns;
  if (columns.length !== 1 || column?.kind !== 'categorical') return undefined;
  const { name, categories } = column;
  const sign = [',', ';', '\t', '|'].find((one) => name.includes(one));
  if (sign !== undefined) {
    const signs = name.split(sign).length;
    const alike = categories.filter((text) => text.split(sign).length === signs);
    return alike.length >= 0.9 * categories.length ? quotedRowsWarning(path, name, sign) : undefined;
  }
  const found = formats.find(
    ([pattern]) =>
      pattern.test(name) && categories.filter((text) => pattern.test(text)).length >= 0.9 * categories.length,
  );
  return found === undefined ? undefined : oneColumnWarning(path, found[1]);
}

/** The warnings for columns whose names differ by case alone, where no row has a value in both. */
function caseTwins(columns: readonly Column[], nRows: number): readonly string[] {
  const seen = new Map<string, Column>();
  const warnings: string[] = [];
  for (const column of columns) {
    const key = column.name.toLowerCase();
    const other = seen.get(key);
    seen.set(key, column);
    if (other === undefined) continue;
    let [ones, others, both] = [0, 0, 0];
    for (let row = 0; row < nRows && both === 0; row++) {
      const [hasOne, hasOther] = [!isMissing(column, row), !isMissing(other, row)];
      ones += Number(hasOne);
      others += Number(hasOther);
      both += Number(hasOne && hasOther);
    }
    if (both === 0 && ones > 0 && others > 0) warnings.push(caseTwinsWarning(other.name, column.name));
  }
  return warnings;
}

/**
 * What to say of the columns of a table as a whole.
 *
 * @param path - Of a text file; undefined for another one.
 */
export function oddTables(columns: readonly Column[], nRows: number, path: string | undefined): readonly string[] {
  const one = path === undefined ? undefined : oneColumn(columns, path);
  return [...(one === undefined ? [] : [one]), ...caseTwins(columns, nRows)];
}
