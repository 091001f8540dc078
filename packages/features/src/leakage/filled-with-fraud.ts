import type { Column } from '@fraudx/core';
import type { Finding, Labels } from './column-findings.ts';
import type { Evidence } from './evidence.ts';
import { isMissing, percent, tellsGenuine, valueOf } from './column-findings.ts';

/** The value that more than half of the known rows have (Boyer and Moore); undefined where there is none. */
function majorityValue(column: Column, nRows: number): number | undefined {
  const value = valueOf(column);
  let candidate: number | undefined;
  let lead = 0;
  let known = 0;
  for (let i = 0; i < nRows; i++) {
    if (isMissing(column, i)) continue;
    known++;
    if (lead === 0) candidate = value(i);
    lead += value(i) === candidate ? 1 : -1;
  }
  let count = 0;
  for (let i = 0; i < nRows; i++) if (!isMissing(column, i) && value(i) === candidate) count++;
  return count * 2 > known ? candidate : undefined;
}

function shownValue(column: Column, value: number): string {
  if (column.kind === 'categorical') return JSON.stringify(column.categories[value]);
  return column.kind === 'timestamp' ? new Date(value).toISOString() : String(value);
}

interface Side {
  /** Rows of the data, those of a sample scaled. */
  readonly rows: number;
  readonly frauds: number;
  /** Frauds and genuine rows looked at. */
  readonly seen: number;
  readonly genuine: number;
}

/** The side of a two-valued pattern with the higher fraud rate, and how both sides are called. */
function richerSide(
  { y, weight }: Labels,
  isOn: (row: number) => boolean,
): { readonly side: Side; readonly rest: Side; readonly on: boolean; readonly base: number; readonly frauds: number } {
  const counts = new Uint32Array(4);
  for (let i = 0; i < y.length; i++) counts[(isOn(i) ? 2 : 0) + y[i]!]!++;
  const side = (at: number): Side => ({
    rows: counts[at]! * weight[0] + counts[at + 1]! * weight[1],
    frauds: counts[at + 1]! * weight[1],
    seen: counts[at + 1]!,
    genuine: counts[at]!,
  });
  const [off, on] = [side(0), side(2)];
  const rate = ({ rows, frauds }: Side): number => (rows === 0 ? 0 : frauds / rows);
  const isOnRicher = rate(on) > rate(off);
  const frauds = off.frauds + on.frauds;
  const [richer, rest] = isOnRicher ? [on, off] : [off, on];
  return { side: richer, rest, on: isOnRicher, base: frauds / (off.rows + on.rows), frauds };
}

/** Patterns of a column that are looked at: whether it is filled, and whether it has another than the usual value. */
const tries = 2;

function judge(
  labels: Labels,
  evidence: Evidence,
  isOn: (row: number) => boolean,
  words: readonly [string, string],
  isNamed: boolean,
): Finding | undefined {
  const { side, rest, on, base, frauds } = richerSide(labels, isOn);
  const purity = side.frauds / side.rows;
  const cover = side.frauds / frauds;
  if (side.seen < 5 || !tellsGenuine(rest)) return undefined;
  const isPure = purity >= 0.99 && cover >= 0.5;
  const isRich = purity >= Math.max(0.5, Math.min(5 * base, 0.9)) && cover >= 0.3;
  if (!isPure && !isRich) return undefined;
  const isLeak = isPure || isNamed;
  const named = isNamed && !isPure ? ', and its name refers to what follows a fraud' : '';
  const detail = `${words[on ? 1 : 0]} in ${percent(cover)} of the frauds, and ${percent(purity)} of such rows are fraud${named}`;
  const finding: Finding = {
    reason: 'filled-with-fraud',
    severity: isLeak ? 'leak' : 'suspect',
    value: purity,
    detail,
  };
  const found = evidence.byPattern({ frauds: side.seen, genuine: side.genuine, tries }, finding);
  // Where the name speaks too, half of such rows need not be fraud.
  return found === undefined || isPure ? found : finding;
}

/**
 * Whether having a value at all, or one other than the usual value, goes together with fraud: `chargeback_date` is empty and `amount_refunded` 0
 * until the fraud is known.
 *
 * A leak: at least 99 % of such rows are fraud and they hold half of the frauds; or half of them are fraud, they hold 30 % of the frauds and
 * the name speaks of what follows a fraud. Without such a name the latter is suspect. Judged from 5 frauds on, beyond
 * chance over all columns; a leak by values alone needs enough frauds, see `Evidence`.
 *
 * @param isNamed - Whether the name speaks of the label or of what follows a fraud.
 */
export function filledWithFraud(
  column: Column,
  labels: Labels,
  evidence: Evidence,
  isNamed: boolean,
): Finding | undefined {
  const byMissing = judge(labels, evidence, (row) => !isMissing(column, row), ['is empty', 'is filled'], isNamed);
  if (byMissing?.severity === 'leak') return byMissing;
  const usual = majorityValue(column, labels.y.length);
  if (usual === undefined) return byMissing;
  const value = valueOf(column);
  const isUnusual = (row: number): boolean => !isMissing(column, row) && value(row) !== usual;
  const shown = shownValue(column, usual);
  const byValue = judge(labels, evidence, isUnusual, [`is ${shown} or empty`, `is other than ${shown}`], isNamed);
  return byValue?.severity === 'leak' ? byValue : (byMissing ?? byValue);
}
