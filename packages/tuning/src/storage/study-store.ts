import type { Direction } from '../best-trial.ts';
import type { Strategy } from '../samplers/create-sampler.ts';
import type { SearchSpace } from '../space/search-space.ts';
import type { TrialRecord } from '../trial.ts';

/** What makes two studies the same study: equal definitions give equal suggestions. */
export interface StudyDefinition {
  readonly space: SearchSpace;
  readonly strategy: Strategy;
  readonly direction: Direction;
  readonly seed: number;
}

/** A study as stored. */
export interface StudyRecord {
  readonly studyId: string;
  readonly definition: StudyDefinition;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly createdAt: number;
}

/**
 * Keeps studies and their trials, so that a study survives its process and several processes can share one.
 * Implementations pass the suite of `@fraudx/tuning/testing`.
 *
 * - A resolved write is kept; each call is all or nothing; calls may overlap, from one process or several.
 * - Where a method takes a `studyId`, it throws {@link NotFoundError} `STUDY_NOT_FOUND` when there is no such study.
 * - Failures of the medium are {@link OutsideError}. After `close`, every method throws {@link StateError} `STORE_CLOSED`.
 */
export interface StudyStore {
  /** @throws {ConflictError} `STUDY_EXISTS`. */
  createStudy(study: StudyRecord): Promise<void>;

  getStudy(studyId: string): Promise<StudyRecord>;

  /** All studies, newest first, then by id. */
  listStudies(): Promise<StudyRecord[]>;

  /**
   * Takes a trial to run: the lowest number below `planned` that nobody has taken, was interrupted, or was taken by a process
   * that is gone.
   *
   * @returns The number, now taken by this process; undefined when none is left.
   */
  claimTrial(studyId: string, planned: number): Promise<number | undefined>;

  /** Keeps how a trial ended. Saving the same record again changes nothing; a later record replaces an earlier one. */
  saveTrial(studyId: string, record: TrialRecord): Promise<void>;

  /** The trials that have ended, by number. */
  listTrials(studyId: string): Promise<TrialRecord[]>;

  /** Releases the store; calling it again does nothing. */
  close(): Promise<void>;
}
