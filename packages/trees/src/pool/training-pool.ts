import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { InvalidArgumentError } from '@fraudx/core';

const ENTRY = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url);
const MAX_WORKERS = 64;

/** Warm worker threads shared by all fits of a process. Idle workers do not keep the process alive. */
class WorkerPool {
  readonly #idle: Worker[] = [];
  readonly #waiting: { readonly n: number; readonly give: (workers: Worker[]) => void }[] = [];
  #size: number;
  #alive = 0;
  /** Workers that were busy when the pool was closed: they end with their fit. */
  readonly #leaving = new Set<Worker>();
  readonly #busy = new Set<Worker>();
  /** Workers that have ended by themselves: they are not handed out again. */
  readonly #ended = new WeakSet<Worker>();

  constructor(size: number) {
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  grow(size: number): void {
    this.#size = Math.max(this.#size, size);
  }

  /** n workers at once, in the order of asking. */
  acquire(n: number): Promise<Worker[]> {
    return new Promise((give) => {
      this.#waiting.push({ n, give });
      this.#serve();
    });
  }

  release(workers: readonly Worker[]): void {
    for (const worker of workers) {
      this.#busy.delete(worker);
      worker.unref();
      const isLeaving = this.#leaving.delete(worker);
      if (!isLeaving && !this.#ended.has(worker)) this.#idle.push(worker);
      else {
        this.#alive--;
        void worker.terminate();
      }
    }
    this.#serve();
  }

  /** Gives back workers that are not usable any more. */
  discard(workers: readonly Worker[]): void {
    for (const worker of workers) {
      this.#busy.delete(worker);
      this.#leaving.delete(worker);
      void worker.terminate();
    }
    this.#alive -= workers.length;
    this.#serve();
  }

  async close(): Promise<void> {
    for (const worker of this.#busy) this.#leaving.add(worker);
    const workers = this.#idle.splice(0);
    this.#alive -= workers.length;
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  /** A worker whose end is noticed also while it is idle: it may run out of memory, or be ended from outside. */
  #start(): Worker {
    const worker = new Worker(ENTRY);
    worker.unref();
    // without a listener an error of an idle worker would end the process; its exit follows
    worker.on('error', () => {});
    worker.once('exit', () => {
      this.#ended.add(worker);
      const at = this.#idle.indexOf(worker);
      if (at < 0) return;
      this.#idle.splice(at, 1);
      this.#alive--;
      this.#serve();
    });
    return worker;
  }

  #serve(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      while (this.#idle.length < next.n && this.#alive < this.#size) {
        this.#idle.push(this.#start());
        this.#alive++;
      }
      if (this.#idle.length < next.n) return;
      this.#waiting.shift();
      const workers = this.#idle.splice(0, next.n);
      for (const worker of workers) {
        this.#busy.add(worker);
        worker.ref();
      }
      next.give(workers);
    }
  }
}

let pool: WorkerPool | undefined;

/** The pool of this process, made on first use with one worker per core. */
export function sharedPool(): WorkerPool {
  pool ??= new WorkerPool(availableParallelism());
  return pool;
}

/**
 * Opens the warm worker threads that all fits of this process share; a fit opens a default pool of one worker per core otherwise.
 *
 * @param options - `nWorkers`: an integer in [1, 64].
 * @returns Closes the pool when disposed.
 * @throws {InvalidArgumentError} `nWorkers` is out of range.
 */
export function openTrainingPool(options: { readonly nWorkers: number }): AsyncDisposable {
  const { nWorkers } = options;
  if (!Number.isInteger(nWorkers) || nWorkers < 1 || nWorkers > MAX_WORKERS) {
    throw new InvalidArgumentError(`nWorkers must be an integer in [1, ${MAX_WORKERS}], got ${nWorkers}`, {
      subject: 'openTrainingPool',
    });
  }
  sharedPool().grow(nWorkers);
  return { [Symbol.asyncDispose]: closeTrainingPool };
}

/** Ends the idle workers of the pool at once, busy ones when their fits end; the next fit starts new ones. */
export async function closeTrainingPool(): Promise<void> {
  await pool?.close();
}
