import type { Cleanups } from './cleanups.ts';
import { dataFormat } from './data-file.ts';
import type { PreparedJson } from './open-json.ts';
import type { PreparedCsv } from './prepare-csv.ts';
import { prepareCsv } from './prepare-csv.ts';
import { prepareJson } from './prepare-json.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';

/**
 * What must be known of a text file, and done to it, before its rows are read; undefined for Parquet.
 *
 * @throws {FraudxError} As `prepareCsv` and `prepareJson`.
 */
export async function prepareFile(
  path: string,
  options: ReadFrameOptions,
  resources: Cleanups,
): Promise<PreparedCsv | PreparedJson | undefined> {
  const format = dataFormat(path);
  if (format === 'parquet') return undefined;
  return format === 'csv' ? prepareCsv(path, options, resources) : prepareJson(path, options, resources);
}
