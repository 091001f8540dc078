import { DataError, isAddress } from '@fraudx/core';
import { isUtf8Text } from '@fraudx/data';

/** Encoding of the file of earlier transactions, which need not be that of the rows to score. */
export interface HistoryEncoding {
  /** Undefined where the file shows it itself. */
  readonly encoding: string | undefined;
  readonly notes: readonly string[];
}

/**
 * The encoding that a history is to be read in: the one that is named for it; else the one that is named for the data, unless the file is UTF-8 beyond doubt.
 *
 * @param named - For the history alone.
 * @param ofData - As the config or a flag names it for the data.
 */
export async function encodingOfHistory(
  path: string,
  { named, ofData }: { readonly named: string | undefined; readonly ofData: string | undefined },
  signal: AbortSignal,
): Promise<HistoryEncoding> {
  if (named !== undefined) return { encoding: named, notes: [] };
  const isOther = ofData !== undefined && !/^utf-?8$/i.test(ofData) && !isAddress(path) && !path.endsWith('.parquet');
  if (!isOther || !(await isUtf8Text(path, { signal }))) return { encoding: ofData, notes: [] };
  return {
    encoding: undefined,
    notes: [`the file is UTF-8 text, not ${ofData} as the data: it is read as UTF-8 (historyEncoding names another)`],
  };
}

/** The error of reading a history with what to do about its encoding. */
export function withHistoryHint(error: unknown): unknown {
  if (!(error instanceof DataError) || error.code !== 'DATA_ENCODING') return error;
  return new DataError(error.code, error.statement, {
    subject: error.subject,
    details: { ...error.details, settings: ['historyEncoding'] },
    cause: error,
    hint: 'Name the encoding of the history (historyEncoding), or save it as UTF-8.',
  });
}
