import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { InternalError, InterruptedError, InvalidArgumentError, throwIfAborted } from '@fraudx/core';
import { drawResamples } from './draw-resamples.ts';
import type { ResampleJob } from './resample-job.ts';

/** Below this many row visits threads cost more than they give. */
const worthThreads = 4_000_000;

function runWorker(job: ResampleJob, from: number, to: number, signal: AbortSignal | undefined): Promise<Float64Array> {
  const file = import.meta.url.endsWith('.ts') ? './resample-worker.ts' : './resample-worker.js';
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(file, import.meta.url), { workerData: { job, from, to } });
    const stop = (): void => {
      void worker.terminate();
      reject(new InterruptedError('bootstrapMetrics: interrupted', { cause: signal?.reason }));
    };
    signal?.addEventListener('abort', stop, { once: true });
    worker.once('message', (values: Float64Array) => {
      signal?.removeEventListener('abort', stop);
      resolve(values);
    });
    worker.once('error', (cause) => reject(new InternalError('bootstrapMetrics: a worker failed', { cause })));
    worker.once('exit', (code) => {
      if (code !== 0) reject(new InternalError(`bootstrapMetrics: a worker ended with code ${code}`));
    });
  });
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
  const visits = nResamples * job.yTrue.length * (job.models.length + 1);
  if (nWorkers === 1 || visits < worthThreads) return drawResamples(job, 0, nResamples);
  const bounds = Array.from({ length: nWorkers + 1 }, (_, i) => Math.round((i * nResamples) / nWorkers));
  const parts = await Promise.all(bounds.slice(1).map((to, i) => runWorker(job, bounds[i]!, to, options.signal)));
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
