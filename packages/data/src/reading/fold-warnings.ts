/** Columns that a folded warning names beside the first. */
const mostNamed = 3;

/** The name in front of a warning about a column, the longest where several fit. */
function columnOf(warning: string, names: readonly string[]): string | undefined {
  if (!warning.startsWith('column "')) return undefined;
  return names
    .filter((name) => warning.startsWith(`column "${name}" `))
    .reduce<string | undefined>(
      (best, name) => (best === undefined || name.length > best.length ? name : best),
      undefined,
    );
}

/**
 * What a warning says without the column: two of the same key say the same of two columns.
 *
 * The numbers of an example (`such as 1.234, …; read as 1234`) are left out, each in its place, so that the same example read in another way stays another warning.
 * A warning that counts cells, or names rows, is alike only where all of it is.
 */
function keyOf(rest: string): string {
  if (!/ (?:such|written) as /.test(rest) || /\bin \d|\(row \d/.test(rest)) return rest;
  const seen: string[] = [];
  return rest.replaceAll(/[^\s"();]+/g, (word) => {
    if (!/\d/.test(word)) return word;
    const end = word.endsWith(',') ? ',' : '';
    const number = word.slice(0, word.length - end.length);
    if (!seen.includes(number)) seen.push(number);
    return `#${seen.indexOf(number)}${end}`;
  });
}

/**
 * Makes warnings that differ in nothing but the column, and perhaps an example of it, one that names the columns: the first as it is, with the first few of the others and
 * how many there are. A file of other decimal marks has one warning, not one for each of its columns.
 *
 * @param warnings - Of one file, in the order of its columns.
 * @param names - Of its columns.
 * @param notesOf - Columns whose warnings are kept. Default: all.
 */
export function foldWarnings(
  warnings: readonly string[],
  names: readonly string[],
  notesOf?: readonly string[],
): readonly string[] {
  const folded = new Map<string, { readonly first: string; readonly others: string[] }>();
  for (const warning of warnings) {
    const name = columnOf(warning, names);
    if (name !== undefined && notesOf?.includes(name) === false) continue;
    const key = name === undefined ? warning : keyOf(warning.slice(`column "${name}" `.length));
    const found = folded.get(key);
    if (found === undefined) folded.set(key, { first: warning, others: [] });
    else if (name !== undefined) found.others.push(`"${name}"`);
  }
  return [...folded.values()].map(({ first, others }) => {
    if (others.length === 0) return first;
    const more = others.length - mostNamed;
    const of = others.length === 1 ? 'another column' : `${others.length} other columns`;
    return `${first}; the same goes for ${of}: ${others.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  });
}
