import type { Params } from '../space/search-space.ts';
import type { StudySpec } from '../study/study-spec.ts';
import type { TrialHistory, TrialRecord } from '../study/trial.ts';

/** A study as stored. */
export interface StudyRecord {
  readonly studyId: string;
  /** What people call it, which no other study has. Default: none. */
  readonly name?: string;
  readonly spec: StudySpec;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly createdAt: number;
}

/** The right to run a trial, until another process is given it. */
export interface Claim {
  readonly studyId: string;
  readonly trial: number;
  /** 1 for the first claim of the trial, 2 for the next, …: only the highest one may report and end the trial. */
  readonly token: number;
}

/** A trial to run. */
export interface ClaimedTrial extends Claim {
  readonly params: Params;
}

/** What {@link StudyStore.enqueue} made of the queue. */
export interface QueuedPoints {
  readonly added: number;
  /** Points that no trial has taken. */
  readonly waiting: number;
}

/** Which trial to take. */
export interface ClaimRequest {
  /** Trials of the whole study, >= 0: none with a number of `maxTrials` or above is given. */
  readonly maxTrials: number;
  /** A trial that nobody has taken is given only when every trial with a number below its own minus `lag` has ended. Default: at once. */
  readonly lag?: number;
  /**
   * The point of a trial that has none yet, where none is queued; called inside the transaction, so it must be quick and must not use the store.
   * `history(from)` reads the trials with numbers from `from` on; default all.
   */
  readonly suggest: (trial: number, history: (from?: number) => readonly TrialHistory[]) => Params;
  /** Whether the study ends without this trial, which nobody has taken; called as `suggest` and before it. Default: never. */
  readonly endsBefore?: (trial: number, history: (from?: number) => readonly TrialHistory[]) => boolean;
}

/**
 * Keeps studies and their trials, so that a study survives its process and several processes can share one.
 * Implementations pass the suite of `@fraudx/tuning/testing`.
 *
 * - A resolved write is kept; each call is all or nothing; calls may overlap, from one process or several.
 * - Where a method takes a `studyId` or a claim, it throws `NotFoundError` `STUDY_NOT_FOUND` when there is no such study.
 * - Failures of the medium are `OutsideError`. After `close`, every method throws `StateError` `STORE_CLOSED`.
 */
export interface StudyStore {
  /**
   * Keeps a new study, with trials that have ended elsewhere, and points that its first trials take.
   *
   * @param trials - Numbered 0, 1, 2, …. Default: none.
   * @param queue - As {@link StudyStore.enqueue} takes it. Default: none.
   * @throws {ConflictError} `STUDY_EXISTS`: its id or its name is taken.
   */
  createStudy(study: StudyRecord, trials?: readonly TrialRecord[], queue?: readonly Params[]): Promise<void>;

  /**
   * Gives a study another name.
   *
   * @throws {ConflictError} `STUDY_EXISTS`: another study has the name.
   */
  renameStudy(studyId: string, name: string): Promise<void>;

  /**
   * Puts points at the end of the queue: the next trials that nobody has taken take them, in this order and each once.
   *
   * @param options - `onlyNew`: leaves out points that are or were queued, and those of trials. Default false.
   * @returns How many points were added, and how many of the queue wait for a trial now, these and earlier ones.
   */
  enqueue(studyId: string, points: readonly Params[], options?: { readonly onlyNew?: boolean }): Promise<QueuedPoints>;

  /** Removes a study with its trials and its parts. A process that runs one of them then finds no study (`STUDY_NOT_FOUND`). */
  deleteStudy(studyId: string): Promise<void>;

  getStudy(studyId: string): Promise<StudyRecord>;

  /** All studies but parts of others (see `studyPartId`), newest first, then by id. */
  listStudies(): Promise<StudyRecord[]>;

  /**
   * Takes a trial to run, and keeps its point, in one transaction: the lowest number that was interrupted or taken by a process that is gone, with
   * the point it had; else the lowest that nobody has taken, with the first point of the queue, or the one that `suggest` gives.
   *
   * @returns The trial, now taken by this process; `wait` when there is none to take until another one has ended; undefined when none is left.
   */
  claimTrial(studyId: string, request: ClaimRequest): Promise<ClaimedTrial | 'wait' | undefined>;

  /**
   * Keeps a value that a running trial has reached; a later one of the same step replaces it. Those of an earlier claim of the trial are gone.
   *
   * @param step - A whole number >= 0.
   * @throws {ConflictError} `CLAIM_LOST`.
   */
  report(claim: Claim, step: number, value: number): Promise<void>;

  /**
   * Keeps how a trial ended, with its reports. Saying the same again changes nothing.
   *
   * @returns The trial as stored.
   * @throws {ConflictError} `CLAIM_LOST`: another process has the trial, or it has ended in another way.
   */
  endTrial(claim: Claim, end: TrialEnd): Promise<TrialRecord>;

  /**
   * Takes what is to be done after the last trial, such as fitting the best model, for one process.
   *
   * @param work - What it is, such as the model of which trial; done is what was done last.
   * @returns `yours`; `wait`: another process is at it, or at other work; `done`: this work was done.
   */
  claimEnd(studyId: string, work: string): Promise<'yours' | 'wait' | 'done'>;

  /** Says that what this process took by {@link StudyStore.claimEnd} is done, or gives it back; nothing where another process has it now. */
  leaveEnd(studyId: string, state: 'done' | 'open'): Promise<void>;

  /** The trials that have ended, by number. */
  listTrials(studyId: string): Promise<TrialRecord[]>;

  /** The trials that have ended and those that are being run, by number. */
  history(studyId: string): Promise<TrialHistory[]>;

  /** Releases the store; calling it again does nothing. */
  close(): Promise<void>;
}

/** How a trial ended: its record, without what the store knows already. */
export type TrialEnd = Omit<TrialRecord, 'trial' | 'params' | 'reports'>;
