import { NotFoundError } from '@fraudx/core';
import type { StudyStore } from './study-store.ts';

/**
 * The id of the one study whose id is `named`, or begins so.
 *
 * @throws {NotFoundError} `STUDY_NOT_FOUND`: none, or several.
 */
export async function findStudy(store: Pick<StudyStore, 'listStudies'>, named: string): Promise<string> {
  const ids = (await store.listStudies()).map(({ studyId }) => studyId);
  if (ids.includes(named)) return named;
  const found = ids.filter((id) => id.startsWith(named));
  if (found.length === 1) return found[0]!;
  const got = found.length === 0 ? `"${named}"` : `"${named}", with which ${found.length} begin`;
  throw new NotFoundError('STUDY_NOT_FOUND', `study must be a known one, got ${got}`, { details: { studyId: named } });
}
