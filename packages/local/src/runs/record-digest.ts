import { hash } from 'node:crypto';

/** What the tables hold of one run, as it is stored. */
export interface StoredRun {
  readonly run: {
    readonly run_id: unknown;
    readonly experiment: unknown;
    readonly name: unknown;
    readonly kind: unknown;
    readonly parent_run_id: unknown;
    readonly stored_status: unknown;
    readonly started_at: unknown;
    readonly ended_at: unknown;
    readonly error: unknown;
    readonly lineage: unknown;
    readonly attempt: unknown;
    readonly claim: unknown;
  };
  /** Rows of each table, ordered by name. */
  readonly params: readonly {
    readonly name: unknown;
    readonly type: unknown;
    readonly text: unknown;
    readonly number: unknown;
  }[];
  readonly tags: readonly {
    readonly name: unknown;
    readonly text: unknown;
    readonly number: unknown;
    readonly base: unknown;
  }[];
  readonly series: readonly {
    readonly name: unknown;
    readonly step: unknown;
    readonly timestamp: unknown;
    readonly value: unknown;
    /** Of its points. */
    readonly digest: unknown;
  }[];
  readonly artifacts: readonly {
    readonly name: unknown;
    readonly path: unknown;
    readonly sha256: unknown;
    readonly bytes: unknown;
  }[];
  readonly events: readonly { readonly name: unknown; readonly event: unknown; readonly timestamp: unknown }[];
}

/** SHA-256 of a run's record as it is stored; who writes it and when it was last seen are not in it. */
export function recordDigest({ run, params, tags, series, artifacts, events }: StoredRun): string {
  const content = [
    run.run_id,
    run.experiment,
    run.name,
    run.kind,
    run.parent_run_id,
    run.stored_status,
    run.started_at,
    run.ended_at,
    run.error,
    run.lineage,
    params.map(({ name, type, text, number }) => [name, type, text, number]),
    // Runs of earlier versions have no counted tags, digests of points, attempts and events, and keep the digest of their record.
    tags.map(({ name, text, number, base }) => [name, text, number, ...(base === null ? [] : [base])]),
    series.map(({ name, step, timestamp, value, digest }) => [
      name,
      step,
      timestamp,
      value,
      ...(digest === null ? [] : [digest]),
    ]),
    artifacts.map(({ name, path, sha256, bytes }) => [name, path, sha256, bytes]),
    ...(run.attempt === 0 && events.length === 0
      ? []
      : [[run.attempt, run.claim, events.map(({ name, event, timestamp }) => [name, event, timestamp])]]),
  ];
  return hash('sha256', JSON.stringify(content));
}
