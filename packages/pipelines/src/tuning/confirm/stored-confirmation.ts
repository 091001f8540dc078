import type { Direction } from '@fraudx/tuning';
import { z } from 'zod';
import type { Confirmation } from './choose-confirmed.ts';
import { chooseConfirmed } from './choose-confirmed.ts';

const trialNumber = z.int().min(0);

const storedForm = z
  .object({
    defaults: trialNumber,
    shared: z.number().min(0),
    trials: z
      .array(z.object({ trial: trialNumber, values: z.array(z.number()).min(2).max(100) }))
      .min(2)
      .max(100),
  })
  .refine(({ trials }) => new Set(trials.map(({ trial }) => trial)).size === trials.length)
  .refine(({ defaults, trials }) => trials.some(({ trial }) => trial === defaults))
  .refine(({ trials }) => trials.every(({ values }) => values.length === trials[0]!.values.length));

/** A confirmation as a tag of the study's run keeps it: what was measured, from which the choice follows. Empty where there was none. */
export function storedConfirmation(confirmation: Confirmation | undefined): string {
  if (confirmation === undefined) return '';
  const { defaults, shared, trials } = confirmation;
  return JSON.stringify({ defaults, shared, trials: trials.map(({ trial, values }) => ({ trial, values })) });
}

/** What {@link storedConfirmation} wrote; undefined for anything else. */
export function parseConfirmation(text: string | undefined, direction: Direction): Confirmation | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
  const { success, data } = storedForm.safeParse(json);
  return success ? chooseConfirmed(data.trials, data.defaults, { direction, shared: data.shared }) : undefined;
}
