import type { Clock } from '@fraudx/core';
import { systemClock } from '@fraudx/core';
import type { StudyRecord, StudyStore, TrialRecord } from '@fraudx/tuning';
import { studyExists, studyNotFound } from '@fraudx/tuning';
import { createGoneCheck } from '../processes/is-gone.ts';
import { ownProcess } from '../processes/own-process.ts';
import type { ProcessIdentity } from '@fraudx/core/processes';
import { Database } from '../sqlite/database.ts';
import { trialJson } from './study-json.ts';
import type { StudyRow } from './study-rows.ts';
import { readTrials, studyDigest, toStudy, trialDigest } from './study-rows.ts';

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

  #rowOf(studyId: string): StudyRow {
    const row = this.#db.get<StudyRow>('SELECT * FROM studies WHERE study_id = ?', studyId);
    if (row === undefined) throw studyNotFound(studyId);
    return row;
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
      const json = JSON.stringify(definition);
      if (this.#db.get('SELECT 1 FROM studies WHERE study_id = ?', studyId) !== undefined) throw studyExists(studyId);
      this.#db.run(
        'INSERT INTO studies (study_id, created_at, definition, digest, ended) VALUES (?, ?, ?, ?, 0)',
        studyId,
        createdAt,
        json,
        studyDigest(studyId, createdAt, json),
      );
    });
  }

  async getStudy(studyId: string): Promise<StudyRecord> {
    return toStudy(this.#rowOf(studyId));
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

  /** Writes a trial and the study's count of those with a record; inside a write transaction. */
  #writeTrial(study: number, trial: number, state: string, record: string | null, digest: string | null): void {
    const held = this.#db.get<{ ended: number }>(
      'SELECT record IS NOT NULL AS ended FROM trials WHERE study = ? AND trial = ?',
      study,
      trial,
    );
    this.#db.run(
      `INSERT INTO trials (study, trial, state, process, record, digest) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET state = excluded.state, process = excluded.process, record = excluded.record, digest = excluded.digest`,
      study,
      trial,
      state,
      ownProcess(this.#db, this.#clock.now()),
      record,
      digest,
    );
    const more = (record === null ? 0 : 1) - (held?.ended ?? 0);
    if (more !== 0) this.#db.run('UPDATE studies SET ended = ended + ? WHERE id = ?', more, study);
  }

  async claimTrial(studyId: string, planned: number): Promise<number | undefined> {
    const claimed = this.#db.write(() => {
      const { id: study } = this.#rowOf(studyId);
      const { next } = this.#db.get<{ next: number }>(
        'SELECT ifnull(max(trial) + 1, 0) AS next FROM trials WHERE study = ?',
        study,
      )!;
      const trial = this.#reclaimable(study, planned) ?? next;
      if (trial >= planned) return undefined;
      this.#writeTrial(study, trial, 'running', null, null);
      return trial;
    });
    if (claimed !== undefined) this.#startSigns();
    return claimed;
  }

  async saveTrial(studyId: string, record: TrialRecord): Promise<void> {
    const json = trialJson(record);
    const { trial, state } = record;
    this.#db.write(() =>
      this.#writeTrial(this.#rowOf(studyId).id, trial, state, json, trialDigest(studyId, trial, state, json)),
    );
  }

  async listTrials(studyId: string): Promise<TrialRecord[]> {
    return this.#db.read(() => readTrials(this.#db, this.#rowOf(studyId)));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#db[Symbol.dispose]();
  }
}
