import { canonicalJson, ConflictError, NotFoundError, StateError } from '@fraudx/core';
import type { StudyDefinition } from './study-store.ts';

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

/** The store was used after `close`. */
export function studyStoreClosed(): StateError {
  return new StateError('STORE_CLOSED', 'study store: must be open, got a closed one');
}

/** @throws {ConflictError} `STUDY_CHANGED`: the study was begun with another space, strategy, direction or seed. */
export function checkSameStudy(studyId: string, stored: StudyDefinition, given: StudyDefinition): void {
  const changed = (['strategy', 'direction', 'seed', 'space'] as const).filter(
    (key) => canonicalJson(stored[key]) !== canonicalJson(given[key]),
  );
  // The order of hyperparameters decides the order of grid points.
  if (Object.keys(stored.space).join('\n') !== Object.keys(given.space).join('\n') && !changed.includes('space')) {
    changed.push('space');
  }
  if (changed.length > 0) {
    throw new ConflictError(
      'STUDY_CHANGED',
      `study: ${changed.join(', ')} must be as when ${studyId} was begun, got another`,
      { details: { studyId, changed }, hint: 'Start a new study, or give the options of the first start.' },
    );
  }
}
