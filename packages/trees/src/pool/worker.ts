import { parentPort } from 'node:worker_threads';
import { loadKernels } from '../kernels/load-kernels.ts';
import type { FitJob, ThreadMessage } from '../training/fit-job.ts';
import { Team } from '../training/team.ts';
import { trainEnsemble } from '../training/train-ensemble.ts';

const port = parentPort;
if (port !== null) {
  const send = (message: ThreadMessage): void => port.postMessage(message);
  port.on('message', (job: FitJob) => {
    const buffer = job.memory.buffer;
    const team = new Team(buffer, job.layout.team, job.threadId, job.nThreads);
    try {
      send(trainEnsemble(job, loadKernels(job.kernels, job.memory), team, send));
    } catch (error) {
      team.fail();
      const { message, stack } = error as Error;
      send({ kind: 'failed', message, stack: stack ?? '' });
    }
  });
}
