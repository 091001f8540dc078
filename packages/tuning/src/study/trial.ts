import type { JsonValue } from '@fraudx/core';
import type { Params } from '../space/search-space.ts';

/** What an objective returns for one trial. */
export interface TrialOutcome {
  /** What is maximized or minimized, where the study has one direction; a value that is not finite fails the trial. */
  readonly value?: number;
  /** One value for each direction, where the study has several. */
  readonly values?: readonly number[];
  /**
   * One number for each constraint of the study, by its name: at most 0 where it is met, else by how much it is violated. A trial that violates one is complete
   * and not feasible: never the best, never on the front.
   */
  readonly constraints?: Readonly<Record<string, number>>;
  /** Other measurements, kept beside the value. */
  readonly metrics?: Readonly<Record<string, number>>;
  /** What folds, or blocks of rows where there is one, contributed to a metric, by its name. */
  readonly foldValues?: Readonly<Record<string, readonly number[]>>;
  /** What else is to be kept of the trial, by name: user attributes. */
  readonly attributes?: Readonly<Record<string, JsonValue>>;
  /** The tracked run of this trial. */
  readonly runId?: string;
}

/** How a trial ended: `pruned` was stopped early because it did worse than others at the same step. */
export type TrialState = 'complete' | 'pruned' | 'failed' | 'interrupted';

/** A value that an objective reported while it ran: `[step, value]`. */
export type Report = readonly [step: number, value: number];

/** One trial of a study, as it ended. */
export interface TrialRecord {
  /** 0, 1, 2, … in the order of suggestion. */
  readonly trial: number;
  readonly params: Params;
  readonly state: TrialState;
  /** Finite; present where the trial is complete and the study has one direction, and where a pruned trial of another program has one. */
  readonly value?: number;
  /** Finite, one for each direction; present as `value` where the study has several. */
  readonly values?: readonly number[];
  /** Finite, by the names of the constraints of the study, at most 0 where one is met; present where the trial is complete and the study has some. */
  readonly constraints?: Readonly<Record<string, number>>;
  readonly metrics?: Readonly<Record<string, number>>;
  /** What folds, or blocks of rows where there is one, contributed to a metric, by its name. */
  readonly foldValues?: Readonly<Record<string, readonly number[]>>;
  /** What else is kept of the trial, by name: user attributes. */
  readonly attributes?: Readonly<Record<string, JsonValue>>;
  readonly runId?: string;
  /** What was reported while it ran, by ascending step; absent where nothing was. */
  readonly reports?: readonly Report[];
  /** Why the trial failed or was interrupted. */
  readonly error?: string;
  readonly durationMs: number;
}

/** A trial that has been claimed and has not ended. */
export interface RunningTrial {
  readonly trial: number;
  readonly params: Params;
  readonly state: 'running';
  readonly reports?: readonly Report[];
}

/** What samplers and pruners know of a trial: it has ended, or runs here or elsewhere. */
export type TrialHistory = TrialRecord | RunningTrial;

/** What is kept beside the values of a trial: metrics, what folds contributed, attributes and run, as far as there are some. */
export function extrasOf({
  metrics,
  foldValues,
  attributes,
  runId,
}: Pick<TrialOutcome, 'metrics' | 'foldValues' | 'attributes' | 'runId'>): Pick<
  TrialRecord,
  'metrics' | 'foldValues' | 'attributes' | 'runId'
> {
  return {
    ...(metrics === undefined ? {} : { metrics }),
    ...(foldValues === undefined ? {} : { foldValues }),
    ...(attributes === undefined ? {} : { attributes }),
    ...(runId === undefined ? {} : { runId }),
  };
}

/** The values of a complete trial, one for each direction; undefined for others. */
export function valuesOf(trial: TrialHistory): readonly number[] | undefined {
  if (trial.state !== 'complete') return undefined;
  return trial.values ?? (trial.value === undefined ? undefined : [trial.value]);
}

/** By how much a trial violates its constraints: the sum of those above 0; 0 where it meets them all, or has none. */
export function violationOf(trial: TrialHistory): number {
  if (trial.state === 'running' || trial.constraints === undefined) return 0;
  return Object.values(trial.constraints).reduce((sum, value) => sum + Math.max(0, value), 0);
}

/** Whether a trial is complete and meets every constraint of its study. */
export function isFeasible(trial: TrialHistory): trial is TrialRecord {
  return trial.state === 'complete' && Object.values(trial.constraints ?? {}).every((value) => value <= 0);
}

/** Thrown by an objective to end its trial as `pruned`, usually after `context.shouldPrune()`. */
export class TrialPruned extends Error {
  constructor(message = 'pruned') {
    super(message);
    this.name = 'TrialPruned';
  }
}
