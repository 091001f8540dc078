import { ShapeError } from '@fraudx/core';
import { checkLevel, normalQuantile, wilsonInterval } from '@fraudx/stats';
import { nullWhenUndefined } from '../internal/null-when-undefined.ts';
import { sortedRows } from '../internal/sort-order.ts';
import { checkScoredRows } from '../metrics/scored-rows.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import { riskBands } from './risk-bands.ts';
import type { SliceColumn } from './slice-column.ts';
import { compareSlices, countBands, hasEqualRisk, standardErrors } from './slice-counts.ts';
import type { SliceCounts } from './slice-counts.ts';
import { rankingBounds, rankingFall, rankSlices } from './slice-ranking.ts';
import type { SliceRanking } from './slice-ranking.ts';

/** A share with its interval; null where it is undefined. */
export interface SliceRate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** What a slice would have if its rows were fraud as often as all rows of the same risk band. */
export interface EqualRisk {
  readonly positives: number;
  readonly missedFraud: number;
  readonly falseAlerts: number;
  readonly recall: number | null;
  readonly falsePositiveRate: number | null;
}

/**
 * - `worse`: more fraud is missed, or more alerts are false, than among rows of the same risk elsewhere. The scores are wrong here.
 * - `harder`: the scores separate fraud from genuine rows less well than elsewhere, but are right for what they say. More information
 *   about these rows may help.
 * - `not worse`: neither, beyond chance.
 * - `nothing to compare`: no other row has a risk like one of the slice.
 * - `too few rows`: not judged.
 */
export type SliceVerdict = 'worse' | 'harder' | 'not worse' | 'nothing to compare' | 'too few rows';

/** How a model does on one slice. */
export interface Slice {
  readonly column: string;
  readonly value: string;
  readonly n: number;
  readonly positives: number;
  /** Fraud without an alert, rows. */
  readonly missedFraud: number;
  /** Genuine rows with an alert. */
  readonly falseAlerts: number;
  /** Fraud caught. Wilson's interval, as for the next two. */
  readonly recall: SliceRate;
  /** Genuine rows disturbed. */
  readonly falsePositiveRate: SliceRate;
  readonly precision: SliceRate;
  /** Ranking inside the slice; the interval holds for any distribution of the scores. */
  readonly rocAuc: SliceRate;
  /** ROC AUC of all other rows; null without both classes. */
  readonly rocAucElsewhere: number | null;
  /** What rows of equal risk lead to expect. */
  readonly atEqualRisk: EqualRisk;
  /** Beyond chance, with all slices looked at taken into account. */
  readonly verdict: SliceVerdict;
  /** What is worse or harder, in words; else empty. */
  readonly because: string;
  /** Standard errors by which the slice is worse than rows of equal risk, or harder than other rows; the largest of them. */
  readonly evidence: number;
}

/** Options of {@link sliceMetrics}. */
export interface SliceOptions {
  /** Slices with fewer rows are not judged. Default 30. */
  readonly minRows?: number;
  /** Confidence of the intervals and of the whole list of verdicts, in (0, 1). Default 0.95. */
  readonly level?: number;
}

/** What {@link sliceMetrics} compares, in words. */
export const sliceComparison =
  'Each slice is compared with all other rows of the same risk, that is in the same narrow band of scores: are more frauds missed, or are more alerts false, than expected for such rows? A slice with more fraud has more alerts and more false alerts by nature; that alone is not worse.';

/** With fewer of a class the ranking inside a slice is not judged. */
const minToRank = 10;

function equalRisk({ n, alerts, missed, disturbed }: SliceCounts): EqualRisk {
  const caught = alerts - disturbed.expected;
  const passed = n - alerts - missed.expected;
  return {
    positives: caught + missed.expected,
    missedFraud: missed.expected,
    falseAlerts: disturbed.expected,
    recall: nullWhenUndefined(caught / (caught + missed.expected)),
    falsePositiveRate: nullWhenUndefined(disturbed.expected / (disturbed.expected + passed)),
  };
}

function rate(hits: number, n: number, level: number): SliceRate {
  const { low, high } = wilsonInterval(hits, n, level);
  return { value: nullWhenUndefined(hits / n), low: nullWhenUndefined(low), high: nullWhenUndefined(high) };
}

function rankingRate(rocAuc: number, fewer: number, level: number): SliceRate {
  if (Number.isNaN(rocAuc)) return { value: null, low: null, high: null };
  return { value: rocAuc, ...rankingBounds(rocAuc, fewer, level) };
}

function countText(value: number): string {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

/** Rows of each class among which a ROC AUC was measured. */
interface Classes {
  readonly positives: number;
  readonly genuine: number;
}

function fewerOf({ positives, genuine }: Classes): number {
  return Math.min(positives, genuine);
}

/** What is worse or harder in a slice, and by how many standard errors. */
function judge(
  { missed, disturbed }: SliceCounts,
  ranking: SliceRanking & { readonly own: Classes; readonly others: Classes },
  strict: number,
): Pick<Slice, 'verdict' | 'because' | 'evidence'> {
  const { rocAuc, elsewhere, own, others } = ranking;
  const isRanked = Math.min(fewerOf(own), fewerOf(others)) >= minToRank;
  const { fall, low } = isRanked
    ? rankingFall(ranking, fewerOf(own), fewerOf(others), 1 - 2 * strict)
    : { fall: 0, low: 0 };
  const worse = [
    ...(missed.chance < strict
      ? [`more fraud is missed: ${missed.hits}, expected ${countText(missed.expected)} at equal risk`]
      : []),
    ...(disturbed.chance < strict
      ? [`more alerts are false: ${disturbed.hits}, expected ${countText(disturbed.expected)} at equal risk`]
      : []),
  ];
  const harder =
    low > 0 ? [`fraud is ranked less well: ROC AUC ${rocAuc.toFixed(3)}, elsewhere ${elsewhere.toFixed(3)}`] : [];
  const errors = fall > 0 ? (normalQuantile(1 - strict) * fall) / (fall - low) : 0;
  const evidence = Math.max(standardErrors(missed), standardErrors(disturbed), errors);
  const because = [...worse, ...harder].join('; ');
  if (because !== '') return { verdict: worse.length > 0 ? 'worse' : 'harder', because, evidence };
  return { verdict: 'not worse', because, evidence };
}

/** Marked slices first. */
const places: Readonly<Record<SliceVerdict, number>> = {
  worse: 0,
  harder: 1,
  'not worse': 2,
  'nothing to compare': 3,
  'too few rows': 4,
};

/**
 * Metrics of every slice of the rows, the worst first: where is fraud missed, and where are genuine customers disturbed, more than
 * elsewhere at equal risk?
 *
 * A slice with more fraud has higher scores, hence a higher false-positive rate, even when every probability is right; and one with less
 * fraud a lower recall. So rates are not compared as they are. Within narrow bands of the score, the frauds of a slice among its rows
 * without alerts, and its genuine rows among its alerts, are held against those of all other rows by one exact test over the bands
 * (Birch's, of Mantel and Haenszel): when scores mean the same everywhere, fraud falls alike on all rows of a band. What is expected is
 * the indirect standardisation by risk band; slices that differ are left out of what the others are held against. Beside that, the ROC AUC of a slice is compared with that of all other rows. Differences
 * count only beyond what chance does to so many comparisons (Bonferroni). Weights are not used.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad rows, a level out of range, or a code without a value.
 * @remarks O(n log n + n × columns) time.
 * @see Simoiu, Corbett-Davies and Goel (2017), "The problem of infra-marginality in outcome tests for discrimination", Annals of Applied
 * Statistics 11(3), on why rates of groups of different risk must not be compared; Birch (1964), "The detection of partial association,
 * I: the 2 × 2 case", Journal of the Royal Statistical Society B 26(2); Breslow and Day (1987), "Statistical methods in cancer research
 * II", chapter 2, on indirect standardisation.
 */
export function sliceMetrics(
  rows: ScoredRows,
  columns: readonly SliceColumn[],
  options: SliceOptions = {},
): readonly Slice[] {
  const { minRows = 30, level = 0.95 } = options;
  checkScoredRows('sliceMetrics', rows);
  for (const { name, codes } of columns) {
    if (codes.length !== rows.yTrue.length) {
      throw new ShapeError(`codes of "${name}" must have ${rows.yTrue.length} values, got ${codes.length}`, {
        subject: 'sliceMetrics',
      });
    }
  }
  checkLevel('sliceMetrics', level);
  if (columns.length === 0) return [];
  const { yTrue } = rows;
  const band = riskBands(rows.yScore, rows.threshold);
  const [all] = countBands(yTrue, band, { name: '', codes: new Int32Array(yTrue.length), values: [''] });
  const allPositives = all!.fraud.reduce((sum, count) => sum + count, 0);
  const order = sortedRows(rows.yScore);
  const tables = columns.map((column) => ({ column, bands: countBands(yTrue, band, column) }));
  const isJudged = (n: number): boolean => n >= minRows;
  const nJudged = tables
    .flatMap(({ bands }) => bands)
    .filter((one) => isJudged(one.rows.reduce((sum, count) => sum + count, 0))).length;
  const strict = (1 - level) / Math.max(1, 3 * nJudged);
  const slices = tables.flatMap(({ column, bands }) => {
    const rankings = rankSlices(rows, column, order);
    return compareSlices(bands, all!, strict, isJudged).flatMap((counts, code): Slice[] => {
      const { n, positives, alerts, missed, disturbed } = counts;
      if (n === 0) return [];
      const own = { positives, genuine: n - positives };
      const others = { positives: allPositives - positives, genuine: yTrue.length - allPositives - own.genuine };
      const ranking = { ...rankings[code]!, own, others };
      const judged = judge(counts, ranking, strict);
      const alone = judged.because === '' && !hasEqualRisk(bands[code]!, all!);
      return [
        {
          column: column.name,
          value: column.values[code]!,
          n,
          positives,
          missedFraud: missed.hits,
          falseAlerts: disturbed.hits,
          recall: rate(positives - missed.hits, positives, level),
          falsePositiveRate: rate(disturbed.hits, own.genuine, level),
          precision: rate(alerts - disturbed.hits, alerts, level),
          rocAuc: rankingRate(ranking.rocAuc, fewerOf(own), level),
          rocAucElsewhere: nullWhenUndefined(ranking.elsewhere),
          atEqualRisk: equalRisk(counts),
          ...judged,
          ...(alone ? { verdict: 'nothing to compare' } : {}),
          ...(isJudged(n) ? {} : { verdict: 'too few rows', because: '' }),
        },
      ];
    });
  });
  return slices.sort((a, b) => places[a.verdict] - places[b.verdict] || b.evidence - a.evidence);
}
