import type { JournalStore } from '../journal/journal-store.ts';
import type { PromotionJournal } from '../journal/journal.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { promotionValues } from './draft.ts';
import type { Backup } from './snapshot.ts';
import { readBackup } from './snapshot.ts';

/** What an operation writes, apart from its own journal and backup. */
export interface OperationWrites {
  /** By full name, secure ones too; a name without a value is removed. */
  readonly values: ReadonlyMap<string, string>;
  /** Parameters as they were kept before the promotion that is taken back; empty for a promotion. */
  readonly placements: Backup['parameters'];
}

/** The parameter values that an operation writes, and how they were kept. */
export async function writesOf(
  journal: PromotionJournal,
  journals: JournalStore,
  objects: ObjectStore,
): Promise<OperationWrites> {
  if (journal.rollbackOf === undefined) {
    return { values: promotionValues(journal.request, journal.prefix), placements: [] };
  }
  const target = (await journals.read(journal.rollbackOf)).journal;
  const { parameters } = await readBackup(objects, target.backup.key, target.backup.sha256);
  return { values: new Map(parameters.map(({ name, value }) => [name, value])), placements: parameters };
}
