import type { Frame } from '@fraudx/core';
import { DataError } from '@fraudx/core';
import type { UnseenValues } from '@fraudx/data';
import { describeUnseen, findUnseen } from '@fraudx/data';
import type { SavedModel } from '../dataset/reopen.ts';

/** Columns that are named in notes. */
const mostNotes = 20;

/** Values of the data that the training of a model never saw. Folders of earlier versions know categories only. */
export function unseenIn(frame: Frame, { features, manifest }: SavedModel): readonly UnseenValues[] {
  return findUnseen(frame, features.inputs, {
    columns: manifest.reading?.columns ?? {},
    categories: features.knownCategories,
    timeZone: manifest.times?.zone,
    without: features.timeInput === undefined ? [] : [features.timeInput],
  });
}

/** Notes about them, those with most rows first. */
export function unseenNotes(unseen: readonly UnseenValues[], nRows: number): string[] {
  const more = unseen.length - mostNotes;
  return [
    ...unseen.slice(0, mostNotes).map((one) => describeUnseen(one, nRows)),
    ...(more > 0
      ? [`${more} further ${more === 1 ? 'column holds' : 'columns hold'} values that training never saw`]
      : []),
  ];
}

/** Share of rows up to which numbers outside the range of training are noted and not refused: nearly every later file has some. */
const tolerated = 0.01;

/** Refuses data with values that training never saw, naming the columns with their shares. */
export function checkUnseen(all: readonly UnseenValues[], nRows: number, path: string): void {
  const unseen = all.filter(({ kind, share }) => kind !== 'range' || share > tolerated);
  if (unseen.length === 0) return;
  throw new DataError(
    'UNSEEN_IN_TRAINING',
    `predict: where asked to be strict, data must hold nothing that training never saw, got ${unseen.length} such ${unseen.length === 1 ? 'column' : 'columns'} in ${path}: ${unseenNotes(unseen, nRows).join('; ')}`,
    {
      details: { path, unseen: unseen.map((one) => ({ ...one })) },
      hint: 'Correct the data, train again with data like these, or score them with a note, without being strict.',
    },
  );
}
