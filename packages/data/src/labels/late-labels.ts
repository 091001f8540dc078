import type { Column } from '@fraudx/core';

const dayMs = 86_400_000;

/** That rows without a label lie late in time. */
export interface LateLabels {
  /** Share of rows without a label in the first half of the rows by time. */
  readonly early: number;
  /** In the last tenth. */
  readonly late: number;
  /** Days from where labels begin to be missing to the last row; undefined where times are no dates. */
  readonly days?: number;
}

/**
 * Whether labels are missing at the end of the time and not before: frauds become known weeks later, and rows that are new have no label yet.
 *
 * Found where the share of unlabelled rows in the last tenth of the rows by time exceeds that of the first half by more than a tenth, and by more than
 * three standard errors.
 *
 * @param time - Times or numbers; rows without one do not count.
 * @param isLabelled - Of a row.
 * @returns undefined where labels are not missing late, and with fewer than 50 rows.
 */
export function findLateLabels(time: Column, isLabelled: (row: number) => boolean): LateLabels | undefined {
  if (time.kind === 'categorical') return undefined;
  const { values } = time;
  const order = Uint32Array.from(values, (_, i) => i)
    .filter((row) => !Number.isNaN(values[row]!))
    .sort((a, b) => values[a]! - values[b]! || a - b);
  const n = order.length;
  if (n < 50) return undefined;
  const missing = (from: number, to: number): number => {
    let count = 0;
    for (let k = from; k < to; k++) if (!isLabelled(order[k]!)) count++;
    return count / (to - from);
  };
  const half = Math.floor(n / 2);
  const lastTenth = Math.floor((9 * n) / 10);
  const early = missing(0, half);
  const late = missing(lastTenth, n);
  const middle = (early + late) / 2;
  const error = Math.sqrt(middle * (1 - middle) * (1 / half + 1 / (n - lastTenth)));
  if (!(late - early > Math.max(0.1, 3 * error))) return undefined;
  if (time.kind !== 'timestamp') return { early, late };
  // Begins where fortieths of the rows have more than half of what the end has, without a break up to the end.
  let from = 39;
  while (from > 0 && missing(Math.floor(((from - 1) * n) / 40), Math.floor((from * n) / 40)) > middle) from--;
  const begins = values[order[Math.floor((from * n) / 40)]!]!;
  return { early, late, days: Math.max(1, Math.ceil((values[order[n - 1]!]! - begins) / dayMs)) };
}

function adviceText(delay: string, split: { readonly endsWithData: boolean } | undefined): string {
  if (split === undefined)
    return `A prequential split with delayDays of ${delay}, and a first day (trainFrom) such that its test period ends as long before the data, trains and tests as the labels arrive`;
  return split.endsWithData
    ? `The test period of this split ends with the data: choose its first day (trainFrom) such that it ends ${delay} days earlier`
    : `Where the test period of this split reaches these rows, choose an earlier first day (trainFrom)`;
}

const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 && share > 0 ? 1 : 0)} %`;

/**
 * What late labels do to what is measured, and what measures as production will.
 *
 * @param split - Of whole days: whether its test period ends with the data. Undefined for a split by shares.
 */
export function lateLabelsText(
  { early, late, days }: LateLabels,
  target: string,
  split?: { readonly endsWithData: boolean },
): string {
  const delay = days === undefined ? 'the days that labels take' : `at least ${days}`;
  return (
    `labels are missing late: "${target}" is missing in ${percent(early)} of the first half of the rows by time, and in ${percent(late)} of the last tenth. ` +
    `Of the newest rows only those count whose label came early, often the frauds: precision, fraud rate and savings come out too high there, and recall and cost know nothing of the frauds that are still unreported. ` +
    adviceText(delay, split)
  );
}
