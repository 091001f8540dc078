import type { RunLineage } from './run-lineage.ts';

/** The states of a run. `stale` is never written: a store reports it for a running run whose process is gone. */
export const runStatuses = ['running', 'finished', 'failed', 'interrupted', 'stale'] as const;

/** Where a run stands; see {@link RunStore} for `stale`. */
export type RunStatus = (typeof runStatuses)[number];

/** What runs are made for. */
export const runKinds = ['train', 'trial', 'study', 'evaluation', 'promotion', 'other'] as const;

/** What a run was made for. */
export type RunKind = (typeof runKinds)[number];

/** A hyperparameter or setting; a number is finite. */
export type ParamValue = string | number | boolean;

/** Named bytes that belong to a run. */
export interface ArtifactRecord {
  /** Name within the run, such as `plots/roc.svg`. */
  readonly name: string;
  /** Where the store keeps it; the artifact store says relative to what. */
  readonly path: string;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  readonly bytes: number;
}

/** One measured value of a metric. */
export interface MetricPoint {
  readonly name: string;
  /** Any number; NaN and infinities are kept. -0 is kept as 0. */
  readonly value: number;
  /** A whole number >= 0: iteration, epoch, trial. */
  readonly step: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly timestamp: number;
}

/** Something that happened to a run and is counted, such as a look at its test rows. */
export interface RunEvent {
  /** Unique among the events of its name in the run; the same id again is the same event. */
  readonly eventId: string;
  /** What happened, such as `test_reads`. */
  readonly name: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly timestamp: number;
}

/** Everything known about a run, as it was when read; a store never changes a record it handed out. */
export interface RunRecord {
  readonly runId: string;
  readonly experiment: string;
  readonly name?: string;
  readonly kind: RunKind;
  readonly parentRunId?: string;
  readonly status: RunStatus;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  /** Milliseconds since 1970-01-01 UTC; present once the run has ended. */
  readonly endedAt?: number;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** The value of the highest step of each metric. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Texts by name; a name that has events shows how many, added to the number that was set as its tag. */
  readonly tags: Readonly<Record<string, string>>;
  readonly artifacts: readonly ArtifactRecord[];
  readonly lineage: RunLineage;
  /** Why the run failed or was interrupted. */
  readonly error?: string;
  /** How often it was taken up again; absent: never. */
  readonly attempt?: number;
}

/** A run to create; `runId` is chosen by the caller (see `createId` of core). */
export interface NewRun {
  readonly runId: string;
  readonly experiment: string;
  readonly name?: string;
  readonly kind: RunKind;
  readonly parentRunId?: string;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number;
  readonly params?: Readonly<Record<string, ParamValue>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly lineage: RunLineage;
}

/** A change of a run's state; what is absent stays. `endedAt` and `error` come with a status that ends the run. */
export interface RunChange {
  readonly status?: Exclude<RunStatus, 'stale'>;
  readonly endedAt?: number;
  readonly error?: string;
  readonly name?: string;
}
