/** At most so many items, evenly among all; those of `keep` stay whatever their number. */
export function thinEvenly<T>(items: readonly T[], most: number, keep: (item: T) => boolean = () => false): T[] {
  if (items.length <= most) return [...items];
  const step = items.length / most;
  let next = 0;
  return items.filter((item, i) => {
    const isTurn = i >= next;
    if (isTurn) next += step;
    return isTurn || keep(item);
  });
}

/** Says how many of the trials are drawn; empty where all are. */
export function thinnedNote(drawn: number, all: number, what = 'trials'): string[] {
  const text = new Intl.NumberFormat('en');
  return drawn >= all ? [] : [`${text.format(drawn)} of ${text.format(all)} ${what} are drawn`];
}
