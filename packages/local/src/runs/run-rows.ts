import { OutsideError, parseJson } from '@fraudx/core';
import type { ArtifactRecord, ParamValue, RunKind, RunLineage, RunRecord, RunStatus } from '@fraudx/tracking';
import { isRunId, parseRunLineage, runKinds, runStatuses } from '@fraudx/tracking';
import type { Database } from '../sqlite/database.ts';
import { recordDigest } from './record-digest.ts';

/** A row of `runs`, with the status as reported. */
export interface RunRow {
  readonly id: number;
  readonly run_id: string;
  readonly experiment: string;
  readonly name: string | null;
  readonly kind: string;
  readonly parent_run_id: string | null;
  readonly status: string;
  /** As it is stored: a run whose writer is gone is still `running`. */
  readonly stored_status: string;
  readonly started_at: number;
  readonly ended_at: number | null;
  readonly error: string | null;
  readonly lineage: string;
  /** See {@link recordDigest}; null while the run is written. */
  readonly digest: string | null;
  readonly attempt: number;
  /** Who began the attempt; null where nobody took the run up. */
  readonly claim: string | null;
}

/** A record that cannot be what was written. */
function damaged(runId: string, what: string, cause?: unknown): OutsideError {
  return new OutsideError(
    'STORE_CORRUPT',
    `run store: ${what} of ${runId} must be as it was written, got something else`,
    {
      details: { runId },
      cause,
      hint: 'The database is damaged or was changed from outside; restore a copy.',
    },
  );
}

/** A stored lineage. It was checked when it was written, so only its version is looked at: checking 10 000 takes 0.3 s. */
function lineageOf(runId: string, json: string): RunLineage {
  try {
    const lineage = parseJson(json, 'run store') as RunLineage;
    return lineage.formatVersion === 1 ? lineage : parseRunLineage(lineage);
  } catch (error) {
    throw damaged(runId, 'the lineage', error);
  }
}

function paramOf(type: string, text: string): ParamValue {
  return type === 'number' ? Number(text) : type === 'boolean' ? text === 'true' : text;
}

interface Param {
  readonly run: number;
  readonly name: string;
  readonly type: string;
  readonly text: string;
  readonly number: number | null;
}

interface Tag {
  readonly run: number;
  readonly name: string;
  readonly text: string;
  readonly number: number | null;
  /** What was set, where the tag is counted. */
  readonly base: string | null;
}

interface Series {
  readonly run: number;
  readonly name: string;
  readonly step: number;
  readonly timestamp: number;
  readonly value: number | null;
  readonly digest: string | null;
}

interface Event {
  readonly run: number;
  readonly name: string;
  readonly event: string;
  readonly timestamp: number;
}

interface Artifact extends ArtifactRecord {
  readonly run: number;
}

function byRun<Row extends { readonly run: number }>(rows: readonly Row[]): (run: number) => readonly Row[] {
  const groups = Map.groupBy(rows, (row) => row.run);
  return (run) => groups.get(run) ?? [];
}

/** The rows of one run in all tables, ordered by name. */
interface StoredRows {
  readonly params: readonly Param[];
  readonly tags: readonly Tag[];
  readonly series: readonly Series[];
  readonly artifacts: readonly Artifact[];
  readonly events: readonly Event[];
}

/** Whether values have the types of their columns: a damaged page can hold anything, and records of earlier versions have no digest. */
function isWellFormed(row: RunRow, stored: StoredRows): boolean {
  const isText = (value: unknown): boolean => typeof value === 'string';
  const orNull = (test: (value: unknown) => boolean) => (value: unknown) => value === null || test(value);
  const isNumber = (value: unknown): boolean => typeof value === 'number';
  return (
    isRunId(row.run_id) &&
    isText(row.experiment) &&
    [row.name, row.error, row.parent_run_id].every(orNull(isText)) &&
    (runKinds as readonly string[]).includes(row.kind) &&
    (runStatuses as readonly string[]).includes(row.status) &&
    isText(row.lineage) &&
    isNumber(row.started_at) &&
    Number.isSafeInteger(row.attempt) &&
    orNull(isNumber)(row.ended_at) &&
    stored.params.every(({ name, type, text }) => isText(name) && isText(type) && isText(text)) &&
    stored.tags.every(({ name, text }) => isText(name) && isText(text)) &&
    stored.series.every(({ name, value }) => isText(name) && orNull(isNumber)(value)) &&
    stored.artifacts.every(({ name, path, sha256, bytes }) => [name, path, sha256].every(isText) && isNumber(bytes))
  );
}

const among = 'WHERE run IN (SELECT value FROM json_each(?)) ORDER BY run, name';

/** Everything stored of these runs, one entry a row, in their order. */
function storedRows(db: Database, rows: readonly RunRow[]): StoredRows[] {
  const ids = JSON.stringify(rows.map((row) => row.id));
  const params = byRun(db.all<Param>(`SELECT run, name, type, text, number FROM params ${among}`, ids));
  const tags = byRun(db.all<Tag>(`SELECT run, name, text, number, base FROM tags ${among}`, ids));
  const series = byRun(db.all<Series>(`SELECT run, name, step, timestamp, value, digest FROM series ${among}`, ids));
  const artifacts = byRun(db.all<Artifact>(`SELECT run, name, path, sha256, bytes FROM artifacts ${among}`, ids));
  const events = byRun(db.all<Event>(`SELECT run, name, event, timestamp FROM events ${among}, event`, ids));
  return rows.map(({ id }) => ({
    params: params(id),
    tags: tags(id),
    series: series(id),
    artifacts: artifacts(id),
    events: events(id),
  }));
}

/** The digest that a run's row should hold: null while it is running, because metrics come often. */
export function digestFor(db: Database, row: RunRow): string | null {
  return row.stored_status === 'running' ? null : recordDigest({ run: row, ...storedRows(db, [row])[0]! });
}

/**
 * The records of rows, in their order, with all that belongs to them.
 *
 * @throws {OutsideError} `STORE_CORRUPT`: one of them is not as it was written.
 */
export function toRecords(db: Database, rows: readonly RunRow[]): RunRecord[] {
  if (rows.length === 0) return [];
  const all = storedRows(db, rows);
  return rows.map((row, i) => {
    const stored = all[i]!;
    if (row.digest !== null && row.digest !== recordDigest({ run: row, ...stored })) {
      throw damaged(row.run_id, 'the record');
    }
    if (!isWellFormed(row, stored)) throw damaged(row.run_id, 'the record');
    const { params, tags, series, artifacts } = stored;
    return {
      runId: row.run_id,
      experiment: row.experiment,
      ...(row.name === null ? {} : { name: row.name }),
      kind: row.kind as RunKind,
      ...(row.parent_run_id === null ? {} : { parentRunId: row.parent_run_id }),
      status: row.status as RunStatus,
      startedAt: row.started_at,
      ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
      params: Object.fromEntries(params.map(({ name, type, text }) => [name, paramOf(type, text)])),
      metrics: Object.fromEntries(series.map(({ name, value }) => [name, value ?? Number.NaN])),
      tags: Object.fromEntries(tags.map(({ name, text }) => [name, text])),
      artifacts: artifacts.map(({ name, path, sha256, bytes }): ArtifactRecord => ({ name, path, sha256, bytes })),
      lineage: lineageOf(row.run_id, row.lineage),
      ...(row.error === null ? {} : { error: row.error }),
      ...(row.attempt === 0 ? {} : { attempt: row.attempt }),
    };
  });
}
