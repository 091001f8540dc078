import type { Column, Frame } from '@fraudx/core';
import { lowerBound, ShapeError } from '@fraudx/core';
import { knotsOf } from '../as-it-is.ts';
import { outOfFoldRates } from '../target-rates.ts';
import { singleFeatureAuc } from './single-feature-auc.ts';

/** Why a column is taken for a leak. */
export type LeakReason =
  | 'near-perfect-auc'
  | 'constant-per-label'
  | 'pure-values'
  | 'missing-tells-label'
  | 'after-event'
  | 'high-auc'
  | 'named-after-label';

/** One column that seems to know the label or the future. */
export interface Leak {
  readonly column: string;
  readonly reason: LeakReason;
  /** `leak`: leave it out; `suspect`: look at where it comes from. */
  readonly severity: 'leak' | 'suspect';
  /** ROC AUC of this column alone, or the share that `detail` speaks of; in [0, 1]. */
  readonly value: number;
  /** One sentence for people. */
  readonly detail: string;
}

/** What {@link checkLeakage} found. */
export interface LeakageReport {
  /** Strongest first, at most one per column. */
  readonly leaks: readonly Leak[];
  /** Every column looked at with its AUC alone; NaN where not defined. */
  readonly columns: readonly { readonly column: string; readonly auc: number }[];
}

/** Options of {@link checkLeakage}. */
export interface LeakageOptions {
  /** Label column; not looked at. */
  readonly target: string;
  /** When the event happened; other times after it are leaks. A numeric column counts from a start of its own and is not compared. */
  readonly time?: string;
  /** Columns that will not be used anyway. */
  readonly drop?: readonly string[];
  /** AUC alone from which a column is a leak, in (0.5, 1]. Default 0.99. */
  readonly auc?: number;
}

const percent = (share: number): string => `${(100 * share).toFixed(share > 0.999 && share < 1 ? 2 : 1)} %`;

/** A number per row that orders rows by suspicion: values, or the fraud rate that other rows have in the same category. */
function signalOf(column: Column, y: Uint8Array): ArrayLike<number> {
  return column.kind === 'categorical' ? outOfFoldRates(column, y) : column.values;
}

/** Out-of-fold fraud rate of a number's value, or of its quantile bin where there are many: finds what does not rise or fall with the label. */
function binnedRates(column: Column, y: Uint8Array, hasFew: boolean): ArrayLike<number> {
  if (column.kind === 'categorical') return new Float64Array(y.length).fill(Number.NaN);
  const knots = knotsOf(column.values);
  const values = hasFew
    ? column.values
    : column.values.map((value) => (Number.isNaN(value) ? value : lowerBound(knots, value)));
  const rates = Float64Array.from(outOfFoldRates({ ...column, values }, y));
  values.forEach((value, i) => {
    if (Number.isNaN(value)) rates[i] = Number.NaN;
  });
  return rates;
}

function idOf(column: Column): (row: number) => number {
  return column.kind === 'categorical' ? (row) => column.codes[row]! : (row) => column.values[row]!;
}

function isMissing(column: Column, row: number): boolean {
  return column.kind === 'categorical' ? column.codes[row]! < 0 : Number.isNaN(column.values[row]!);
}

/** Counts per value and label; undefined beyond 1000 values. */
function tallies(column: Column, y: Uint8Array): Map<number, [number, number]> | undefined {
  const counts = new Map<number, [number, number]>();
  const id = idOf(column);
  for (let i = 0; i < y.length; i++) {
    if (isMissing(column, i)) continue;
    const pair = counts.get(id(i));
    if (pair !== undefined) pair[y[i]!]!++;
    else {
      if (counts.size === 1000) return undefined;
      counts.set(id(i), y[i] === 1 ? [0, 1] : [1, 0]);
    }
  }
  return counts;
}

/** Below these, classes are told apart by chance too often. */
const fewestRows = 20;
const fewestOfClass = 3;

/** Whether enough rows of both classes have a value for a judgement. */
function isEnough(column: Column, y: Uint8Array): boolean {
  const known = [0, 0];
  for (let i = 0; i < y.length; i++) if (!isMissing(column, i)) known[y[i]!]!++;
  return Math.min(...known) >= fewestOfClass && known[0]! + known[1]! >= fewestRows;
}

type Finding = Omit<Leak, 'column'>;

function constantPerLabel(counts: ReadonlyMap<number, readonly [number, number]>): Finding | undefined {
  const genuine = [...counts.values()].filter(([n]) => n > 0).length;
  const fraud = [...counts.values()].filter(([, n]) => n > 0).length;
  const shared = [...counts.values()].filter(([a, b]) => a > 0 && b > 0).length;
  if (shared > 0 || genuine === 0 || fraud === 0 || Math.min(genuine, fraud) > 1) return undefined;
  const which = genuine === 1 ? 'genuine' : 'fraud';
  const detail = `has one value in all ${which} rows and never elsewhere`;
  return { reason: 'constant-per-label', severity: 'leak', value: 1, detail };
}

function pureValues(counts: ReadonlyMap<number, readonly [number, number]>, positives: number): Finding | undefined {
  let caught = 0;
  for (const [genuine, fraud] of counts.values()) if (fraud >= 20 && fraud / (genuine + fraud) >= 0.99) caught += fraud;
  const share = caught / positives;
  if (share < 0.5) return undefined;
  const detail = `has values that occur only with fraud and cover ${percent(share)} of the frauds`;
  return { reason: 'pure-values', severity: 'leak', value: share, detail };
}

function byValues(
  counts: ReadonlyMap<number, readonly [number, number]> | undefined,
  auc: number,
  positives: number,
  limit: number,
): Finding | undefined {
  const constant = counts === undefined ? undefined : constantPerLabel(counts);
  if (constant !== undefined) return constant;
  if (auc >= limit) {
    const detail = `separates the classes alone (AUC ${auc.toFixed(4)})`;
    return { reason: 'near-perfect-auc', severity: 'leak', value: auc, detail };
  }
  return counts === undefined ? undefined : pureValues(counts, positives);
}

function missingTells(column: Column, y: Uint8Array, limit: number): Finding | undefined {
  const pattern = Float64Array.from(y, (_, i) => (isMissing(column, i) ? 1 : 0));
  const auc = singleFeatureAuc(pattern, y);
  if (!(auc >= Math.min(limit, 0.95))) return undefined;
  const detail = `is filled or empty according to the label (AUC of being empty ${auc.toFixed(4)})`;
  return { reason: 'missing-tells-label', severity: 'leak', value: auc, detail };
}

const dayMs = 86_400_000;

/** Times of the event to compare others with; undefined where there are none, or where they count from a start of their own. */
function eventTimes(column: Column | undefined): { readonly ms: Float64Array; readonly isDate: boolean } | undefined {
  if (column?.kind !== 'timestamp') return undefined;
  return { ms: column.values, isDate: column.values.every((ms) => Number.isNaN(ms) || ms % dayMs === 0) };
}

function afterEvent(column: Column, event: ReturnType<typeof eventTimes>): Finding | undefined {
  if (event === undefined || column.kind !== 'timestamp') return undefined;
  let known = 0;
  let after = 0;
  for (let i = 0; i < event.ms.length; i++) {
    const off = column.values[i]! - event.ms[i]!;
    if (Number.isNaN(off)) continue;
    known++;
    // A time later on the date of the event need not be after it.
    if (event.isDate ? off >= dayMs : off > 0) after++;
  }
  if (after === 0) return undefined;
  const share = after / known;
  const detail = `lies after the event in ${percent(share)} of its rows`;
  return { reason: 'after-event', severity: share >= 0.05 ? 'leak' : 'suspect', value: share, detail };
}

/** No leak by itself: few honest columns come this far alone. */
const highAuc = 0.95;

function suspiciouslyGood(auc: number): Finding | undefined {
  if (!(auc >= highAuc)) return undefined;
  const detail = `separates the classes very well alone (AUC ${auc.toFixed(4)}): is it known when the row is scored?`;
  return { reason: 'high-auc', severity: 'suspect', value: auc, detail };
}

const telling = /chargeback|dispute|is_?fraud|fraud_?(flag|type|score|label)|confirmed|investigat|refund/i;

function namedAfter(name: string, target: string): Finding | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const words = name.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).map(plain);
  // A target called "y" stands in half of all names.
  const isNamed = plain(target).length < 4 ? words.includes(plain(target)) : plain(name).includes(plain(target));
  if (!isNamed && !telling.test(name)) return undefined;
  const detail = 'has a name that speaks of the label or of what follows a fraud';
  return { reason: 'named-after-label', severity: 'suspect', value: 0, detail };
}

/**
 * Columns that know the label or the future.
 *
 * Each column is looked at alone: its AUC (for categories the fraud rate of other rows in the same category), whether it is constant in one
 * class, values that occur with fraud only, whether being empty gives the label away, times after the event (by day where the event has a date
 * only), and its name. An AUC from 0.95 on is suspect. Values are judged where at least 20 rows have one, 3 of each class.
 *
 * @param y - Labels 0/1, length nRows, both classes.
 * @throws {ShapeError} Lengths differ.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`: `target`, `time` or a dropped column.
 * @remarks A leak spread over several columns is not found; O(n log n) per column.
 */
export function checkLeakage(frame: Frame, y: Uint8Array, options: LeakageOptions): LeakageReport {
  if (y.length !== frame.nRows) throw new ShapeError(`checkLeakage: y must have ${frame.nRows} rows, got ${y.length}`);
  frame.column(options.target);
  const event = eventTimes(options.time === undefined ? undefined : frame.column(options.time));
  for (const name of options.drop ?? []) frame.column(name);
  const limit = options.auc ?? 0.99;
  const positives = y.reduce((sum, label) => sum + label, 0);
  const skipped = new Set([options.target, ...(options.drop ?? [])]);
  const leaks: Leak[] = [];
  const columns: { column: string; auc: number }[] = [];
  for (const column of frame.columns) {
    if (skipped.has(column.name)) continue;
    const counts = tallies(column, y);
    const auc = Math.max(
      singleFeatureAuc(signalOf(column, y), y),
      singleFeatureAuc(binnedRates(column, y, counts !== undefined), y) || 0,
    );
    columns.push({ column: column.name, auc });
    const judged = isEnough(column, y);
    const finding =
      (judged ? byValues(counts, auc, positives, limit) : undefined) ??
      missingTells(column, y, limit) ??
      (column.name === options.time ? undefined : afterEvent(column, event)) ??
      (judged ? suspiciouslyGood(auc) : undefined) ??
      namedAfter(column.name, options.target);
    if (finding !== undefined) leaks.push({ column: column.name, ...finding });
  }
  const rank = (leak: Leak): number => (leak.severity === 'leak' ? 1 : 0) + leak.value;
  leaks.sort((a, b) => rank(b) - rank(a));
  return { leaks, columns };
}
