import { parentPort, workerData } from 'node:worker_threads';
import { drawResamples } from './draw-resamples.ts';
import type { ResampleJob } from './resample-job.ts';

const { job, from, to } = workerData as { job: ResampleJob; from: number; to: number };
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a thread, not a window
parentPort?.postMessage(drawResamples(job, from, to));
