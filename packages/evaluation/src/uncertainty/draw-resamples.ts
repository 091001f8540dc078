import { Rng } from '@fraudx/core';
import { drawWithReplacement, rowsByClass } from '@fraudx/stats';
import type { DrawFrom } from '@fraudx/stats';
import type { ResampleJob } from './resample-job.ts';
import { resampleMetrics } from './resample-metrics.ts';

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
  const source: DrawFrom =
    method === 'stratified'
      ? { kind: 'classes', classes: rowsByClass(yTrue) }
      : { kind: 'clusters', cluster: day, nClusters: nDays };
  const root = new Rng(job.seed);
  for (let r = from; r < to; r++) {
    drawWithReplacement(source, times, root.stream(`resample-${r}`));
    models.forEach((model, m) => resampleMetrics(job, model, times, out, (r - from) * width + m * names.length));
  }
  return out;
}
