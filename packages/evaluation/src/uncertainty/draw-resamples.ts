import { Rng } from '@fraudx/core';
import type { ResampleJob } from './resample-job.ts';
import { resampleMetrics } from './resample-metrics.ts';

function rowsOfClass(yTrue: Uint8Array, label: number): Uint32Array {
  const rows = new Uint32Array(yTrue.length);
  let size = 0;
  for (let i = 0; i < yTrue.length; i++) if (yTrue[i] === label) rows[size++] = i;
  return rows.subarray(0, size);
}

/** As many draws as rows. By multiplication, not by division: five times faster, and uneven by less than n / 2^32. */
function drawRows(rows: Uint32Array, times: Uint32Array, rng: Rng): void {
  const scale = rows.length / 2 ** 32;
  for (let k = 0; k < rows.length; k++) times[rows[Math.floor(rng.uint32() * scale)]!]!++;
}

/**
 * Resamples `from` (inclusive) to `to` (exclusive). Resample r depends only on the job and r, not on who draws it.
 *
 * @returns (to − from) × models × names values.
 */
export function drawResamples(job: ResampleJob, from: number, to: number): Float64Array {
  const { yTrue, day, nDays, names, models, method } = job;
  const width = models.length * names.length;
  const out = new Float64Array((to - from) * width);
  const times = new Uint32Array(yTrue.length);
  const dayTimes = new Uint32Array(nDays);
  const classes = method === 'stratified' ? [rowsOfClass(yTrue, 0), rowsOfClass(yTrue, 1)] : [];
  const root = new Rng(job.seed);
  for (let r = from; r < to; r++) {
    const rng = root.stream(`resample-${r}`);
    if (method === 'stratified') {
      times.fill(0);
      for (const rows of classes) drawRows(rows, times, rng);
    } else {
      dayTimes.fill(0);
      for (let k = 0; k < nDays; k++) dayTimes[rng.int(nDays)]!++;
      for (let i = 0; i < times.length; i++) times[i] = dayTimes[day[i]!]!;
    }
    models.forEach((model, m) => resampleMetrics(job, model, times, out, (r - from) * width + m * names.length));
  }
  return out;
}
