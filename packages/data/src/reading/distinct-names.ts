import { DataError } from '@fraudx/core';

/**
 * The names of the columns of a file, each once: a repeated one gets the suffix `_2` and so on where that is asked for.
 *
 * @throws {DataError} `DATA_DUPLICATE_COLUMNS`.
 */
export function distinctNames(path: string, header: readonly string[], duplicates: 'error' | 'rename'): string[] {
  const names: string[] = [];
  const taken = new Set<string>();
  const repeated: string[] = [];
  for (const name of header) {
    let unique = name;
    for (let k = 2; taken.has(unique); k++) unique = `${name}_${k}`;
    if (unique !== name) repeated.push(name);
    taken.add(unique);
    names.push(unique);
  }
  if (repeated.length > 0 && duplicates === 'error') {
    const listed = [...new Set(repeated)];
    throw new DataError(
      'DATA_DUPLICATE_COLUMNS',
      `data: column names must be distinct, got ${listed.map((name) => `"${name}"`).join(', ')} more than once in ${path}`,
      {
        details: { file: path, columns: listed },
        hint: `Rename the column in the file, or read with duplicates: rename, in a config renameDuplicates: the second "${listed[0]}" becomes "${listed[0]}_2".`,
      },
    );
  }
  return names;
}

/** What to tell of a repeated name. */
export function renamedWarning(name: string): string {
  return `repeated column name, read as "${name}"`;
}
