import type { JournalStore } from '../journal/journal-store.ts';
import type { PromotionJournal } from '../journal/journal.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { promotionValues } from './draft.ts';
import { readBackup } from './snapshot.ts';

/** The parameter values that an operation writes, by full name, secure ones too; a name without a value is removed by it. */
export async function valuesLeftBy(
  journal: PromotionJournal,
  journals: JournalStore,
  objects: ObjectStore,
): Promise<ReadonlyMap<string, string>> {
  if (journal.rollbackOf === undefined) return promotionValues(journal.request, journal.prefix);
  const target = (await journals.read(journal.rollbackOf)).journal;
  const before = await readBackup(objects, target.backup.key, target.backup.sha256);
  return new Map(before.parameters.map((parameter) => [parameter.name, parameter.value]));
}
