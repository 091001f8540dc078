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
  const { frame: read, schema } = await readData(data, settings, {
    texts: declared,
    ...(progress === undefined ? {} : { onProgress: progress }),
    ...(signal === undefined ? {} : { signal }),
  });
  const frame = withCategories(read, { categorical: [...declared] }, declared);
  for (const name of [given.target, given.time, ...(given.drop ?? [])]) if (name !== undefined) frame.column(name);
  const { facts, ...guess } = await guessConfig(frame, given, choose);
  return {
    ...guess,
    notes: [...schema.warnings, ...guess.notes],
    facts: { ...facts, categorical: [...new Set([...declared, ...(facts.categorical ?? [])])] },
  };
}
