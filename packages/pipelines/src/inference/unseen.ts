import type { Frame } from '@fraudx/core';
import { DataError } from '@fraudx/core';
import type { UnseenValues } from '@fraudx/data';
import { describeUnseen, findOddRows, findUnseen, oddRowsWarnings } from '@fraudx/data';
import type { SavedModel } from '../dataset/reopen.ts';

/** Columns that are named in notes. */
const mostNotes = 20;

/** The frame with the columns of these names that the model derives; as it is where they cannot be computed, which who computes the features says. */
function withDerived(frame: Frame, features: SavedModel['features'], names: readonly string[]): Frame {
  if (names.every((name) => frame.has(name))) return frame;
  try {
    return features.derive(frame);
  } catch (error) {
    if (error instanceof DataError) return frame;
    throw error;
  }
}

/**
 * Values of the data that the training of a model never saw. Folders of earlier versions know categories only.
 *
 * @param names - Columns that are looked at. Default all that the model reads, and those that it derives.
 */
export function unseenIn(
  given: Frame,
  { features, manifest }: SavedModel,
  { column: time, asRead }: { readonly column: string | undefined; readonly asRead: Frame },
  names?: readonly string[],
): readonly UnseenValues[] {
  const columns = manifest.reading?.columns ?? {};
  const parts = Object.values(manifest.times?.parts ?? {});
  // The cells that a time is made of are no features themselves.
  const ofTime =
    time !== undefined && features.inputs.includes(time) ? parts.filter((name) => Object.hasOwn(columns, name)) : [];
  // New customers have new ids, of which the numbers mean nothing.
  const ids = [...(features.past?.entities ?? []), features.past?.terminal].filter(
    (name) => name !== undefined && !features.numberInputs.includes(name),
  ) as string[];
  const frame = withDerived(given, features, Object.keys(columns));
  const derived = frame.names.filter((name) => !given.has(name) && Object.hasOwn(columns, name));
  return findUnseen(frame, names ?? [...new Set([...features.inputs, ...ofTime, ...derived])], {
    columns,
    derived,
    categories: features.knownCategories,
    timeZone: manifest.times?.zone,
    without: [...(time === undefined ? [] : [time]), ...parts, ...ids],
    ...(time === undefined ? {} : { time: { column: time, asRead } }),
  });
}

/** Refuses rows that are most likely no data: without any value, or a total. */
export function checkOddRows(asRead: Frame, path: string): void {
  const said = oddRowsWarnings(findOddRows(asRead.columns, asRead.nRows));
  if (said.length === 0) return;
  throw new DataError(
    'DATA_STRAY_ROWS',
    `predict: where asked to be strict, every row must hold data, got others in ${path}: ${said.join('; ')}`,
    { details: { path }, hint: 'Remove these rows, or score them with a note, without being strict.' },
  );
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

/** Share of rows up to which numbers and times outside the range of training are noted and not refused: nearly every later file has some. */
const tolerated = 0.01;

/** Refuses data with values that training never saw, naming the columns with their shares. */
export function checkUnseen(all: readonly UnseenValues[], nRows: number, path: string): void {
  const unseen = all.filter(({ kind, share }) => !['range', 'times'].includes(kind) || share > tolerated);
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
