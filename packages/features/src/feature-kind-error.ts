import { DataError } from '@fraudx/core';

/** The error for a column that holds something else than in training. */
export function featureKindError(name: string, wanted: string, got: string): DataError {
  return new DataError('FEATURE_KIND', `features: column "${name}" must hold ${wanted} as in training, got ${got}`, {
    details: { column: name },
    hint: 'Give data with the columns the model was trained on, in the same format.',
  });
}
