import type { Clock } from '@fraudx/core';
import { InvalidArgumentError, systemClock } from '@fraudx/core';
import type {
  Claim,
  ClaimedTrial,
  ClaimRequest,
  Params,
  QueuedPoints,
  StudyRecord,
  StudyStore,
  TrialEnd,
  TrialHistory,
  TrialRecord,
} from '@fraudx/tuning';
import {
  checkNumbers,
  claimLost,
  isStudyPart,
  studyExists,
  studyNameTaken,
  studyNotFound,
  trialJson,
} from '@fraudx/tuning';
import { ownProcess } from '../processes/own-process.ts';
import { Database } from '../sqlite/database.ts';
import type { Reclaimable } from './reclaimable.ts';
import { isOpenBelow, reclaimable } from './reclaimable.ts';
import { deleteWithParts } from './delete-with-parts.ts';
import { claimEndOf, leaveEndOf } from './study-end.ts';
import { dequeuePoint, enqueuePoints, newPoints, waitingPoints } from './study-queue.ts';
import type { StudyRow } from './study-rows.ts';
import {
  checkedRecord,
  longestName,
  readHistory,
  readTrials,
  reportsOf,
  storedParams,
  studyDigest,
  toStudy,
  trialDigest,
} from './study-rows.ts';

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

  async createStudy(
    study: StudyRecord,
    trials: readonly TrialRecord[] = [],
    queue: readonly Params[] = [],
  ): Promise<void> {
    checkNumbers(trials);
    this.#db.write(() => {
      const { studyId, name = null, createdAt, spec } = study;
      const json = JSON.stringify(spec);
      if (this.#db.get('SELECT 1 FROM studies WHERE study_id = ?', studyId) !== undefined) throw studyExists(studyId);
      if (name !== null) this.#checkName(name);
      this.#db.run(
        'INSERT INTO studies (study_id, name, created_at, definition, digest, ended) VALUES (?, ?, ?, ?, ?, ?)',
        studyId,
        name,
        createdAt,
        json,
        studyDigest(studyId, createdAt, json, name),
        trials.length,
      );
      if (trials.length > 0) this.#addTrials(studyId, trials);
      enqueuePoints(this.#db, this.#rowOf(studyId).id, queue);
    });
  }

  #checkName(name: string): void {
    if (name.length > longestName) {
      throw new InvalidArgumentError(`name must have at most ${longestName} characters, got ${name.length}`, {
        subject: 'study',
        code: 'STUDY_NAME',
      });
    }
    const other = this.#db.get<{ study_id: string }>('SELECT study_id FROM studies WHERE name = ?', name);
    if (other !== undefined) throw studyNameTaken(name, other.study_id);
  }

  async renameStudy(studyId: string, name: string): Promise<void> {
    this.#db.write(() => {
      const row = this.#rowOf(studyId);
      if (row.name === name) return;
      this.#checkName(name);
      const digest = row.digest === null ? null : studyDigest(studyId, row.created_at, row.definition, name);
      this.#db.run('UPDATE studies SET name = ?, digest = ? WHERE id = ?', name, digest, row.id);
    });
  }

  async enqueue(
    studyId: string,
    points: readonly Params[],
    { onlyNew = false }: { readonly onlyNew?: boolean } = {},
  ): Promise<QueuedPoints> {
    return this.#db.write(() => {
      const { id } = this.#rowOf(studyId);
      const added = onlyNew ? newPoints(this.#db, id, points) : points;
      enqueuePoints(this.#db, id, added);
      return { added: added.length, waiting: waitingPoints(this.#db, id) };
    });
  }

  #addTrials(studyId: string, trials: readonly TrialRecord[]): void {
    const { id } = this.#rowOf(studyId);
    const own = ownProcess(this.#db, this.#clock.now());
    for (const record of trials) {
      const { trial, state, params } = record;
      const json = trialJson(record);
      this.#db.run(
        'INSERT INTO trials (study, trial, state, process, params, claims, record, digest) VALUES (?, ?, ?, ?, ?, 1, ?, ?)',
        id,
        trial,
        state,
        own,
        JSON.stringify(params),
        json,
        trialDigest(studyId, trial, state, json),
      );
    }
  }

  async deleteStudy(studyId: string): Promise<void> {
    this.#db.write(() => deleteWithParts(this.#db, this.#rowOf(studyId)));
  }

  async getStudy(studyId: string): Promise<StudyRecord> {
    return toStudy(this.#rowOf(studyId));
  }

  async listStudies(): Promise<StudyRecord[]> {
    const rows = this.#db.all<StudyRow>('SELECT * FROM studies ORDER BY created_at DESC, study_id');
    return rows.filter((row) => !isStudyPart(row.study_id)).map(toStudy);
  }

  async claimTrial(
    studyId: string,
    { maxTrials, lag, suggest, endsBefore }: ClaimRequest,
  ): Promise<ClaimedTrial | 'wait' | undefined> {
    const claimed = this.#db.write(() => {
      const row = this.#rowOf(studyId);
      const before = reclaimable(this.#db, row.id, maxTrials, this.#clock.now());
      const trial =
        before?.trial ??
        this.#db.get<{ next: number }>('SELECT ifnull(max(trial) + 1, 0) AS next FROM trials WHERE study = ?', row.id)!
          .next;
      if (trial >= maxTrials) return undefined;
      if (before === undefined && lag !== undefined && isOpenBelow(this.#db, row.id, trial - lag)) return 'wait';
      const history = (from?: number): TrialHistory[] => readHistory(this.#db, row, from);
      if (before === undefined && endsBefore?.(trial, history) === true) return undefined;
      const params =
        before?.record != null
          ? checkedRecord(studyId, before).params
          : before?.params == null
            ? (dequeuePoint(this.#db, row.id, trial) ?? suggest(trial, history))
            : storedParams(before.params);
      const token = before === undefined ? 1 : before.claims + 1;
      const own = ownProcess(this.#db, this.#clock.now());
      this.#db.run('DELETE FROM reports WHERE study = ? AND trial = ?', row.id, trial);
      this.#db.run(
        `INSERT INTO trials (study, trial, state, process, params, claims) VALUES (?, ?, 'running', ?, ?, ?)
         ON CONFLICT DO UPDATE SET state = excluded.state, process = excluded.process, params = excluded.params,
           claims = excluded.claims, record = NULL, digest = NULL`,
        row.id,
        trial,
        own,
        JSON.stringify(params),
        token,
      );
      if (before?.record != null) this.#db.run('UPDATE studies SET ended = ended - 1 WHERE id = ?', row.id);
      return { studyId, trial, token, params };
    });
    if (typeof claimed === 'object') this.#startSigns();
    return claimed;
  }

  /** The trial of a claim, which must be its latest one; inside a write transaction. */
  #claimed(claim: Claim): { study: number } & Reclaimable {
    const study = this.#rowOf(claim.studyId).id;
    const row = this.#db.get<Reclaimable>(
      'SELECT trial, state, params, record, digest, claims FROM trials WHERE study = ? AND trial = ?',
      study,
      claim.trial,
    );
    if (row?.claims !== claim.token) throw claimLost(claim);
    return { study, ...row };
  }

  async report(claim: Claim, step: number, value: number): Promise<void> {
    this.#db.write(() => {
      const { study, record } = this.#claimed(claim);
      if (record !== null) throw claimLost(claim);
      this.#db.run(
        'INSERT OR REPLACE INTO reports (study, trial, step, value) VALUES (?, ?, ?, ?)',
        study,
        claim.trial,
        step,
        Number.isNaN(value) ? null : value,
      );
    });
  }

  async endTrial(claim: Claim, end: TrialEnd): Promise<TrialRecord> {
    return this.#db.write(() => {
      const { studyId, trial } = claim;
      const { study, ...row } = this.#claimed(claim);
      if (row.record !== null) {
        const held = checkedRecord(studyId, { ...row, record: row.record });
        const { params, reports } = held;
        const same = trialJson({ trial, params, ...end, ...(reports === undefined ? {} : { reports }) });
        if (same !== row.record) throw claimLost(claim);
        return held;
      }
      const params = storedParams(row.params ?? 'null');
      const record: TrialRecord = { trial, params, ...end, ...reportsOf(this.#db, study, trial) };
      const json = trialJson(record);
      this.#db.run('DELETE FROM reports WHERE study = ? AND trial = ?', study, trial);
      this.#db.run(
        'UPDATE trials SET state = ?, process = ?, record = ?, digest = ? WHERE study = ? AND trial = ?',
        end.state,
        ownProcess(this.#db, this.#clock.now()),
        json,
        trialDigest(studyId, trial, end.state, json),
        study,
        trial,
      );
      this.#db.run('UPDATE studies SET ended = ended + 1 WHERE id = ?', study);
      return record;
    });
  }

  async claimEnd(studyId: string, work: string): Promise<'yours' | 'wait' | 'done'> {
    const claimed = this.#db.write(() => claimEndOf(this.#db, this.#rowOf(studyId), work, this.#clock.now()));
    if (claimed === 'yours') this.#startSigns();
    return claimed;
  }

  async leaveEnd(studyId: string, state: 'done' | 'open'): Promise<void> {
    this.#db.write(() => leaveEndOf(this.#db, this.#rowOf(studyId), state, this.#clock.now()));
  }

  async listTrials(studyId: string): Promise<TrialRecord[]> {
    return this.#db.read(() => readTrials(this.#db, this.#rowOf(studyId)));
  }

  async history(studyId: string): Promise<TrialHistory[]> {
    return this.#db.read(() => readHistory(this.#db, this.#rowOf(studyId)));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#db[Symbol.dispose]();
  }
}
