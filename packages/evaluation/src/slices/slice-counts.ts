import { InvalidArgumentError } from '@fraudx/core';
import { stratifiedExactGreater } from '@fraudx/stats';
import type { StratifiedExcess, Stratum } from '@fraudx/stats';
import { nRiskBands } from './risk-bands.ts';
import type { SliceColumn } from './slice-column.ts';

/** Rows and frauds by risk band. */
export interface Bands {
  readonly rows: Uint32Array;
  readonly fraud: Uint32Array;
}

const nBands = 2 * nRiskBands;

/** Rows and frauds by risk band of every slice of a column. */
export function countBands(yTrue: Uint8Array, band: Uint16Array, column: SliceColumn): Bands[] {
  const bands = column.values.map(() => ({ rows: new Uint32Array(nBands), fraud: new Uint32Array(nBands) }));
  for (let i = 0; i < yTrue.length; i++) {
    const code = column.codes[i]!;
    if (code < 0) continue;
    const of = bands[code];
    if (of === undefined) {
      throw new InvalidArgumentError(`codes of "${column.name}" must be below ${bands.length}, got ${code}`, {
        subject: 'sliceMetrics',
      });
    }
    of.rows[band[i]!]!++;
    of.fraud[band[i]!]! += yTrue[i]!;
  }
  return bands;
}

function without(all: Bands, slices: readonly Bands[]): Bands {
  const minus = (of: (bands: Bands) => Uint32Array): Uint32Array =>
    of(all).map((value, b) => slices.reduce((rest, slice) => rest - of(slice)[b]!, value));
  return { rows: minus(({ rows }) => rows), fraud: minus(({ fraud }) => fraud) };
}

/** A slice against rows of equal risk. */
export interface SliceCounts {
  readonly n: number;
  readonly positives: number;
  readonly alerts: number;
  /** Frauds of the slice among its rows without alerts, by band, against all rows of the band. */
  readonly missed: StratifiedExcess;
  /** Genuine rows of the slice among its alerts, likewise. */
  readonly disturbed: StratifiedExcess;
}

/** @param all - Rows to compare with, those of the slice among them. */
function compare(slice: Bands, all: Bands): SliceCounts {
  const quiet: Stratum[] = [];
  const alerting: Stratum[] = [];
  let [n, positives, alerts] = [0, 0, 0];
  for (let b = 0; b < nBands; b++) {
    const [rows, fraud, allRows, allFraud] = [slice.rows[b]!, slice.fraud[b]!, all.rows[b]!, all.fraud[b]!];
    if (rows === 0) continue;
    n += rows;
    positives += fraud;
    if (b < nRiskBands) quiet.push({ hits: fraud, n: rows, allHits: allFraud, all: allRows });
    else {
      alerts += rows;
      alerting.push({ hits: rows - fraud, n: rows, allHits: allRows - allFraud, all: allRows });
    }
  }
  const [missed, disturbed] = [stratifiedExactGreater(quiet), stratifiedExactGreater(alerting)];
  return { n, positives, alerts, missed, disturbed };
}

/** Whether another row is in a band with a row of the slice. */
export function hasEqualRisk(slice: Bands, all: Bands): boolean {
  return slice.rows.some((rows, b) => rows > 0 && all.rows[b]! > rows);
}

/** Hits beyond the expected ones in standard errors; 0 where nothing can vary. */
export function standardErrors({ hits, expected, variance }: StratifiedExcess): number {
  return variance === 0 ? 0 : (hits - expected) / Math.sqrt(variance);
}

/** By how many standard errors a slice differs from rows of equal risk, beyond chance and in either direction; else 0. */
function departure({ missed, disturbed }: SliceCounts, strict: number): number {
  const of = (excess: StratifiedExcess): number => {
    if (Math.min(excess.chance, excess.chanceOfFewer) >= strict) return 0;
    const errors = standardErrors(excess);
    // Of two slices that make up a column one has too many as the other has too few: then the former is set apart.
    return errors > 0 ? errors * (1 + 1e-9) : -errors;
  };
  return Math.max(of(missed), of(disturbed));
}

/**
 * Every slice of a column against all other rows of equal risk, without the rows of other slices that differ: where one slice has scores
 * that are too high, all others would seem to have scores that are too low beside it. The slice that differs most is set apart first, then
 * the rest is compared again without it, until none differs.
 *
 * @param strict - Chance below which a difference counts.
 * @param isJudged - By its rows, whether a slice may be set apart.
 * @see Holland and Thayer (1988), "Differential item performance and the Mantel–Haenszel procedure", in Test Validity, on the same
 * purification.
 */
export function compareSlices(
  slices: readonly Bands[],
  all: Bands,
  strict: number,
  isJudged: (n: number) => boolean,
): SliceCounts[] {
  const apart = new Set<number>();
  for (;;) {
    const compared = slices.map((slice, s) => {
      const others = slices.filter((_, other) => other !== s && apart.has(other));
      return compare(slice, others.length === 0 ? all : without(all, others));
    });
    const [most] = compared
      .map((counts, s) => ({ s, errors: apart.has(s) || !isJudged(counts.n) ? 0 : departure(counts, strict) }))
      .sort((a, b) => b.errors - a.errors);
    if (most === undefined || most.errors === 0) return compared;
    apart.add(most.s);
  }
}
