import { ConflictError } from '@fraudx/core';
import type { JournalStore } from './journal-store.ts';
import type { PromotionJournal } from './journal.ts';
import { sequenceOf } from './journal-id.ts';

/**
 * The id of the newest promotion that is not rolled back as a whole, by itself or by a later rollback. One that is unfinished, or was about to
 * be undone, counts: taking back "the newest" must not reach through it to the one before.
 */
export async function findInEffect(journals: JournalStore): Promise<string | undefined> {
  const takenBack = new Set<string>();
  for (const id of (await journals.ids()).toReversed()) {
    const { journal } = await journals.read(id);
    const whole = journal.kind === 'rollback' && journal.state === 'DONE' && journal.leftAlone.length === 0;
    if (whole && !takenBack.has(id)) takenBack.add(journal.rollbackOf ?? '');
    if (journal.kind === 'promotion' && journal.state !== 'UNDONE' && !takenBack.has(id)) return id;
  }
  return undefined;
}

/**
 * Keeps an older operation from being rolled back under a newer promotion: what that one wrote over it stays, what it found equal would go, a
 * mixture that nobody tested.
 *
 * @throws {ConflictError} `NEWER_PROMOTION`.
 */
export async function checkNewest(journals: JournalStore, target: PromotionJournal): Promise<void> {
  const newest = await findInEffect(journals);
  if (newest === undefined || sequenceOf(newest) <= target.sequence) return;
  throw new ConflictError(
    'NEWER_PROMOTION',
    `rollback: ${target.id} must be the newest promotion in effect, got the newer ${newest}`,
    {
      details: { promotionId: target.id, newer: newest, settings: ['force'] },
      hint: `Take ${newest} back first, or set force to restore what was there before ${target.id}.`,
    },
  );
}
