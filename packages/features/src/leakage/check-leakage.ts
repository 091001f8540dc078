import type { Column, Frame, TimestampColumn } from '@fraudx/core';
import { lowerBound, openTimeZone, ShapeError } from '@fraudx/core';
import { knotsOf } from '../identity-encoding.ts';
import { outOfFoldRates } from '../target-rates.ts';
import type { Finding, Labels, Leak } from './column-findings.ts';
import { Evidence } from './evidence.ts';
import { isMissing, percent, tellsGenuine, valueOf } from './column-findings.ts';
import { filledWithFraud } from './filled-with-fraud.ts';
import { mayFollowFraud, namedAfterLabel } from './named-after-label.ts';
import { flagAuc, singleFeatureAuc } from './single-feature-auc.ts';

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
  /** Whose calendar days dates without a time of day are: an IANA name. Default UTC. */
  readonly timeZone?: string;
  /** Columns that will not be used anyway. */
  readonly drop?: readonly string[];
  /** AUC alone from which a column is a leak, in (0.5, 1]. Default 0.99. */
  readonly auc?: number;
  /** How many rows of the data each genuine and each fraudulent row stands for, where the rows are a sample by class. Default [1, 1]. */
  readonly classWeights?: readonly [number, number];
}

/** A number per row that orders rows by suspicion: values, or the fraud rate that other rows have in the same category. */
function signalOf(column: Column, y: Uint8Array): ArrayLike<number> {
  return column.kind === 'categorical' ? outOfFoldRates(column, y) : column.values;
}

/** The column with few values as it is, numbers of many values as the number of their quantile bin; undefined for texts of many values. */
function binned(column: Column, hasFew: boolean): Column | undefined {
  if (hasFew) return column;
  if (column.kind === 'categorical') return undefined;
  const knots = knotsOf(column.values);
  return { ...column, values: column.values.map((value) => (Number.isNaN(value) ? value : lowerBound(knots, value))) };
}

/** Out-of-fold fraud rate of a number's value or bin: finds what does not rise or fall with the label. */
function binnedRates(bins: Column | undefined, y: Uint8Array): ArrayLike<number> {
  if (bins === undefined || bins.kind === 'categorical') return new Float64Array(y.length).fill(Number.NaN);
  const rates = Float64Array.from(outOfFoldRates(bins, y));
  bins.values.forEach((value, i) => {
    if (Number.isNaN(value)) rates[i] = Number.NaN;
  });
  return rates;
}

/** Counts per value and label; undefined beyond 1000 values. */
function tallies(column: Column, y: Uint8Array): Map<number, [number, number]> | undefined {
  const counts = new Map<number, [number, number]>();
  const id = valueOf(column);
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

/** Below these, classes are separated by chance too often. */
const fewestRows = 20;
const fewestOfClass = 3;

/** Frauds with a value, or in a bin of values, before it counts as one that occurs with fraud only. Few texts or codes are pure by chance: bins are wide. */
const fewestOfValue = 20;
const fewestOfBin = 5;

/** Rows of each class. */
function countRows(y: Uint8Array): readonly [number, number] {
  let positives = 0;
  for (let i = 0; i < y.length; i++) positives += y[i]!;
  return [y.length - positives, positives];
}

/** Rows of each class that have a value. */
function countKnown(column: Column, y: Uint8Array): readonly [number, number] {
  let genuine = 0;
  let fraud = 0;
  for (let i = 0; i < y.length; i++) {
    if (isMissing(column, i)) continue;
    fraud += y[i]!;
    genuine += 1 - y[i]!;
  }
  return [genuine, fraud];
}

function constantPerLabel(
  counts: ReadonlyMap<number, readonly [number, number]>,
  evidence: Evidence,
): Finding | undefined {
  const genuine = [...counts.values()].filter(([n]) => n > 0).length;
  const fraud = [...counts.values()].filter(([, n]) => n > 0).length;
  const shared = [...counts.values()].filter(([a, b]) => a > 0 && b > 0).length;
  if (shared > 0 || genuine === 0 || fraud === 0 || Math.min(genuine, fraud) > 1) return undefined;
  const which = genuine === 1 ? 'genuine' : 'fraud';
  const detail = `has one value in all ${which} rows and never elsewhere`;
  const frauds = [...counts.values()].reduce((sum, [, n]) => sum + n, 0);
  return evidence.byPattern(
    { frauds, genuine: 0 },
    { reason: 'constant-per-label', severity: 'leak', value: 1, detail },
  );
}

function pureValues(
  counts: ReadonlyMap<number, readonly [number, number]>,
  { weight: [ofGenuine, ofFraud] }: Labels,
  positives: number,
  fewest: number,
  evidence: Evidence,
): Finding | undefined {
  let caught = 0;
  let among = 0;
  const rest = { rows: 0, frauds: 0 };
  for (const [genuine, fraud] of counts.values()) {
    const [g, f] = [genuine * ofGenuine, fraud * ofFraud];
    if (!(fraud >= fewest && f / (g + f) >= 0.99)) {
      rest.rows += g + f;
      rest.frauds += f;
      continue;
    }
    caught += fraud;
    among += genuine;
  }
  const share = caught / positives;
  if (share < 0.5 || !tellsGenuine(rest)) return undefined;
  const detail = `has values that occur only with fraud and cover ${percent(share)} of the frauds`;
  const pattern = { frauds: caught, genuine: among, tries: counts.size };
  return evidence.byPattern(pattern, { reason: 'pure-values', severity: 'leak', value: share, detail });
}

function nearPerfect(auc: number, limit: number): Finding | undefined {
  if (!(auc >= limit)) return undefined;
  const detail = `separates the classes on its own (AUC ${auc.toFixed(4)})`;
  return { reason: 'near-perfect-auc', severity: 'leak', value: auc, detail };
}

function missingTells(column: Column, { y }: Labels, limit: number, evidence: Evidence): Finding | undefined {
  const known = countKnown(column, y);
  const all = countRows(y);
  const auc = flagAuc([all[0] - known[0], all[1] - known[1]], all);
  if (!(auc >= Math.min(limit, 0.95))) return undefined;
  const detail = `is filled or empty according to the label (AUC of being empty ${auc.toFixed(4)})`;
  return evidence.byAuc(auc, all, {
    reason: 'missing-tells-label',
    severity: 'leak',
    value: auc,
    detail,
  });
}

const dayMs = 86_400_000;

/** Times of the event to compare others with; undefined where there are none, or where they count from a start of their own. */
interface EventTimes {
  readonly ms: Float64Array;
  /** The calendar day of a row, in milliseconds as UTC has it. */
  readonly dayOf: (row: number) => number;
  readonly isDate: boolean;
}

function isDatesOnly({ values }: TimestampColumn): boolean {
  return values.every((ms) => Number.isNaN(ms) || ms % dayMs === 0);
}

function eventTimes(column: Column | undefined, timeZone: string | undefined): EventTimes | undefined {
  if (column?.kind !== 'timestamp') return undefined;
  const { values } = column;
  // A time that says no zone is a reading of the clock already.
  const zone = openTimeZone(column.zones === undefined ? undefined : timeZone);
  const isDate = values.every((ms) => Number.isNaN(ms) || zone.localOf(ms) % dayMs === 0);
  return { ms: values, dayOf: (row) => zone.dayOf(values[row]!) * dayMs, isDate };
}

function afterEvent(column: Column, event: EventTimes | undefined): Finding | undefined {
  if (event === undefined || column.kind !== 'timestamp') return undefined;
  let known = 0;
  let after = 0;
  // A date without a time of day is after the event from the next day on, by the calendar of the event.
  const areDays = column.zones === undefined && isDatesOnly(column);
  for (let i = 0; i < event.ms.length; i++) {
    const off = column.values[i]! - (areDays ? event.dayOf(i) : event.ms[i]!);
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
  const detail = `separates the classes very well on its own (AUC ${auc.toFixed(4)}): is it known when the row is scored?`;
  return { reason: 'high-auc', severity: 'suspect', value: auc, detail };
}

/**
 * Columns that leak the label or the future.
 *
 * Each column is looked at alone: its AUC (for categories the fraud rate of other rows in the same category), whether it is constant in one
 * class, values that occur with fraud only, whether being empty gives the label away, whether rows with a value (or with one other than the usual
 * value) are fraud, times after the event (by day where the event has a date only), and its name. An AUC from 0.95 on is suspect. Values are judged
 * where at least 20 rows have one, 3 of each class. What chance may give one of the columns is none, and what rests on few frauds is suspect: see `Evidence`.
 *
 * @param y - Labels 0/1, length nRows, both classes.
 * @throws {ShapeError} Lengths differ.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`: `target`, `time` or a dropped column.
 * @remarks A leak spread over several columns is not found; O(n log n) per column.
 */
export function checkLeakage(frame: Frame, y: Uint8Array, options: LeakageOptions): LeakageReport {
  if (y.length !== frame.nRows)
    throw new ShapeError(`y must have ${frame.nRows} rows, got ${y.length}`, { subject: 'checkLeakage' });
  frame.column(options.target);
  for (const name of options.drop ?? []) frame.column(name);
  const event = eventTimes(options.time === undefined ? undefined : frame.column(options.time), options.timeZone);
  const labels: Labels = { y, weight: options.classWeights ?? [1, 1] };
  const skipped = new Set([options.target, ...(options.drop ?? [])]);
  const columns = frame.columns.filter(({ name }) => !skipped.has(name));
  const evidence = new Evidence(labels, columns.length);
  const found = columns.map((column) => ({ column: column.name, ...look(column, labels, evidence, event, options) }));
  const leaks = found.flatMap(({ column, finding }) => (finding === undefined ? [] : [{ column, ...finding }]));
  const rank = (leak: Leak): number => (leak.severity === 'leak' ? 1 : 0) + leak.value;
  leaks.sort((a, b) => rank(b) - rank(a));
  return { leaks, columns: found.map(({ column, auc }) => ({ column, auc })) };
}

/** The AUC of one column alone, and the first verdict that fits. */
function look(
  column: Column,
  labels: Labels,
  evidence: Evidence,
  event: ReturnType<typeof eventTimes>,
  { target, time, auc: limit = 0.99 }: LeakageOptions,
): { readonly auc: number; readonly finding: Finding | undefined } {
  const { y } = labels;
  const counts = tallies(column, y);
  const bins = binned(column, counts !== undefined);
  const auc = Math.max(singleFeatureAuc(signalOf(column, y), y), singleFeatureAuc(binnedRates(bins, y), y) || 0);
  const known = countKnown(column, y);
  const judged = Math.min(...known) >= fewestOfClass && known[0] + known[1] >= fewestRows;
  const byValues = (): Finding | undefined => {
    const positives = y.reduce((sum, label) => sum + label, 0);
    const ofBins = counts ?? (bins === undefined ? undefined : tallies(bins, y));
    return (
      (counts === undefined ? undefined : constantPerLabel(counts, evidence)) ??
      evidence.byAuc(auc, known, nearPerfect(auc, limit)) ??
      (ofBins === undefined
        ? undefined
        : pureValues(ofBins, labels, positives, counts === undefined ? fewestOfBin : fewestOfValue, evidence))
    );
  };
  const finding =
    firstLeak(
      judged ? byValues() : undefined,
      missingTells(column, labels, limit, evidence),
      filledWithFraud(column, labels, evidence, mayFollowFraud(column.name, target)),
      column.name === time ? undefined : afterEvent(column, event),
    ) ??
    (judged ? evidence.byAuc(auc, known, suspiciouslyGood(auc)) : undefined) ??
    namedAfterLabel(column.name, target);
  return { auc, finding };
}

/** The first leak of these; where none is a leak, the first suspicion. */
function firstLeak(...findings: readonly (Finding | undefined)[]): Finding | undefined {
  return findings.find((finding) => finding?.severity === 'leak') ?? findings.find((finding) => finding !== undefined);
}
