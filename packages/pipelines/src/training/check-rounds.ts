import { InvalidArgumentError, shownValue } from '@fraudx/core';

/**
 * Refuses rounds of early stopping that no fit can take, before anything is read.
 *
 * @throws {InvalidArgumentError}
 */
export function checkRounds(owner: string, rounds: number | undefined): void {
  if (rounds === undefined || (Number.isSafeInteger(rounds) && rounds >= 1)) return;
  throw new InvalidArgumentError(
    `earlyStoppingRounds must be a whole number of at least 1, got ${shownValue(rounds)}`,
    { subject: owner, details: { earlyStoppingRounds: String(rounds) } },
  );
}
