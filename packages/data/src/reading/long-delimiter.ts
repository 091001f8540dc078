/** Delimiters of several signs, `~|~` or `||`, which some programs write and no reader of CSV knows. */

/** Signs that are in no name and no number, two or more of them. */
const signsInARow = /[~|^#$%&*:@!=§¦¬]{2,5}/gu;

/**
 * The signs that part the cells of all lines where there are several of them each time; undefined for other files.
 *
 * @param lines - The header and some of the first rows, whole.
 * @param delimiter - The single sign by which the file is read, which must be one of them, or part no cells at all.
 */
export function findLongDelimiter(lines: readonly string[], delimiter: string): string | undefined {
  const [header = '', ...rows] = lines;
  if (rows.length === 0) return undefined;
  const countOf = (line: string, signs: string): number => line.split(signs).length - 1;
  const found = [...new Set(header.match(signsInARow))].find((signs) => {
    const count = countOf(header, signs);
    // Two signs of one kind may be an empty cell: between two names there is none.
    const isWhole = !header.replaceAll(signs, '').includes(delimiter) && (count > 1 || new Set(signs).size > 1);
    return isWhole && rows.every((row) => countOf(row, signs) === count);
  });
  return found;
}
