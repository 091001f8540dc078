import { DataError } from '@fraudx/core';

import { defaultMissingMarkers, markersBesideNumbers, mayBeMarker } from '@fraudx/data';
import { readData } from '../dataset/read-data.ts';
import { withCategories } from '../dataset/text-columns.ts';
import type { WorkOptions } from '../work-options.ts';
import type { Guess } from './guess-config.ts';
import type { Choose, Given } from './choose.ts';
import { guessConfig } from './guess-config.ts';

/** What is known of data. */
export interface GivenOfData extends Given {
  /** Columns that are categories, whatever they look like. */
  readonly categorical?: readonly string[];
}

/** How data are read, and who is asked. */
export interface GuessConfigOptions extends Pick<WorkOptions, 'signal' | 'progress'> {
  /** Asks where data fit several configs. Default: nobody is asked, and what is open stays so. */
  readonly choose?: Choose;
}

/** More texts that mean "no value" are no such texts. */
const mostMarkers = 5;

type Settings = Parameters<typeof readData>[1];
type ReadOptions = Parameters<typeof readData>[2];

/** The text of an error about a column of numbers that may mean "no value" there. */
function markerIn(
  error: unknown,
): { readonly column: string; readonly marker: string; readonly cells: number } | undefined {
  if (!(error instanceof DataError) || error.code !== 'DATA_NOT_NUMERIC') return undefined;
  const { column, value, exceptions } = error.details;
  if (typeof column !== 'string' || typeof value !== 'string' || typeof exceptions !== 'number') return undefined;
  return exceptions > 1 && mayBeMarker(value) ? { column, marker: value, cells: exceptions } : undefined;
}

/** The data, with texts for "no value" that stand beside numbers taken for such, and what is to be said of them. */
async function readWithMarkers(
  data: string,
  settings: Settings,
  options: ReadOptions,
): Promise<{
  readonly read: Awaited<ReturnType<typeof readData>>;
  readonly missing: readonly string[] | undefined;
  readonly notes: readonly string[];
}> {
  const found = new Map<string, { readonly column: string; readonly cells: number }>();
  const missingWith = (): readonly string[] => [
    ...(settings.config.missing?.map(String) ?? defaultMissingMarkers),
    ...found.keys(),
  ];
  let first: unknown;
  for (;;) {
    const config = found.size === 0 ? settings.config : { ...settings.config, missing: [...missingWith()] };
    let read;
    try {
      read = await readData(data, { ...settings, config }, options);
    } catch (error) {
      first ??= error;
      const one = markerIn(error);
      if (one === undefined || found.has(one.marker) || found.size === mostMarkers) throw first;
      found.set(one.marker, one);
      continue;
    }
    const more = markersBesideNumbers(read.frame.columns).filter(({ marker }) => !found.has(marker));
    if (more.length > 0 && found.size + more.length <= mostMarkers) {
      for (const one of more) found.set(one.marker, one);
      continue;
    }
    const notes = [...found].map(
      ([marker, { column, cells }]) =>
        `"${marker}" is taken for "no value" (missing), as it stands beside numbers in ${cells} cells of column "${column}"; check that it means that`,
    );
    return { read, missing: found.size === 0 ? undefined : missingWith(), notes };
  }
}

/**
 * Reads data and guesses what a config should say of them: target, times, roles of columns, columns to leave out. `configTemplate` of
 * `@fraudx/pipelines/config` writes it.
 *
 * @param data - A path, or an address.
 * @param settings - How the data are read.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`: a given column. And as `readData`.
 */
export async function guessConfigOfData(
  data: string,
  settings: Parameters<typeof readData>[1],
  given: GivenOfData = {},
  { choose = () => Promise.resolve(undefined), progress, signal }: GuessConfigOptions = {},
): Promise<Guess> {
  const declared = given.categorical ?? [];
  const {
    read: { frame: read, schema },
    missing,
    notes,
  } = await readWithMarkers(data, settings, {
    texts: declared,
    ...(progress === undefined ? {} : { onProgress: progress }),
    ...(signal === undefined ? {} : { signal }),
  });
  const frame = withCategories(read, { categorical: [...declared] }, declared);
  for (const name of [given.target, given.time, ...(given.drop ?? [])]) if (name !== undefined) frame.column(name);
  const { facts, ...guess } = await guessConfig(frame, given, choose);
  return {
    ...guess,
    notes: [...schema.warnings, ...notes, ...guess.notes],
    facts: {
      ...facts,
      ...(missing === undefined ? {} : { reading: { missing: [...missing] } }),
      categorical: [...new Set([...declared, ...(facts.categorical ?? [])])],
    },
  };
}
