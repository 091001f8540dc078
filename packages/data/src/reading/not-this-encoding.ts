import { DataError } from '@fraudx/core';

/**
 * The error for a text file that is not in the encoding in which it is to be read.
 *
 * @param found - `line`: the first that the encoding cannot read; `isUtf8`: whether the file can only be meant as UTF-8, though another encoding is named.
 */
export function notThisEncoding(
  path: string,
  encoding: string,
  found: { readonly line?: number | undefined; readonly isUtf8: boolean; readonly cause?: unknown },
): DataError {
  const { line, isUtf8, cause } = found;
  const isNamed = !/^utf-?8$/i.test(encoding);
  const where = line === undefined ? path : `${path}, line ${line}`;
  const got = isUtf8 ? 'UTF-8 text' : 'other bytes';
  const hint = isUtf8
    ? `The file is UTF-8, and encoding: ${encoding} speaks of another one: give encoding: utf-8 for this file.`
    : isNamed
      ? `The file is neither ${encoding} nor UTF-8: give the encoding that this file was saved in, or save it as UTF-8.`
      : 'The file is not UTF-8: give the encoding that it was saved in, such as windows-1252, or save it as UTF-8.';
  return new DataError('DATA_ENCODING', `data: file must be ${encoding} text, got ${got} in ${where}`, {
    details: {
      file: path,
      encoding,
      settings: ['encoding'],
      ...(line === undefined ? {} : { line }),
      ...(isUtf8 ? { found: 'utf-8' } : {}),
    },
    cause,
    hint,
  });
}
