import { sourceOf } from './sets.ts';
import type { Candidates } from './smooth-table.ts';

/**
 * Numbers of candidates, the most useful first: each raises the mean over sets of the best place so far the most, sets of one source together as one.
 *
 * @param places - By set, then candidate: the share of candidates that are worse there.
 * @param from - Sets that count.
 */
export function greedyPortfolio(places: Candidates['places'], from: readonly string[], count: number): number[] {
  const weighed = from.map((set) => ({
    place: places[set]!,
    weight: 1 / from.filter((other) => sourceOf(other) === sourceOf(set)).length,
  }));
  const best = weighed.map(() => 0);
  const chosen: number[] = [];
  while (chosen.length < count) {
    const worth = (i: number): number =>
      weighed.reduce((sum, { place, weight }, k) => sum + weight * Math.max(best[k]!, place[i]!), 0);
    let [next, most] = [-1, -1];
    for (let i = 0; i < weighed[0]!.place.length; i++) {
      const here = chosen.includes(i) ? -1 : worth(i);
      if (here > most) [next, most] = [i, here];
    }
    chosen.push(next);
    for (const [k, { place }] of weighed.entries()) best[k] = Math.max(best[k]!, place[next]!);
  }
  return chosen;
}
