import type { Worker } from 'node:worker_threads';
import { InternalError, InterruptedError, OutsideError } from '@fraudx/core';
import { freeMemorySoon } from '../pool/free-memory.ts';
import { sharedPool } from '../pool/training-pool.ts';
import type { FailedMessage } from './fit-job.ts';
import type { SharedMemory } from './shared-memory.ts';
import { Team } from './team.ts';

const OWNER = 'fit';

/** What every job has, whatever its threads do. */
interface TeamJob {
  readonly memory: SharedMemory;
  readonly layout: { readonly team: number };
  readonly nThreads: number;
}

/** What the threads of a job say: reports while they work, one message at the end. */
interface TeamMessages {
  readonly report: { readonly kind: string };
  readonly done: { readonly kind: 'done' };
}

function runThread<Messages extends TeamMessages>(
  worker: Worker,
  job: TeamJob & { readonly threadId: number },
  onReport: (report: Messages['report']) => void,
): Promise<Messages['done']> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onError = (error: Error): void => {
      end();
      // What fails in the job itself comes as a message: here the thread could not start, or the system took its memory.
      reject(
        new OutsideError('THREAD_FAILED', `a training thread must be able to run, got: ${error.message}`, {
          subject: OWNER,
          details: { code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' },
          cause: error,
          hint: 'Use fewer workers, or let the process have more memory and open files.',
        }),
      );
    };
    const onExit = (code: number): void => {
      end();
      reject(new InternalError(`${OWNER}: a training thread ended with code ${code}`));
    };
    const onMessage = (message: Messages['report'] | Messages['done'] | FailedMessage): void => {
      if (message.kind === 'done') {
        end();
        resolve(message as Messages['done']);
      } else if (message.kind === 'failed') {
        end();
        const { message: text, stack, code } = message as FailedMessage;
        const cause = code === undefined ? undefined : Object.assign(new Error(text), { code });
        reject(new InternalError(`${OWNER}: a training thread failed: ${text}`, { details: { stack }, cause }));
      } else onReport(message);
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(job, []);
  });
}

/**
 * Runs a job on `nThreads` threads of the shared pool and returns what each said at its end.
 *
 * The workers stay usable whatever happens; the memory of the job is freed soon after.
 *
 * @param signal - Tells the team to end after the current iteration; the threads say so in their last message.
 * @param onReport - What it throws ends the job after the current iteration, and is thrown.
 * @throws {InterruptedError} The signal was aborted before the threads began.
 */
export async function runTeam<Messages extends TeamMessages>(
  base: TeamJob,
  signal: AbortSignal | undefined,
  onReport: (report: Messages['report']) => void,
): Promise<readonly Messages['done'][]> {
  const { nThreads, memory, layout } = base;
  const outside = new Team(memory.buffer, layout.team, -1, nThreads);
  const onAbort = (): void => outside.abort();
  const pool = sharedPool();
  pool.grow(nThreads);
  const workers = await pool.acquire(nThreads);
  let isUsable = true;
  let thrown: { readonly error: unknown } | undefined;
  const report = (message: Messages['report']): void => {
    if (thrown !== undefined) return;
    try {
      onReport(message);
    } catch (error) {
      thrown = { error };
      outside.abort();
    }
  };
  // from here on the workers must be given back, whatever happens: later fits wait for them
  try {
    if (signal?.aborted === true) throw new InterruptedError(`interrupted`, { subject: OWNER, cause: signal.reason });
    signal?.addEventListener('abort', onAbort);
    const threads = workers.map((worker, threadId) => runThread<Messages>(worker, { ...base, threadId }, report));
    const results = await Promise.allSettled(
      threads.map((thread) =>
        thread.catch((error: unknown) => {
          outside.fail();
          throw error;
        }),
      ),
    );
    const failed = results.filter((result) => result.status === 'rejected');
    if (failed.length > 0) {
      isUsable = false;
      const first = failed.find((result) => !String(result.reason).includes('another training thread')) ?? failed[0]!;
      throw first.reason;
    }
    if (thrown !== undefined) throw thrown.error;
    return results.map((result) => (result as PromiseFulfilledResult<Messages['done']>).value);
  } finally {
    if (isUsable) pool.release(workers);
    else pool.discard(workers);
    freeMemorySoon(memory.buffer.byteLength);
    signal?.removeEventListener('abort', onAbort);
  }
}
