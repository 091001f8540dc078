/** Characters above which no word is near another: names of columns come from files, and the time grows with the product of both lengths. */
const longest = 100;

/** Edit distance with transpositions (optimal string alignment), O(a × b); Infinity where it is above `most`. */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let leastBefore = 0;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    // a row follows from the two before it
    const least = Math.min(...row);
    if (least > most && leastBefore > most) return Infinity;
    leastBefore = least;
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

/**
 * The candidate that a user most likely meant.
 *
 * @param word - What was typed; case is ignored.
 * @returns The nearest candidate within a third of its length (at least 2 edits, or half of what was typed), else the only one that says more behind the word, or undefined; none above 100 characters is looked at.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > longest) return undefined;
  const typed = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    if (candidate.length > longest) continue;
    const most = Math.min(
      bestDistance - 1,
      Math.max(Math.min(2, Math.floor(typed.length / 2)), Math.floor(candidate.length / 3)),
    );
    const d = distance(typed, candidate.toLowerCase(), most);
    if (d <= most) {
      best = candidate;
      bestDistance = d;
    }
  }
  return best ?? beginningWith(typed, candidates);
}

/** The only candidate that begins with a word of at least three characters: `Betrag (EUR)` for `Betrag`; undefined where there are none or several. */
function beginningWith(typed: string, candidates: readonly string[]): string | undefined {
  if (typed.length < 3) return undefined;
  const found = candidates.filter(
    (candidate) =>
      candidate.length <= longest &&
      candidate.toLowerCase().startsWith(typed) &&
      !/^[\p{L}\p{N}]/u.test(candidate.slice(typed.length)),
  );
  return found.length === 1 ? found[0] : undefined;
}
