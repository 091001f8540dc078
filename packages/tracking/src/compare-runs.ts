import type { JsonValue } from '@fraudx/core';
import { canonicalJson, InvalidArgumentError } from '@fraudx/core';
import type { ParamValue, RunRecord } from './run-record.ts';

/** One thing that was compared: its values in the order of the runs, undefined where a run has none. */
export interface ComparisonRow<T> {
  readonly name: string;
  readonly values: readonly (T | undefined)[];
  /** Whether not all runs have the same value; a missing value differs from any, NaN equals NaN. */
  readonly differs: boolean;
}

/** Several runs side by side. */
export interface RunComparison {
  /** The runs, in the order given. */
  readonly runIds: readonly string[];
  /** Experiment, name, kind, status and parent. */
  readonly run: readonly ComparisonRow<string>[];
  readonly params: readonly ComparisonRow<ParamValue>[];
  readonly metrics: readonly ComparisonRow<number>[];
  readonly tags: readonly ComparisonRow<string>[];
  /** Lineage by dotted path, such as `data.sha256`, `git.commit` or `versions.fraudx`; lists are one value. */
  readonly lineage: readonly ComparisonRow<JsonValue>[];
  /** Digests of artifacts by name. */
  readonly artifacts: readonly ComparisonRow<string>[];
}

function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  return (
    typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && canonicalJson(a) === canonicalJson(b)
  );
}

function rows<T>(records: readonly Readonly<Record<string, T>>[], all: boolean): ComparisonRow<T>[] {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))].sort();
  return names
    .map((name) => {
      const values = records.map((record) => (Object.hasOwn(record, name) ? record[name] : undefined));
      return { name, values, differs: values.some((value) => !same(value, values[0])) };
    })
    .filter((row) => all || row.differs);
}

function flatten(value: unknown, path: string, into: Record<string, JsonValue>): Record<string, JsonValue> {
  if (value === undefined) return into;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, item] of Object.entries(value)) flatten(item, path === '' ? key : `${path}.${key}`, into);
  } else into[path] = value as JsonValue;
  return into;
}

function headOf(run: RunRecord): Record<string, string> {
  const { experiment, kind, status, name, parentRunId } = run;
  return {
    experiment,
    kind,
    status,
    ...(name === undefined ? {} : { name }),
    ...(parentRunId === undefined ? {} : { parent_run_id: parentRunId }),
  };
}

/**
 * Puts runs side by side: only what differs between them, unless asked for all.
 *
 * @param records - At least two runs.
 * @param options - `all`: also rows in which the runs agree; default false.
 * @throws {InvalidArgumentError} Fewer than two runs.
 */
export function compareRuns(records: readonly RunRecord[], options: { readonly all?: boolean } = {}): RunComparison {
  if (records.length < 2) {
    throw new InvalidArgumentError(`records must hold at least 2 runs, got ${records.length}`, {
      subject: 'compareRuns',
    });
  }
  const all = options.all ?? false;
  return {
    runIds: records.map((run) => run.runId),
    run: rows(records.map(headOf), all),
    params: rows(
      records.map((run) => run.params),
      all,
    ),
    metrics: rows(
      records.map((run) => run.metrics),
      all,
    ),
    tags: rows(
      records.map((run) => run.tags),
      all,
    ),
    lineage: rows(
      records.map((run) => flatten(run.lineage, '', {})),
      all,
    ),
    artifacts: rows(
      records.map((run) => Object.fromEntries(run.artifacts.map((artifact) => [artifact.name, artifact.sha256]))),
      all,
    ),
  };
}
