import type { Params } from './space/search-space.ts';

/** What an objective returns for one trial. */
export interface TrialOutcome {
  /** What is maximized or minimized; a value that is not finite fails the trial. */
  readonly value: number;
  /** Other measurements, kept beside the value. */
  readonly metrics?: Readonly<Record<string, number>>;
  /** The tracked run of this trial. */
  readonly runId?: string;
}

/** How a trial ended. */
export type TrialState = 'complete' | 'failed' | 'interrupted';

/** One trial of a study, as it ended. */
export interface TrialRecord {
  /** 0, 1, 2, … in the order of suggestion. */
  readonly trial: number;
  readonly params: Params;
  readonly state: TrialState;
  /** Present exactly when the state is `complete`; finite. */
  readonly value?: number;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly runId?: string;
  /** Why the trial failed or was interrupted. */
  readonly error?: string;
  readonly durationMs: number;
}
