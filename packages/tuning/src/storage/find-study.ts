import { nearest, NotFoundError, shellQuoted } from '@fraudx/core';
import type { StudyStore } from './study-store.ts';

/**
 * The id of the one study whose id is `named`, else whose name it is, else whose id begins so: a name of a file that was imported never hides an id.
 *
 * @throws {NotFoundError} `STUDY_NOT_FOUND`: none, or several.
 */
export async function findStudy(store: Pick<StudyStore, 'listStudies'>, named: string): Promise<string> {
  const studies = await store.listStudies();
  const known = studies.find(({ studyId }) => studyId === named) ?? studies.find(({ name }) => name === named);
  if (known !== undefined) return known.studyId;
  // an empty text begins every id
  const found = named === '' ? [] : studies.filter(({ studyId }) => studyId.startsWith(named));
  if (found.length === 1) return found[0]!.studyId;
  const got = found.length === 0 ? `"${named}"` : `"${named}", with which ${found.length} begin`;
  const near = nearest(
    named,
    studies.flatMap(({ name }) => (name === undefined ? [] : [name])),
  );
  throw new NotFoundError('STUDY_NOT_FOUND', `study must be a known one, got ${got}`, {
    details: { studyId: named },
    ...(near === undefined ? {} : { hint: `Did you mean ${shellQuoted(near)}?` }),
  });
}
