import { InvalidArgumentError } from '@fraudx/core';
import { normalSf } from '../distributions/normal.ts';

/** A fourfold table of one stratum: `hits` of the `n` rows of a group, `allHits` of all `all` rows, those of the group among them. */
export interface Stratum {
  readonly hits: number;
  readonly n: number;
  readonly allHits: number;
  readonly all: number;
}

/** What {@link stratifiedExactGreater} finds. */
export interface StratifiedExcess {
  /** Hits of the group. */
  readonly hits: number;
  /** Hits that the group would have if, within each stratum, hits fell on its rows as on all rows. */
  readonly expected: number;
  /** Variance of the hits then. */
  readonly variance: number;
  /** Chance of at least so many hits then, in [0, 1]. */
  readonly chance: number;
  /** Chance of at most so many hits then, in [0, 1]. */
  readonly chanceOfFewer: number;
}

interface Distribution {
  /** Hits of the first entry. */
  readonly from: number;
  readonly chances: readonly number[];
}

/** Chances below this are left out: far below any level asked for. */
const negligible = 1e-25;

/** With more variance the exact distribution has thousands of values, and the normal one with its skewness is as good. */
const exactUpTo = 900;

/** How the hits of one stratum fall on the group: the hypergeometric distribution, outward from its mode. */
function hypergeometric({ n, allHits, all }: Stratum): Distribution {
  const least = Math.max(0, n + allHits - all);
  const most = Math.min(n, allHits);
  const mode = Math.min(most, Math.max(least, Math.floor(((n + 1) * (allHits + 1)) / (all + 2))));
  const below: number[] = [];
  const above: number[] = [];
  let term = 1;
  for (let k = mode; k < most && term > negligible; k++) {
    term *= ((allHits - k) / (k + 1)) * ((n - k) / (all - allHits - n + k + 1));
    above.push(term);
  }
  term = 1;
  for (let k = mode; k > least && term > negligible; k--) {
    term *= (k / (allHits - k + 1)) * ((all - allHits - n + k) / (n - k + 1));
    below.push(term);
  }
  const terms = [...below.toReversed(), 1, ...above];
  const sum = terms.reduce((total, one) => total + one, 0);
  return { from: mode - below.length, chances: terms.map((one) => one / sum) };
}

function sumOf(a: Distribution, b: Distribution): Distribution {
  const chances = Array.from({ length: a.chances.length + b.chances.length - 1 }, () => 0);
  a.chances.forEach((p, i) => {
    b.chances.forEach((q, j) => {
      chances[i + j]! += p * q;
    });
  });
  const first = chances.findIndex((one) => one > negligible);
  const last = chances.findLastIndex((one) => one > negligible);
  return { from: a.from + b.from + first, chances: chances.slice(first, last + 1) };
}

/**
 * Whether a group has more hits than other rows of the same stratum: Birch's exact test of several fourfold tables, the exact form of
 * the Mantel–Haenszel test, one-sided. Right for any counts, however few; with one stratum it is Fisher's exact test.
 *
 * A stratum without rows of the group, or without other rows, says nothing. Where the hits vary by more than 30 (standard deviation),
 * the chance is that of the normal distribution, corrected for continuity and skewness: within 3 % of the exact one up to four standard
 * deviations.
 *
 * @param strata - Whole numbers, 0 <= hits <= n <= all, and 0 <= allHits - hits <= all - n.
 * @throws {InvalidArgumentError} A count is not whole or out of its range.
 * @see Mantel and Haenszel (1959), "Statistical aspects of the analysis of data from retrospective studies of disease", Journal of the
 * National Cancer Institute 22(4); Birch (1964), "The detection of partial association, I: the 2 × 2 case", Journal of the Royal
 * Statistical Society B 26(2).
 * @example
 * stratifiedExactGreater([{ hits: 5, n: 5, allHits: 5, all: 10 }]).chance; // 0.004
 */
export function stratifiedExactGreater(strata: readonly Stratum[]): StratifiedExcess {
  strata.forEach(checkStratum);
  let hits = 0;
  let expected = 0;
  let variance = 0;
  let third = 0;
  for (const { hits: inGroup, n, allHits, all } of strata) {
    if (n === 0) continue;
    hits += inGroup;
    expected += (n * allHits) / all;
    if (all === 1) continue;
    const spread = (n * (all - n) * allHits * (all - allHits)) / (all * all * (all - 1));
    variance += spread;
    if (all > 2) third += (spread * (all - 2 * allHits) * (all - 2 * n)) / (all * (all - 2));
  }
  const error = Math.sqrt(variance);
  const skewness = third / variance ** 1.5;
  const [chance, chanceOfFewer] =
    variance > exactUpTo
      ? [skewedTail((hits - 0.5 - expected) / error, skewness), skewedTail((expected - hits - 0.5) / error, -skewness)]
      : exactTails(strata, hits);
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  return { hits, expected, variance, chance: within(chance), chanceOfFewer: within(chanceOfFewer) };
}

function checkStratum({ hits, n, allHits, all }: Stratum, at: number): void {
  const counts = [hits, n - hits, allHits - hits, all - n - (allHits - hits)];
  if (counts.every((count) => Number.isSafeInteger(count) && count >= 0)) return;
  throw new InvalidArgumentError(
    `strata[${at}] must have whole counts with 0 <= hits <= n and 0 <= allHits - hits <= all - n, got ${hits} of ${n} and ${allHits} of ${all}`,
    { subject: 'stratifiedExactGreater' },
  );
}

/** Chance of more than z standard deviations by the first term of Edgeworth's series. */
function skewedTail(z: number, skewness: number): number {
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  return normalSf(z) + (density * skewness * (z * z - 1)) / 6;
}

function exactTails(strata: readonly Stratum[], hits: number): [more: number, fewer: number] {
  let whole: Distribution = { from: 0, chances: [1] };
  for (const stratum of strata) if (stratum.n > 0) whole = sumOf(whole, hypergeometric(stratum));
  const { from, chances } = whole;
  const sum = (of: readonly number[]): number => of.reduce((total, one) => total + one, 0);
  // From the small end, so that nothing small is lost.
  return [
    sum(chances.slice(Math.max(0, hits - from)).toReversed()),
    sum(chances.slice(0, Math.max(0, hits - from + 1))),
  ];
}
