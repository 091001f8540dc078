import { InvalidArgumentError, shownValue } from '@fraudx/core';
import type { AlgorithmName } from '@fraudx/models';
import { algorithmNames, roundsParam } from '@fraudx/models';

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

/**
 * Refuses early stopping of an algorithm that has no rounds to stop after, such as a forest, before its first fit.
 *
 * @throws {InvalidArgumentError} `EARLY_STOPPING_WITHOUT_ROUNDS`.
 */
export function checkStops(owner: string, algorithm: AlgorithmName, rounds: number | undefined): void {
  if (rounds === undefined || roundsParam(algorithm) !== undefined) return;
  const takes = algorithmNames().filter((name) => roundsParam(name) !== undefined);
  throw new InvalidArgumentError(
    `${owner}: early stopping needs an algorithm that boosts round by round (${takes.join(', ')}), got ${algorithm}`,
    {
      code: 'EARLY_STOPPING_WITHOUT_ROUNDS',
      details: { algorithm, earlyStoppingRounds: rounds },
      hint: 'Leave early stopping out, or choose one of these algorithms.',
    },
  );
}
