import { Rng } from '@fraudx/core';
import { drawWithReplacement, rowsByClass } from '@fraudx/stats';
import type { DrawFrom } from '@fraudx/stats';
import type { ResampleJob } from './resample-job.ts';
import { resampleMetrics } from './resample-metrics.ts';

function drawnFrom({ method, yTrue, day, nDays }: ResampleJob): DrawFrom {
  switch (method) {
    case 'rows':
      return { kind: 'rows' };
    case 'within-class':
      return { kind: 'classes', classes: rowsByClass(yTrue) };
    case 'by-day':
      return { kind: 'clusters', cluster: day, nClusters: nDays };
  }
}

/**
 * Resamples `from` (inclusive) to `to` (exclusive). Resample r depends only on the job and r, not on who draws it.
 *
 * @returns (to − from) × names values.
 */
export function drawResamples(job: ResampleJob, from: number, to: number): Float64Array {
  const width = job.names.length;
  const out = new Float64Array((to - from) * width);
  const times = new Uint32Array(job.yTrue.length);
  const kind = drawnFrom(job);
  const root = new Rng(job.seed);
  for (let r = from; r < to; r++) {
    drawWithReplacement(kind, times, root.stream(`resample-${r}`));
    resampleMetrics(job, times, out, (r - from) * width);
  }
  return out;
}
