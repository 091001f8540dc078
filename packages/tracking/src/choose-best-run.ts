import type { JsonValue } from '@fraudx/core';
import { canonicalJson } from '@fraudx/core';
import type { RunRecord } from './run-record.ts';

/** What a run was made from, fact by fact, such as `target` or `split`; undefined: nothing was said. */
export type RunFacts = Readonly<Record<string, JsonValue | undefined>>;

/** A run that was not a candidate. */
export interface LeftOutRun {
  readonly runId: string;
  /** Names of the facts that differ, in the order of the facts asked for. */
  readonly differs: readonly string[];
}

/** The best of several runs, and what it was chosen from. */
export interface RunChoice {
  readonly run: RunRecord;
  /** Its value of the metric; undefined when no candidate has one. */
  readonly value: number | undefined;
  /** Runs that were compared, the chosen one among them. */
  readonly candidates: number;
  readonly leftOut: readonly LeftOutRun[];
}

function differences(own: RunFacts, asked: RunFacts): string[] {
  return Object.keys(asked).filter((name) => canonicalJson(own[name] ?? null) !== canonicalJson(asked[name] ?? null));
}

/**
 * The run of the highest metric among those that were made from the same facts; metrics of other data, columns or splits are not compared.
 *
 * @param runs - The first of equal ones wins.
 * @param metric - Higher is better; a run without it loses to every run with it.
 * @param factsOf - What a run was made from.
 * @param asked - What the candidates must have been made from; facts that are not named here do not matter.
 * @param sameAmong - Facts in which candidates must agree with the newest of them, such as the digest of data that changed since.
 * @returns `choice` is undefined when no run is a candidate.
 */
export function chooseBestRun(
  runs: readonly RunRecord[],
  metric: string,
  factsOf: (run: RunRecord) => RunFacts,
  asked: RunFacts,
  sameAmong: readonly string[] = [],
): { readonly choice: RunChoice | undefined; readonly leftOut: readonly LeftOutRun[] } {
  const leftOut: LeftOutRun[] = [];
  const keep = (among: readonly RunRecord[], facts: RunFacts): RunRecord[] =>
    among.filter((run) => {
      const differs = differences(factsOf(run), facts);
      if (differs.length > 0) leftOut.push({ runId: run.runId, differs });
      return differs.length === 0;
    });
  const alike = keep(runs, asked);
  const newest = alike.reduce<RunRecord | undefined>(
    (latest, run) => (latest === undefined || run.startedAt > latest.startedAt ? run : latest),
    undefined,
  );
  if (newest === undefined) return { choice: undefined, leftOut };
  const shared = factsOf(newest);
  const candidates = keep(alike, Object.fromEntries(sameAmong.map((name) => [name, shared[name]])));
  const valueOf = (run: RunRecord): number => {
    const value = run.metrics[metric];
    return value === undefined || Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  const run = candidates.reduce((best, other) => (valueOf(other) > valueOf(best) ? other : best));
  const value = valueOf(run);
  return {
    choice: {
      run,
      value: value === Number.NEGATIVE_INFINITY ? undefined : value,
      candidates: candidates.length,
      leftOut,
    },
    leftOut,
  };
}
