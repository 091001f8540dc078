/** Names that a message has room for. */
const SHOWN = 12;

/**
 * Names for a message: all, or the first 12 and how many more there are.
 *
 * @example
 * nameList(['a', 'b']); // 'a, b'
 */
export function nameList(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return `${names.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
