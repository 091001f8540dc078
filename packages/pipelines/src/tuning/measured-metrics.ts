import { Matrix } from '@fraudx/core';
import type { Direction } from '@fraudx/tuning';
import type { Candidate } from '../training/fit.ts';
import type { Prepared } from '../training/prepare.ts';

/** What is measured of a fitted model and is no property of its scores. */
interface MeasuredMetric {
  readonly direction: Direction;
  readonly measure: (candidate: Pick<Candidate, 'model'>, fold: Pick<Prepared, 'validation'>) => number;
}

/** Rows that are scored at a time. */
const rowsAtOnce = 1000;
const fewestTimes = 7;
const mostTimes = 51;
/** No further time is taken once so much has passed, in milliseconds. */
const longest = 200;

/** The first rows, from the beginning again where there are fewer. */
function firstRows(x: Matrix, n: number): Matrix {
  const rows = Matrix.zeros(n, x.names, x.types);
  for (let j = 0; j < x.nCols; j++) {
    for (let i = 0; i < n; i++) rows.data[j * n + i] = x.data[j * x.nRows + (i % x.nRows)]!;
  }
  return rows;
}

/**
 * Median time to score 1 000 validation rows at once, of 7 to 51 times after one that does not count. It runs on the main thread, which waits for nothing
 * meanwhile, so that two times of one process never overlap; fits of other threads and programs still slow it down.
 */
function predictMs({ model }: Pick<Candidate, 'model'>, { validation }: Pick<Prepared, 'validation'>): number {
  const rows = firstRows(validation.x, rowsAtOnce);
  model.score(rows);
  const times: number[] = [];
  const began = performance.now();
  while (times.length < fewestTimes || (times.length < mostTimes && performance.now() - began < longest)) {
    const start = performance.now();
    model.score(rows);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return (times[(times.length - 1) >> 1]! + times[times.length >> 1]!) / 2;
}

const measured: ReadonlyMap<string, MeasuredMetric> = new Map([
  ['predict_ms', { direction: 'minimize', measure: predictMs }],
]);

/** The names of what trials can be measured by beside the metrics of the catalogue; the same trial has another value each time. */
export function measuredMetricNames(): readonly string[] {
  return [...measured.keys()];
}

/** Which way a measured metric is better; undefined for other names. */
export function measuredDirection(metric: string): Direction | undefined {
  return measured.get(metric)?.direction;
}

/** Measures a candidate on its latest fold, by those of the names that are measured. */
export function measureCandidate(
  names: Iterable<string>,
  candidate: Pick<Candidate, 'model'>,
  fold: Pick<Prepared, 'validation'>,
): Record<string, number> {
  return Object.fromEntries(
    [...new Set(names)].flatMap((name) => {
      const metric = measured.get(name);
      return metric === undefined ? [] : [[name, metric.measure(candidate, fold)]];
    }),
  );
}
