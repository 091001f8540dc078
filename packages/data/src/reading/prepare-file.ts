import type { Cleanups } from './cleanups.ts';
import { dataFormat } from './data-file.ts';
import type { PreparedJson } from './open-json.ts';
import { plainName } from './plain-name.ts';
import type { PreparedCsv } from './prepare-csv.ts';
import { prepareCsv } from './prepare-csv.ts';
import { prepareJson } from './prepare-json.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';
import type { PreparedParquet } from './wide-decimals.ts';
import { prepareParquet } from './wide-decimals.ts';

/** A file that is ready to be read, perhaps a copy or a link, by its format. */
export type Prepared = PreparedCsv | PreparedJson | PreparedParquet;

/**
 * What must be known of a file, and done to it, before its rows are read.
 *
 * @throws {FraudxError} As `prepareCsv`, `prepareJson`, `prepareParquet` and `plainName`.
 */
export async function prepareFile(path: string, options: ReadFrameOptions, resources: Cleanups): Promise<Prepared> {
  const prepared = await preparedByFormat(path, options, resources);
  return { ...prepared, file: await plainName(prepared.file, resources) };
}

async function preparedByFormat(path: string, options: ReadFrameOptions, resources: Cleanups): Promise<Prepared> {
  const format = dataFormat(path);
  if (format === 'parquet') return prepareParquet(path, resources);
  return format === 'csv' ? prepareCsv(path, options, resources) : prepareJson(path, options, resources);
}
