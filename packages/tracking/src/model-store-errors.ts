import { ConflictError, InvalidArgumentError, NotFoundError } from '@fraudx/core';
import { isRunId } from './check-run.ts';

/** Checks the id that a model is kept under, and returns it. @throws {InvalidArgumentError} `INVALID_RUN`. */
export function checkModelRun(runId: string): string {
  if (isRunId(runId)) return runId;
  throw new InvalidArgumentError(
    `model store: run must be an id of 3 to 128 letters, digits, dots, dashes or underscores, got ${JSON.stringify(runId)}`,
    { code: 'INVALID_RUN' },
  );
}

/** What `save` throws where the run has a model. */
export function modelExists(runId: string, location: string): ConflictError {
  return new ConflictError('MODEL_EXISTS', `model store: ${runId} must have no model yet, got one in ${location}`, {
    details: { runId, location },
    hint: 'Remove the old model first, or train a new run.',
  });
}

/** What `load` and `writeFile` throw where the run has no model. */
export function modelNotFound(runId: string, location: string): NotFoundError {
  return new NotFoundError('MODEL_NOT_FOUND', `model store: ${runId} must have a model, got none in ${location}`, {
    details: { runId, location },
    hint: 'Train again, or restore it from a backup.',
  });
}

/** What `save` throws where nothing was written. */
export function modelEmpty(runId: string): InvalidArgumentError {
  return new InvalidArgumentError(`model store: the model of ${runId} must have files, got none`, {
    code: 'MODEL_EMPTY',
    details: { runId },
  });
}
