import type { Direction } from './best-trial.ts';
import type { Gains } from './gains.ts';
import { gainsOf } from './gains.ts';
import type { TrialRecord } from './trial.ts';
import { isFeasible } from './trial.ts';

/** Pairs that are compared one by one: fewer than this are not worth a division. */
const fewPairs = 256;

/** Descending, the first difference decides. */
function compareGains(a: Gains, b: Gains): number {
  for (const [i, gain] of a.entries()) if (gain !== b[i]) return b[i]! - gain;
  return 0;
}

/** Those of `points` of which no one of `others` is at least as good in each of the last two directions: a sweep over the first of them. */
function keepInPlane(points: readonly Gains[], others: readonly Gains[], from: number): Gains[] {
  const descending = (list: readonly Gains[]): Gains[] => list.toSorted((a, b) => b[from]! - a[from]!);
  const [inOrder, ahead] = [descending(points), descending(others)];
  let best = -Infinity;
  let at = 0;
  return inOrder.filter((point) => {
    for (; at < ahead.length && ahead[at]![from]! >= point[from]!; at++) best = Math.max(best, ahead[at]![from + 1]!);
    return point[from + 1]! > best;
  });
}

/** Those of `points` of which no one of `others` is at least as good in each direction from `from` on. */
function keepUnmatched(points: readonly Gains[], others: readonly Gains[], from: number, n: number): readonly Gains[] {
  if (points.length === 0 || others.length === 0) return points;
  if (n - from === 1) {
    const best = others.reduce((most, other) => Math.max(most, other[from]!), -Infinity);
    return points.filter((point) => point[from]! > best);
  }
  if (n - from === 2) return keepInPlane(points, others, from);
  if (points.length * others.length <= fewPairs) {
    return points.filter((point) => !others.some((other) => point.every((gain, i) => i < from || other[i]! >= gain)));
  }
  const gains = others.map((other) => other[from]!).toSorted((a, b) => a - b);
  const middle = gains[gains.length >> 1]!;
  // such that one of the others lies below; undefined where all are equal
  const cut = middle > gains[0]! ? middle : gains.find((gain) => gain > middle);
  if (cut === undefined) {
    const [above, below] = split(points, (point) => point[from]! > middle);
    return [...above, ...keepUnmatched(below, others, from + 1, n)];
  }
  const [highOthers, lowOthers] = split(others, (other) => other[from]! >= cut);
  const [high, low] = split(points, (point) => point[from]! >= cut);
  const left = keepUnmatched(low, highOthers, from + 1, n);
  return [...keepUnmatched(high, highOthers, from, n), ...keepUnmatched(left, lowOthers, from, n)];
}

function split(points: readonly Gains[], is: (point: Gains) => boolean): [Gains[], Gains[]] {
  const [those, others]: [Gains[], Gains[]] = [[], []];
  for (const point of points) (is(point) ? those : others).push(point);
  return [those, others];
}

/** The front of different points in the order of {@link compareGains}: who beats another comes before it. */
function frontOf(points: readonly Gains[], n: number): readonly Gains[] {
  if (points.length <= 1) return points;
  const middle = points.length >> 1;
  const first = frontOf(points.slice(0, middle), n);
  return [...first, ...keepUnmatched(frontOf(points.slice(middle), n), first, 1, n)];
}

/**
 * The places of the points that no other one beats, ascending; of equal points all.
 *
 * @param points - What is reached in each direction, more is better; all of one length, at least 1.
 */
export function frontPlaces(points: readonly Gains[]): number[] {
  const n = points[0]?.length ?? 0;
  if (n <= 1) {
    const best = points.reduce((most, gains) => Math.max(most, gains[0]!), -Infinity);
    return points.flatMap((gains, place) => (gains[0] === best ? [place] : []));
  }
  const equals = new Map<Gains, number[]>();
  let last: Gains | undefined;
  const inOrder = points.map((_, place) => place).toSorted((a, b) => compareGains(points[a]!, points[b]!));
  for (const place of inOrder) {
    const gains = points[place]!;
    if (last !== undefined && compareGains(last, gains) === 0) {
      equals.get(last)!.push(place);
      continue;
    }
    equals.set(gains, [place]);
    last = gains;
  }
  return frontOf([...equals.keys()], n)
    .flatMap((gains) => equals.get(gains)!)
    .toSorted((a, b) => a - b);
}

/**
 * The complete trials that no other one beats, of those that violate no constraint: none is at least as good in every direction and better in one. By trial
 * number; trials with equal values are all kept.
 *
 * Of n trials in d directions in O(n log n) steps for d <= 2, and about n log(n)^(d - 1) for more.
 *
 * @see Kung, Luccio and Preparata (1975), "On finding the maxima of a set of vectors", Journal of the ACM 22 (4).
 */
export function paretoFront(trials: readonly TrialRecord[], directions: readonly Direction[]): TrialRecord[] {
  const points = trials.flatMap((trial) => {
    const gains = isFeasible(trial) ? gainsOf(trial, directions) : undefined;
    return gains === undefined ? [] : [{ trial, gains }];
  });
  return frontPlaces(points.map(({ gains }) => gains))
    .map((place) => points[place]!.trial)
    .toSorted((a, b) => a.trial - b.trial);
}
