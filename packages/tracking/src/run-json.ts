import type { RunRecord } from './run-record.ts';
import { jsonMetrics } from '@fraudx/core';

/** A run record as programs read it: snake_case names, instants in ISO 8601, undefined numbers as null. */
export function runJson(run: RunRecord): Record<string, unknown> {
  return {
    run_id: run.runId,
    experiment: run.experiment,
    name: run.name ?? null,
    kind: run.kind,
    parent_run_id: run.parentRunId ?? null,
    status: run.status,
    started_at: new Date(run.startedAt).toISOString(),
    ended_at: run.endedAt === undefined ? null : new Date(run.endedAt).toISOString(),
    params: run.params,
    metrics: jsonMetrics(run.metrics),
    tags: run.tags,
    artifacts: run.artifacts,
    lineage: run.lineage,
    error: run.error ?? null,
  };
}
