import type { Rng } from '@fraudx/core';

/** What a scenario gets to work with. */
export interface Context {
  /** A folder of its own. */
  readonly folder: string;
  /** A folder for what several scenarios use. */
  readonly shared: string;
  readonly rng: Rng;
  /** Cases to try. */
  readonly cases: number;
  /** Cases that run at the same time. */
  readonly jobs: number;
  /** Notes a case that did not hold; `seed` and the case's number find it again. */
  readonly fail: (what: string) => void;
}

/** What a scenario found. */
export interface Tally {
  /** Cases in which the fault really came, e.g. the process was still running. */
  readonly hit: number;
  readonly tried: number;
  /** What was measured, for the table: e.g. the longest case. */
  readonly measured?: string;
}

/** One row of the table: a fault, and what must hold after it. */
export interface Scenario {
  readonly name: string;
  readonly group: 'kills' | 'fuzz';
  /** What holds in every case, for the table. */
  readonly promise: string;
  /** Why it cannot run here; undefined: it can. */
  readonly skip?: () => string | undefined;
  readonly run: (context: Context) => Promise<Tally>;
}

/** Does `work` for every case, `jobs` of them at the same time. What a case draws at random must be drawn before. */
export async function inParallel(
  { cases, jobs }: Pick<Context, 'cases' | 'jobs'>,
  work: (i: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < cases) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(jobs, cases) }, worker));
}
