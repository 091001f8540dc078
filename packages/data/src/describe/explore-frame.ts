import type { CategoricalColumn, Column, Frame, TimeZone } from '@fraudx/core';
import { knownValues } from '@fraudx/core';
import { lowerBound, openTimeZone, roundedText } from '@fraudx/core';
import { binaryLabels } from '../binary-target.ts';
import type { LabelValues } from '../labels/label-values.ts';
import { correlationsOf, countNumeric } from './correlations.ts';
import type { Correlation } from './correlations.ts';
import { describeFrame, zoneOf } from './describe-frame.ts';
import type { DataDescription } from './describe-frame.ts';
import { driftOverTime } from './drift-over-time.ts';
import type { TimeDrift } from './drift-over-time.ts';
import { createPause } from './pause.ts';

/** Rows of one class in one bin or category. */
export interface ClassCounts {
  /** Category text, or the bin as `from – to`. */
  readonly label: string;
  /** Borders of a bin, which are equal where the bin is one value; the last bin includes its upper border. */
  readonly from?: number;
  readonly to?: number;
  readonly genuine: number;
  readonly fraud: number;
}

/** How one column is spread in each class. */
export interface ClassDistribution {
  readonly column: string;
  readonly kind: Column['kind'];
  /** Zone in which the times of the bins are shown; absent for UTC, and for times that say no zone. */
  readonly timeZone?: string;
  /**
   * Rows with a label and a value. Numbers: one bin for each of up to 31 values, else 20 bins of equal width between the 1 % and 99 % quantiles,
   * the outer ones taking what lies beyond; where one of them would hold most rows, of equal width on a log scale. Texts: the 10 most
   * frequent, and all others as `other values`.
   */
  readonly bins: readonly ClassCounts[];
  /** Rows with a label and without a value. */
  readonly missing: { readonly genuine: number; readonly fraud: number };
  /** Total variation between the classes, the missing values as a bin of their own: 0 when both are spread alike, 1 when they share nothing. */
  readonly difference: number;
}

/** A table as `fraudx explore` shows it. */
export interface Exploration {
  readonly description: DataDescription;
  /** In the order of the columns; empty without a target. */
  readonly distributions: readonly ClassDistribution[];
  /** Strongest first, at most 30; empty where they are left out. */
  readonly correlations: readonly Correlation[];
  /** How many numeric columns are too many to correlate unasked; undefined where they are correlated. */
  readonly uncorrelated?: number;
  /** Present when a time column was named. */
  readonly drift?: TimeDrift;
  /** Zone in which times are shown; absent where it is UTC because none was given. */
  readonly timeZone?: string;
}

/** Options of {@link exploreFrame}. */
export interface ExploreOptions {
  /** Label column; see `labelledRows`. Rows without a label count for all that needs none. */
  readonly target?: string;
  /** Which values of the label column mean what. Default: the usual ones. */
  readonly labelValues?: LabelValues | undefined;
  /** Timestamp or numeric column. */
  readonly time?: string;
  /** Zone in which times are shown: an IANA name. Default UTC. */
  readonly timeZone?: string;
  /** Whether all pairs of numeric columns are correlated; their number grows with the square. Default: where there are at most 500. */
  readonly correlations?: boolean;
  readonly signal?: AbortSignal;
}

const mostCorrelated = 500;

const nBins = 20;
/** Numbers with a bin for each value: days of the month, hours, codes. */
const mostValues = 31;
const mostTexts = 10;

type Spread = Pick<ClassDistribution, 'bins' | 'missing'>;

/** A number in as many digits as tell it from one that is `step` away, at least four, and all digits before the point. */
function short(value: number, step: number): string {
  if (step === Infinity) return String(value);
  const digits = Math.ceil(Math.log10(Math.abs(value) / step)) + 2;
  return roundedText(value, Math.min(15, Math.max(4, Number.isFinite(digits) ? digits : 4)));
}

/** An instant as `2026-01-31`, with the time of day where a day is too coarse. */
function instant(ms: number, step: number, zone: TimeZone): string {
  const text = new Date(zone.localOf(ms)).toISOString();
  return step >= 86_400_000 || (step === Infinity && text.endsWith('T00:00:00.000Z'))
    ? text.slice(0, 10)
    : text.slice(0, 19).replace('T', ' ');
}

/** Share of the rows in one bin of equal width from which on a long tail is drawn on a log scale. */
const mostInOne = 0.6;

/** The ends of the bins between two quantiles: of equal width, or of equal ratio for positive numbers with a long tail. */
function edgesOf(sorted: Float64Array, low: number, high: number, isTime: boolean): readonly number[] {
  const linear = Array.from({ length: nBins + 1 }, (_, k) => low + (k * (high - low)) / nBins);
  const heaviest = Math.max(
    ...linear.slice(1).map((to, k) => lowerBound(sorted, to) - (k === 0 ? 0 : lowerBound(sorted, linear[k]!))),
  );
  if (isTime || sorted[0]! < 0 || heaviest < mostInOne * sorted.length) return linear;
  // Zeros have no logarithm: the first bin holds them with the smallest amounts.
  const positive = sorted.subarray(lowerBound(sorted, Number.MIN_VALUE));
  const start = Math.max(low, positive[Math.floor(0.01 * (positive.length - 1))]!);
  if (!(high / start >= 10)) return linear;
  const hasZeros = low < start;
  const n = nBins - (hasZeros ? 1 : 0);
  const ratios = Array.from({ length: n + 1 }, (_, k) => start * (high / start) ** (k / n));
  return hasZeros ? [low, ...ratios] : ratios;
}

/** The bins of a column without their counts. */
function bordersOf(
  sorted: Float64Array,
  textOf: (value: number, step: number) => string,
  isTime: boolean,
): { readonly label: string; readonly from: number; readonly to: number }[] {
  const values: number[] = [];
  for (const value of sorted) {
    if (value === values.at(-1)) continue;
    values.push(value);
    if (values.length > mostValues) break;
  }
  if (values.length <= mostValues)
    return values.map((value) => ({ label: textOf(value, Infinity), from: value, to: value }));
  const [least, most] = [sorted[0]!, sorted.at(-1)!];
  let low = sorted[Math.floor(0.01 * (sorted.length - 1))]!;
  let high = sorted[Math.ceil(0.99 * (sorted.length - 1))]!;
  if (low === high) [low, high] = [least, most];
  const edges = edgesOf(sorted, low, high, isTime);
  return Array.from({ length: nBins }, (_, k) => {
    const [from, to] = [edges[k]!, edges[k + 1]!];
    const width = to - from;
    if (k === 0 && least < low) return { label: `below ${textOf(to, width)}`, from, to };
    if (k === nBins - 1 && most > high) return { label: `from ${textOf(from, width)}`, from, to };
    return { label: `${textOf(from, width)} – ${textOf(to, width)}`, from, to };
  });
}

function numberBins(column: Exclude<Column, CategoricalColumn>, labels: Float64Array, timeZone?: string): Spread {
  const known = knownValues(column.values).sort();
  const zone = openTimeZone(zoneOf(column, timeZone).timeZone);
  const textOf = (value: number, step: number): string => instant(value, step, zone);
  const borders = bordersOf(known, column.kind === 'timestamp' ? textOf : short, column.kind === 'timestamp');
  const starts = borders.map(({ from }) => from);
  const counts = borders.map((): [number, number] => [0, 0]);
  const missing: [number, number] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (Number.isNaN(label)) continue;
    const value = column.values[i]!;
    let bin = lowerBound(starts, value);
    if (starts[bin] !== value) bin = Math.max(0, bin - 1);
    (Number.isNaN(value) ? missing : counts[bin]!)[label]!++;
  }
  return spreadOf(borders, counts, missing);
}

function categoryBins(column: CategoricalColumn, labels: Float64Array): Spread {
  const counts = column.categories.map((): [number, number] => [0, 0]);
  const missing: [number, number] = [0, 0];
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (Number.isNaN(label)) continue;
    (counts[column.codes[i]!] ?? missing)[label]!++;
  }
  const total = (code: number): number => counts[code]![0] + counts[code]![1];
  const order = counts
    .map((_, code) => code)
    .filter((code) => total(code) > 0)
    .sort((a, b) => total(b) - total(a) || a - b);
  const shown = order.slice(0, mostTexts);
  const others = order
    .slice(mostTexts)
    .reduce<[number, number]>((sum, code) => [sum[0] + counts[code]![0], sum[1] + counts[code]![1]], [0, 0]);
  const names = shown.map((code) => ({ label: column.categories[code]! }));
  const own = shown.map((code) => counts[code]!);
  return order.length <= mostTexts
    ? spreadOf(names, own, missing)
    : spreadOf([...names, { label: 'other values' }], [...own, others], missing);
}

function spreadOf(
  borders: readonly Pick<ClassCounts, 'label' | 'from' | 'to'>[],
  counts: readonly (readonly [number, number])[],
  missing: readonly [number, number],
): Spread {
  return {
    bins: borders.map((border, k) => ({ ...border, genuine: counts[k]![0], fraud: counts[k]![1] })),
    missing: { genuine: missing[0], fraud: missing[1] },
  };
}

function differenceOf({ bins, missing }: Spread): number {
  const all = [...bins, missing];
  const genuine = all.reduce((sum, bin) => sum + bin.genuine, 0);
  const fraud = all.reduce((sum, bin) => sum + bin.fraud, 0);
  return all.reduce((sum, bin) => sum + Math.abs(bin.genuine / genuine - bin.fraud / fraud), 0) / 2;
}

/**
 * Looks at a table from all sides: description, distributions by class, correlations, drift over time. Others may run between columns.
 *
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
 * @throws {DataError} The target cannot be used; see `labelledRows`.
 * @throws {InterruptedError} `signal` was aborted.
 */
export async function exploreFrame(frame: Frame, options: ExploreOptions = {}): Promise<Exploration> {
  const pause = createPause(options.signal, 'exploreFrame');
  const description = await describeFrame(frame, options);
  const nNumeric = countNumeric(frame);
  const isCorrelated = options.correlations ?? nNumeric <= mostCorrelated;
  const labels =
    options.target === undefined ? undefined : binaryLabels(frame, options.target, { values: options.labelValues });
  const distributions: ClassDistribution[] = [];
  for (const column of labels === undefined ? [] : frame.columns) {
    if (column.name === options.target) continue;
    await pause();
    const spread =
      column.kind === 'categorical' ? categoryBins(column, labels!) : numberBins(column, labels!, options.timeZone);
    distributions.push({
      column: column.name,
      kind: column.kind,
      ...zoneOf(column, options.timeZone),
      ...spread,
      difference: differenceOf(spread),
    });
  }
  return {
    description,
    distributions,
    correlations: isCorrelated ? await correlationsOf(frame, 30, pause) : [],
    ...(isCorrelated ? {} : { uncorrelated: nNumeric }),
    ...(options.timeZone === undefined ? {} : { timeZone: options.timeZone }),
    ...(options.time === undefined
      ? {}
      : { drift: await driftOverTime(frame, options.time, labels, options.target, pause) }),
  };
}
