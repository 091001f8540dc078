import type { ParsedRunQuery } from '../run-query.ts';
import type { RunRecord } from '../run-record.ts';
import { compareByOrder, matchRun } from './match-run.ts';

/** The runs that satisfy a query, in its order: the meaning of queries, for stores that cannot search by themselves. */
export function selectRuns(runs: readonly RunRecord[], query: ParsedRunQuery): RunRecord[] {
  const { experiment, kind, status, parentRunId, startedAfter, startedBefore, where } = query;
  const found = runs
    .filter(
      (run) =>
        (experiment === undefined || run.experiment === experiment) &&
        (kind === undefined || run.kind === kind) &&
        (status === undefined || run.status === status) &&
        (parentRunId === undefined || run.parentRunId === parentRunId) &&
        (startedAfter === undefined || run.startedAt >= startedAfter) &&
        (startedBefore === undefined || run.startedAt < startedBefore) &&
        (where === undefined || matchRun(run, where)),
    )
    .sort((a, b) => compareByOrder(a, b, query.orderBy));
  const offset = query.offset ?? 0;
  return found.slice(offset, query.limit === undefined ? undefined : offset + query.limit);
}
