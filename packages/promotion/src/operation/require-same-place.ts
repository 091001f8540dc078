import { InvalidArgumentError } from '@fraudx/core';
import type { PromotionJournal } from '../journal/journal.ts';

/**
 * Keeps an operation from being taken back or ended where it was not made: its parameters would look absent there, and its config lies in a
 * bucket that can be reached from everywhere. Journals without a place, of older versions or of a target that has only one, pass.
 *
 * @throws {InvalidArgumentError} `OTHER_PLACE`; nothing was changed.
 */
export async function requireSamePlace(
  journal: Pick<PromotionJournal, 'id' | 'place'>,
  place: (() => Promise<string>) | undefined,
): Promise<void> {
  if (journal.place === undefined || place === undefined) return;
  const here = await place();
  if (here === journal.place) return;
  throw new InvalidArgumentError(
    `promotions: ${journal.id} was made in ${journal.place} and must be worked on there, got ${here}`,
    {
      code: 'OTHER_PLACE',
      details: { promotionId: journal.id, place: journal.place, here },
      hint: `Nothing was changed. Give --region and --profile so that they lead to ${journal.place}.`,
    },
  );
}
