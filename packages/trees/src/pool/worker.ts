import { parentPort } from 'node:worker_threads';
import type { ForestJob } from '../forest/forest-job.ts';
import { trainForest } from '../forest/train-forest.ts';
import { loadForestKernels, loadKernels } from '../kernels/load-kernels.ts';
import type { FitJob } from '../training/fit-job.ts';
import { freeMemorySoon } from './free-memory.ts';
import { Team } from '../training/team.ts';
import { trainEnsemble } from '../training/train-ensemble.ts';

const port = parentPort;
if (port !== null) {
  const send = (message: object, transfer: readonly ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  port.on('message', (job: FitJob | ForestJob) => {
    const buffer = job.memory.buffer;
    const team = new Team(buffer, job.layout.team, job.threadId, job.nThreads);
    try {
      const kernels = loadKernels(job.kernels, job.memory);
      if (job.kind === 'forest') {
        send(trainForest(job, kernels, loadForestKernels(job.kernels, job.memory), team, send));
      } else send(trainEnsemble(job, kernels, team, send));
    } catch (error) {
      team.fail();
      const { message, stack, code } = error as NodeJS.ErrnoException;
      send({ kind: 'failed', message, stack: stack ?? '', code });
    }
    freeMemorySoon(buffer.byteLength);
  });
}
