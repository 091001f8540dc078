import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { InternalError, InterruptedError, InvalidArgumentError, throwIfAborted } from '@fraudx/core';
import { isRegisteredMetric } from '../metrics/metric-catalogue.ts';
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
    stop = () => reject(new InterruptedError('interrupted', { subject: 'bootstrapMetrics', cause: signal?.reason }));
  });
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([Promise.all(workers.map((worker) => valuesOf(worker))), aborted]);
  } finally {
    signal?.removeEventListener('abort', stop);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Resamples between two looks at `signal`. */
const CHUNK = 20;

/** All resamples on this thread, which lets others have their turn in between. */
async function onThisThread(job: ResampleJob, nResamples: number, signal?: AbortSignal): Promise<Float64Array> {
  const parts: Float64Array[] = [];
  for (let from = 0; from < nResamples; from += CHUNK) {
    throwIfAborted(signal, 'bootstrapMetrics');
    parts.push(drawResamples(job, from, Math.min(nResamples, from + CHUNK)));
    await setImmediate();
  }
  return joined(parts);
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Values of the metrics of two jobs in the order of a third that has both. */
function merged(
  names: readonly string[],
  jobs: readonly (readonly [names: readonly string[], values: Float64Array])[],
  nResamples: number,
): Float64Array {
  const all = new Float64Array(nResamples * names.length);
  for (const [own, values] of jobs) {
    own.forEach((name, i) => {
      const to = names.indexOf(name);
      for (let r = 0; r < nResamples; r++) all[r * names.length + to] = values[r * own.length + i]!;
    });
  }
  return all;
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
    throw new InvalidArgumentError(`nWorkers must be a whole number >= 1, got ${nWorkers}`, {
      subject: 'bootstrapMetrics',
    });
  }
  const visits = 2 * nResamples * job.yTrue.length;
  if (nWorkers === 1 || visits < worthThreads) return drawResamples(job, 0, nResamples);
  const bounds = Array.from({ length: nWorkers + 1 }, (_, i) => Math.round((i * nResamples) / nWorkers));
  // Other threads do not know the functions of this one's scripts.
  const here = job.names.filter((name) => isRegisteredMetric(name));
  if (here.length === 0) return joined(await onThreads(job, bounds, options.signal));
  const elsewhere = job.names.filter((name) => !isRegisteredMetric(name));
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  try {
    const [threads, own] = await Promise.all([
      onThreads({ ...job, names: elsewhere }, bounds, signal),
      onThisThread({ ...job, names: here }, nResamples, signal),
    ]);
    return merged(
      job.names,
      [
        [elsewhere, joined(threads)],
        [here, own],
      ],
      nResamples,
    );
  } catch (error) {
    // Neither goes on when the other fails.
    stop.abort();
    throw error;
  }
}
