import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { InternalError, InterruptedError, InvalidArgumentError, throwIfAborted } from '@fraudx/core';
import { drawResamples } from './draw-resamples.ts';
import type { ResampleJob } from './resample-job.ts';

/** Below this many row visits threads cost more than they give. */
const worthThreads = 4_000_000;

/** What a worker sends. */
function valuesOf(worker: Worker): Promise<Float64Array> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', (cause) => reject(new InternalError('bootstrapMetrics: a worker failed', { cause })));
    // After a message this changes nothing.
    worker.once('exit', (code) => reject(new InternalError(`bootstrapMetrics: a worker ended with code ${code}`)));
  });
}

/** Each part on a thread of its own; when one fails or `signal` is aborted, none goes on. */
async function onThreads(job: ResampleJob, bounds: readonly number[], signal?: AbortSignal): Promise<Float64Array[]> {
  const file = new URL(
    import.meta.url.endsWith('.ts') ? './resample-worker.ts' : './resample-worker.js',
    import.meta.url,
  );
  const workers = bounds.slice(1).map((to, i) => new Worker(file, { workerData: { job, from: bounds[i]!, to } }));
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new InterruptedError('bootstrapMetrics: interrupted', { cause: signal?.reason }));
  });
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([Promise.all(workers.map((worker) => valuesOf(worker))), aborted]);
  } finally {
    signal?.removeEventListener('abort', stop);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** All resamples of a job, on several threads where that pays; the result does not depend on their number. */
export async function runResamples(
  job: ResampleJob,
  nResamples: number,
  options: { readonly nWorkers?: number; readonly signal?: AbortSignal },
): Promise<Float64Array> {
  throwIfAborted(options.signal, 'bootstrapMetrics');
  const nWorkers = Math.min(options.nWorkers ?? availableParallelism(), nResamples);
  if (!(Number.isInteger(nWorkers) && nWorkers >= 1)) {
    throw new InvalidArgumentError(`bootstrapMetrics: nWorkers must be a whole number >= 1, got ${nWorkers}`);
  }
  const visits = 2 * nResamples * job.yTrue.length;
  if (nWorkers === 1 || visits < worthThreads) return drawResamples(job, 0, nResamples);
  const bounds = Array.from({ length: nWorkers + 1 }, (_, i) => Math.round((i * nResamples) / nWorkers));
  const parts = await onThreads(job, bounds, options.signal);
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
