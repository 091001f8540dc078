const ARRIVED = 0;
const TASK = 2;
const GENERATION = 16;
const SLEEPERS = 32;
const FAILED = 48;
const ABORT = 64;
const STOP = 80;

/** Bytes that a team needs in shared memory. */
export const TEAM_BYTES = 1024;

const SPINS = 1500;
const pause: () => void = (Atomics as unknown as { pause?: () => void }).pause ?? (() => {});

/** Threads that work on one fit in step: barriers, a shared task counter, flags. Spins briefly, then sleeps. */
export class Team {
  readonly id: number;
  readonly size: number;
  readonly #words: Int32Array;

  constructor(buffer: SharedArrayBuffer, offset: number, id: number, size: number) {
    this.id = id;
    this.size = size;
    this.#words = new Int32Array(buffer, offset, TEAM_BYTES / 4);
  }

  /** Waits for all threads; resets the task counter. Throws when another thread has failed. */
  barrier(): void {
    const words = this.#words;
    if (this.size === 1) {
      words[TASK] = 0;
      return;
    }
    const generation = Atomics.load(words, GENERATION);
    // fail() sets the flag before it moves the generation: who arrives later must not wait for threads that are gone.
    if (Atomics.load(words, FAILED) !== 0) throw new Error('another training thread failed');
    if (Atomics.add(words, ARRIVED, 1) === this.size - 1) {
      Atomics.store(words, ARRIVED, 0);
      Atomics.store(words, TASK, 0);
      Atomics.store(words, GENERATION, (generation + 1) | 0);
      if (Atomics.load(words, SLEEPERS) > 0) Atomics.notify(words, GENERATION);
    } else {
      for (let i = 0; i < SPINS; i++) {
        if (Atomics.load(words, GENERATION) !== generation) break;
        pause();
      }
      Atomics.add(words, SLEEPERS, 1);
      while (Atomics.load(words, GENERATION) === generation) Atomics.wait(words, GENERATION, generation);
      Atomics.sub(words, SLEEPERS, 1);
    }
    if (Atomics.load(words, FAILED) !== 0) throw new Error('another training thread failed');
  }

  /** The next task number since the last barrier, each given to one thread only. */
  nextTask(): number {
    return this.size === 1 ? this.#words[TASK]!++ : Atomics.add(this.#words, TASK, 1);
  }

  /** Marks the team as failed and wakes everyone, for good. */
  fail(): void {
    Atomics.store(this.#words, FAILED, 1);
    Atomics.add(this.#words, GENERATION, 1);
    Atomics.notify(this.#words, GENERATION);
  }

  /** Asks the team to end after the current iteration; may come from outside the team. */
  abort(): void {
    Atomics.store(this.#words, ABORT, 1);
  }

  get aborted(): boolean {
    return Atomics.load(this.#words, ABORT) !== 0;
  }

  /** Ends the work at a point that all threads agree on: set by one thread before a barrier, read by all after it. */
  get stopped(): boolean {
    return Atomics.load(this.#words, STOP) !== 0;
  }

  set stopped(value: boolean) {
    Atomics.store(this.#words, STOP, value ? 1 : 0);
  }
}
