import { exactExp } from '../kernels/exp.ts';
import type { EvalMetric } from './booster-spec.ts';

function logLoss(margins: Float32Array, labels: Uint8Array, weights: Float32Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < margins.length; i++) {
    const p = 1 / (1 + exactExp(-margins[i]!));
    const clipped = Math.min(Math.max(labels[i] === 1 ? p : 1 - p, 1e-16), 1);
    sum -= weights[i]! * Math.log(clipped);
    total += weights[i]!;
  }
  return sum / total;
}

/** Bits of a key that one pass of the sort looks at. */
const DIGIT = 11;

/** Row numbers by margin, highest first, ties by row. Sorted by digits: keys and rows together would not fit into a double. */
function rowsByMargin(margins: Float32Array): Uint32Array {
  const n = margins.length;
  let keys = new Uint32Array(Float32Array.from(margins).buffer);
  let rows = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const u = keys[i]!;
    keys[i] = u >>> 31 === 1 ? u : ~u & 0x7fffffff;
    rows[i] = i;
  }
  let otherKeys = new Uint32Array(n);
  let otherRows = new Uint32Array(n);
  const places = new Uint32Array(1 << DIGIT);
  for (let shift = 0; shift < 32; shift += DIGIT) {
    places.fill(0);
    for (let i = 0; i < n; i++) places[(keys[i]! >>> shift) & (places.length - 1)]!++;
    let next = 0;
    for (let digit = 0; digit < places.length; digit++) {
      const count = places[digit]!;
      places[digit] = next;
      next += count;
    }
    for (let i = 0; i < n; i++) {
      const at = places[(keys[i]! >>> shift) & (places.length - 1)]!++;
      otherKeys[at] = keys[i]!;
      otherRows[at] = rows[i]!;
    }
    [keys, otherKeys] = [otherKeys, keys];
    [rows, otherRows] = [otherRows, rows];
  }
  return rows;
}

/**
 * Area under the precision-recall curve from one threshold to the next, times the weight of all frauds: false positives grow in
 * proportion to true ones between two thresholds, as XGBoost interpolates.
 *
 * @see Davis and Goadrich (2006), "The relationship between precision-recall and ROC curves", ICML; Keilwagen, Grosse and Grau (2014),
 * "Area under precision-recall curves for weighted and unweighted data", PLOS ONE 9.
 */
function areaBetween(hitsBefore: number, seenBefore: number, hits: number, seen: number): number {
  if (hits === hitsBefore) return 0;
  // precision at t hits is t / (slope × t + offset)
  const slope = (seen - seenBefore) / (hits - hitsBefore);
  const offset = seenBefore - slope * hitsBefore;
  if (offset === 0) return (hits - hitsBefore) / slope;
  return (hits - hitsBefore - (offset / slope) * Math.log(seen / seenBefore)) / slope;
}

function ranked(
  metric: Exclude<EvalMetric, 'logloss'>,
  margins: Float32Array,
  labels: Uint8Array,
  weights: Float32Array,
): number {
  const order = rowsByMargin(margins);
  let positives = 0;
  let total = 0;
  for (let i = 0; i < margins.length; i++) {
    total += weights[i]!;
    if (labels[i] === 1) positives += weights[i]!;
  }
  if (positives === 0 || positives === total) return NaN;
  let seen = 0;
  let hits = 0;
  let sum = 0;
  for (let i = 0; i < order.length;) {
    const margin = margins[order[i]!]!;
    let tied = 0;
    let tiedHits = 0;
    for (; i < order.length && margins[order[i]!] === margin; i++) {
      tied += weights[order[i]!]!;
      if (labels[order[i]!] === 1) tiedHits += weights[order[i]!]!;
    }
    seen += tied;
    hits += tiedHits;
    if (metric === 'auc') sum += (tied - tiedHits) * (hits - tiedHits / 2);
    else if (metric === 'aucpr') sum += areaBetween(hits - tiedHits, seen - tied, hits, seen);
    else if (seen > 0) sum += (tiedHits * hits) / seen;
  }
  return metric === 'auc' ? sum / (positives * (total - positives)) : sum / positives;
}

/** A weighted metric of margins; tied margins form one threshold. NaN when it needs both classes and has one. */
export function validationMetric(
  metric: EvalMetric,
  margins: Float32Array,
  labels: Uint8Array,
  weights: Float32Array,
): number {
  return metric === 'logloss' ? logLoss(margins, labels, weights) : ranked(metric, margins, labels, weights);
}
