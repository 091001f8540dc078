import { nearest, NotFoundError } from '@fraudx/core';
import type { StudyStore } from './study-store.ts';

/**
 * The id of the one study whose name or id is `named`, or whose id begins so.
 *
 * @throws {NotFoundError} `STUDY_NOT_FOUND`: none, or several.
 */
export async function findStudy(store: Pick<StudyStore, 'listStudies'>, named: string): Promise<string> {
  const studies = await store.listStudies();
  const known = studies.find(({ name, studyId }) => name === named || studyId === named);
  if (known !== undefined) return known.studyId;
  const found = studies.filter(({ studyId }) => studyId.startsWith(named));
  if (found.length === 1) return found[0]!.studyId;
  const got = found.length === 0 ? `"${named}"` : `"${named}", with which ${found.length} begin`;
  const near = nearest(
    named,
    studies.flatMap(({ name }) => (name === undefined ? [] : [name])),
  );
  throw new NotFoundError('STUDY_NOT_FOUND', `study must be a known one, got ${got}`, {
    details: { studyId: named },
    ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
  });
}
