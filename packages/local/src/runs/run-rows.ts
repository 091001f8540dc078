import { OutsideError, parseJson } from '@fraudx/core';
import type { ArtifactRecord, ParamValue, RunKind, RunLineage, RunRecord, RunStatus } from '@fraudx/tracking';
import { parseRunLineage } from '@fraudx/tracking';
import type { Database } from '../sqlite/database.ts';

/** A row of `runs`, with the status as reported. */
export interface RunRow {
  readonly id: number;
  readonly run_id: string;
  readonly experiment: string;
  readonly name: string | null;
  readonly kind: string;
  readonly parent_run_id: string | null;
  readonly status: string;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly error: string | null;
  readonly lineage: string;
}

/** A stored lineage. It was checked when it was written, so only its version is looked at: checking 10 000 takes 0.3 s. */
function lineageOf(runId: string, json: string): RunLineage {
  try {
    const lineage = parseJson(json, 'run store') as RunLineage;
    return lineage.formatVersion === 1 ? lineage : parseRunLineage(lineage);
  } catch (error) {
    throw new OutsideError(
      'STORE_CORRUPT',
      `run store: the lineage of ${runId} must be well-formed, got ${json.slice(0, 200)}`,
      {
        details: { runId },
        cause: error,
        hint: 'The database was changed from outside; restore a copy.',
      },
    );
  }
}

function paramOf(type: string, text: string): ParamValue {
  return type === 'number' ? Number(text) : type === 'boolean' ? text === 'true' : text;
}

interface Named {
  readonly run: number;
  readonly name: string;
}

function group<Row extends Named, T>(rows: readonly Row[], value: (row: Row) => T): Map<number, Record<string, T>> {
  const groups = new Map<number, [string, T][]>();
  for (const row of rows) {
    const entries = groups.get(row.run) ?? [];
    groups.set(row.run, entries);
    entries.push([row.name, value(row)]);
  }
  return new Map([...groups].map(([run, entries]) => [run, Object.fromEntries(entries)]));
}

const among = 'WHERE run IN (SELECT value FROM json_each(?)) ORDER BY run, name';

/** The records of rows, in their order, with all that belongs to them. */
export function toRecords(db: Database, rows: readonly RunRow[]): RunRecord[] {
  if (rows.length === 0) return [];
  const ids = JSON.stringify(rows.map((row) => row.id));
  const params = group(
    db.all<Named & { type: string; text: string }>(`SELECT run, name, type, text FROM params ${among}`, ids),
    (row) => paramOf(row.type, row.text),
  );
  const tags = group(
    db.all<Named & { text: string }>(`SELECT run, name, text FROM tags ${among}`, ids),
    (row) => row.text,
  );
  const metrics = group(
    db.all<Named & { value: number | null }>(`SELECT run, name, value FROM series ${among}`, ids),
    (row) => row.value ?? Number.NaN,
  );
  const artifacts = group(
    db.all<Named & ArtifactRecord>(`SELECT run, name, path, sha256, bytes FROM artifacts ${among}`, ids),
    ({ name, path, sha256, bytes }): ArtifactRecord => ({ name, path, sha256, bytes }),
  );
  return rows.map((row) => ({
    runId: row.run_id,
    experiment: row.experiment,
    ...(row.name === null ? {} : { name: row.name }),
    kind: row.kind as RunKind,
    ...(row.parent_run_id === null ? {} : { parentRunId: row.parent_run_id }),
    status: row.status as RunStatus,
    startedAt: row.started_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    params: params.get(row.id) ?? {},
    metrics: metrics.get(row.id) ?? {},
    tags: tags.get(row.id) ?? {},
    artifacts: Object.values(artifacts.get(row.id) ?? {}),
    lineage: lineageOf(row.run_id, row.lineage),
    ...(row.error === null ? {} : { error: row.error }),
  }));
}
