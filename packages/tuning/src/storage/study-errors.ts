import { ConflictError, InvalidArgumentError, NotFoundError, StateError } from '@fraudx/core';
import type { TrialRecord } from '../study/trial.ts';
import type { Claim } from './study-store.ts';

/** There is no study of this id. */
export function studyNotFound(studyId: string): NotFoundError {
  return new NotFoundError('STUDY_NOT_FOUND', `study: id must be one of a known study, got ${studyId}`, {
    details: { studyId },
  });
}

/** There is a study of this id already. */
export function studyExists(studyId: string): ConflictError {
  return new ConflictError('STUDY_EXISTS', `study: id must be new, got ${studyId}`, { details: { studyId } });
}

/**
 * There is a study of this name already.
 *
 * @param studyId - Its id.
 */
export function studyNameTaken(name: string, studyId: string): ConflictError {
  return new ConflictError('STUDY_EXISTS', `study: name must be new, got "${name}", which is that of ${studyId}`, {
    details: { name, studyId },
  });
}

/** The store was used after `close`. */
export function studyStoreClosed(): StateError {
  return new StateError('STORE_CLOSED', 'study store: must be open, got a closed one');
}

/** Another process was given the trial, or it has ended in another way: what this one says of it no longer counts. */
export function claimLost({ studyId, trial, token }: Claim): ConflictError {
  return new ConflictError(
    'CLAIM_LOST',
    `study: claim of trial ${trial} of ${studyId} must be its latest one, got an earlier one`,
    {
      details: { studyId, trial, token },
      hint: 'Another process runs the trial, or has ended it; drop this result.',
    },
  );
}

/** Refuses trials that are not numbered 0, 1, 2, …. @throws {InvalidArgumentError} */
export function checkNumbers(trials: readonly TrialRecord[]): void {
  const odd = trials.find(({ trial }, number) => trial !== number);
  if (odd === undefined) return;
  throw new InvalidArgumentError(`trials must be numbered 0, 1, 2, …, got ${odd.trial} out of order`, {
    subject: 'createStudy',
  });
}
