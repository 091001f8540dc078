import { InvalidArgumentError, shownValue } from '@fraudx/core';

/**
 * Whether a study may have the name: 1 to 100 visible characters without space at its ends, and no beginning of an option (`-`) or of an id
 * (`run-`, `study-`).
 */
export function isStudyName(name: string): boolean {
  return /^[^\p{C}\p{Zl}\p{Zp}]{1,100}$/u.test(name) && name.trim() === name && !/^(?:-|run-|study-)/.test(name);
}

/** Refuses a name that no study may have; see {@link isStudyName}. @throws {InvalidArgumentError} `STUDY_NAME`. */
export function checkStudyName(name: string): void {
  if (isStudyName(name)) return;
  throw new InvalidArgumentError(
    `name must have 1 to 100 visible characters and not begin with "-", "run-" or "study-", got ${shownValue(name.slice(0, 120))}`,
    { subject: 'study', code: 'STUDY_NAME' },
  );
}
