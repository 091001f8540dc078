import { FraudxError } from '@fraudx/core';
import { checkGzip } from './check-gzip.ts';
import { chooseColumns } from './choose-columns.ts';
import type { Cleanups } from './cleanups.ts';
import type { CsvLayout } from './csv-layout.ts';
import { readCsvLayout } from './csv-layout.ts';
import { renamedWarning } from './distinct-names.ts';
import { endsWithMark } from './end-mark.ts';
import { normaliseText } from './normalise-text.ts';
import {
  apostrophesWarning,
  noHeaderWarning,
  longDelimiterWarning,
  rareDelimiterWarning,
  titleWarning,
} from './reading-warnings.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';

/** A CSV file in UTF-8, perhaps a copy, and what must be known before its rows are read. */
export interface PreparedCsv {
  readonly file: string;
  /** The file as it was named, for messages. */
  readonly path: string;
  readonly layout: CsvLayout;
  /** Columns to read, in this order. */
  readonly names: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Looks at the start of a CSV file, and copies it where it is not UTF-8.
 *
 * @param resources - Takes the copy, to be removed when the rows have been read.
 * @throws {FraudxError} As `readCsvLayout`, `chooseColumns`, `normaliseText` and `checkGzip`.
 */
export async function prepareCsv(path: string, options: ReadFrameOptions, resources: Cleanups): Promise<PreparedCsv> {
  try {
    const layout = await readCsvLayout(path, options.duplicates ?? 'error', options.encoding);
    const names = chooseColumns(layout.names, options);
    const warnings = [
      ...(layout.quote === "'" ? [apostrophesWarning(path)] : []),
      ...(layout.longDelimiter === undefined
        ? []
        : [longDelimiterWarning(path, layout.longDelimiter, layout.names.length > 1 ? layout.delimiter : undefined)]),
      ...(layout.isRare ? [rareDelimiterWarning(path, layout.delimiter)] : []),
      ...(layout.isLikeData ? [noHeaderWarning(path, layout.names.slice(0, 3))] : []),
      ...(layout.headerBelow === undefined ? [] : [titleWarning(path, layout.headerBelow)]),
      ...layout.renamed.map(renamedWarning),
    ];
    const copyFrom = layout.copyFrom ?? ((await endsWithMark(path)) ? 'utf-8' : undefined);
    if (copyFrom === undefined) return { file: path, path, layout, names, warnings };
    const copy = await normaliseText(path, copyFrom, options);
    resources.defer(() => copy.dispose());
    return { file: copy.path, path, layout, names, warnings };
  } catch (error) {
    if (error instanceof FraudxError && error.code === 'DATA_TOO_LARGE') throw error;
    // What is missing at the end of a packed file can look like anything else.
    await checkGzip(path, options);
    throw error;
  }
}
