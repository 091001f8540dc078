const separator = '::';

/**
 * Id of a study that is a part of another one, such as a search of nested folds: stores keep it as any study, but do not list it, and delete it with the other one.
 *
 * @param studyId - The study that it is a part of.
 * @param part - Which part, e.g. `outer-1-of-5`.
 */
export function studyPartId(studyId: string, part: string): string {
  return `${studyId}${separator}${part}`;
}

/** Whether a study is a part of another one; see {@link studyPartId}. */
export function isStudyPart(studyId: string): boolean {
  return studyId.includes(separator);
}

/** What the ids of all parts of a study begin with. */
export function partsPrefix(studyId: string): string {
  return `${studyId}${separator}`;
}
