import { parentPort, workerData } from 'node:worker_threads';
import { drawResamples } from './draw-resamples.ts';
import type { ResampleJob } from './resample-job.ts';

const { job, from, to } = workerData as { job: ResampleJob; from: number; to: number };
parentPort?.postMessage(drawResamples(job, from, to), []);
