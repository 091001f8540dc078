import type { TrialRecord } from '@fraudx/tuning';

/** The attribute of a trial that says how many rounds early stopping kept. */
export const BEST_ROUNDS = 'best_rounds';

/** How many rounds early stopping kept of a trial; undefined where the study had none, or the trial was not measured. */
export function bestRounds({ attributes = {} }: Pick<TrialRecord, 'attributes'>): number | undefined {
  const rounds = Object.hasOwn(attributes, BEST_ROUNDS) ? attributes[BEST_ROUNDS] : undefined;
  return typeof rounds === 'number' && Number.isSafeInteger(rounds) && rounds >= 1 ? rounds : undefined;
}
