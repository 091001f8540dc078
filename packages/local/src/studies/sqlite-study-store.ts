import type { Clock } from '@fraudx/core';
import { systemClock } from '@fraudx/core';
import type { StudyRecord, StudyStore, TrialRecord } from '@fraudx/tuning';
import { studyExists, studyNotFound } from '@fraudx/tuning';
import { createGoneCheck } from '../processes/is-gone.ts';
import { ownProcess } from '../processes/own-process.ts';
import type { ProcessIdentity } from '@fraudx/core/processes';
import { Database } from '../sqlite/database.ts';
import { parseStudyDefinition, parseTrialRecord, trialJson } from './study-json.ts';

interface StudyRow {
  readonly study_id: string;
  readonly created_at: number;
  readonly definition: string;
}

function toStudy(row: StudyRow): StudyRecord {
  return { studyId: row.study_id, createdAt: row.created_at, definition: parseStudyDefinition(row.definition) };
}

const signOfLifeMs = 15_000;

/** What a {@link SqliteStudyStore} works with. */
export interface SqliteStudyStoreOptions {
  /** For signs of life; default the machine's clock. */
  readonly clock?: Clock;
}

/** A {@link StudyStore} in a SQLite file, safe for several processes at once; see `SqliteRunStore` for what is durable. */
export class SqliteStudyStore implements StudyStore {
  readonly #db: Database;
  readonly #clock: Clock;
  #timer: NodeJS.Timeout | undefined;

  /** @internal Use {@link SqliteStudyStore.open}. */
  constructor(db: Database, options: SqliteStudyStoreOptions = {}) {
    this.#db = db;
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Opens the file, creating it and its folder where missing.
   *
   * @throws {OutsideError} The file cannot be used; see `SqliteRunStore.open`.
   */
  static async open(path: string, options: SqliteStudyStoreOptions = {}): Promise<SqliteStudyStore> {
    return new SqliteStudyStore(await Database.open(path), options);
  }

  #idOf(studyId: string): number {
    const row = this.#db.get<{ id: number }>('SELECT id FROM studies WHERE study_id = ?', studyId);
    if (row === undefined) throw studyNotFound(studyId);
    return row.id;
  }

  #startSigns(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => {
      try {
        this.#db.write(() => ownProcess(this.#db, this.#clock.now()));
      } catch {
        // A missed sign of life is made up by the next one, or by the next write.
      }
    }, signOfLifeMs);
    this.#timer.unref();
  }

  async createStudy(study: StudyRecord): Promise<void> {
    this.#db.write(() => {
      const { studyId, createdAt, definition } = study;
      if (this.#db.get('SELECT 1 FROM studies WHERE study_id = ?', studyId) !== undefined) throw studyExists(studyId);
      this.#db.run(
        'INSERT INTO studies (study_id, created_at, definition) VALUES (?, ?, ?)',
        studyId,
        createdAt,
        JSON.stringify(definition),
      );
    });
  }

  async getStudy(studyId: string): Promise<StudyRecord> {
    const row = this.#db.get<StudyRow>('SELECT * FROM studies WHERE study_id = ?', studyId);
    if (row === undefined) throw studyNotFound(studyId);
    return toStudy(row);
  }

  async listStudies(): Promise<StudyRecord[]> {
    return this.#db.all<StudyRow>('SELECT * FROM studies ORDER BY created_at DESC, study_id').map(toStudy);
  }

  /** The lowest trial that was interrupted or whose process is gone. */
  #reclaimable(study: number, planned: number): number | undefined {
    const isGone = createGoneCheck(this.#clock.now());
    return this.#db
      .all<{ trial: number; state: string; seen_at: number } & ProcessIdentity>(
        `SELECT t.trial, t.state, p.host, p.pid, p.birth, p.seen_at FROM trials t JOIN processes p ON p.id = t.process
         WHERE t.study = ? AND t.trial < ? AND t.state IN ('running', 'interrupted') ORDER BY t.trial`,
        study,
        planned,
      )
      .find((row) => row.state === 'interrupted' || isGone(row, row.seen_at))?.trial;
  }

  async claimTrial(studyId: string, planned: number): Promise<number | undefined> {
    const claimed = this.#db.write(() => {
      const study = this.#idOf(studyId);
      const { next } = this.#db.get<{ next: number }>(
        'SELECT ifnull(max(trial) + 1, 0) AS next FROM trials WHERE study = ?',
        study,
      )!;
      const trial = this.#reclaimable(study, planned) ?? next;
      if (trial >= planned) return undefined;
      this.#db.run(
        `INSERT INTO trials (study, trial, state, process) VALUES (?, ?, 'running', ?)
         ON CONFLICT DO UPDATE SET state = excluded.state, process = excluded.process, record = NULL`,
        study,
        trial,
        ownProcess(this.#db, this.#clock.now()),
      );
      return trial;
    });
    if (claimed !== undefined) this.#startSigns();
    return claimed;
  }

  async saveTrial(studyId: string, record: TrialRecord): Promise<void> {
    this.#db.write(() =>
      this.#db.run(
        `INSERT INTO trials (study, trial, state, process, record) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET state = excluded.state, process = excluded.process, record = excluded.record`,
        this.#idOf(studyId),
        record.trial,
        record.state,
        ownProcess(this.#db, this.#clock.now()),
        trialJson(record),
      ),
    );
  }

  async listTrials(studyId: string): Promise<TrialRecord[]> {
    return this.#db.read(() =>
      this.#db
        .all<{ record: string }>(
          'SELECT record FROM trials WHERE study = ? AND record IS NOT NULL ORDER BY trial',
          this.#idOf(studyId),
        )
        .map((row) => parseTrialRecord(row.record)),
    );
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#db[Symbol.dispose]();
  }
}
