/** Files whose first bytes say that they are something else than their name says: packed ones, spreadsheets, Parquet. */
import { DataError } from '@fraudx/core';

/** Whether the first characters take four bytes each. */
function isUtf32(head: Uint8Array): boolean {
  const first = Buffer.from(head.subarray(0, 4)).toString('hex');
  if (first === 'fffe0000' || first === '0000feff') return true;
  const characters = Math.min(50, head.length >> 2);
  const zeros = (place: number): boolean =>
    characters > 1 && Array.from({ length: characters }, (_, i) => head[4 * i + place]).every((byte) => byte === 0);
  return [1, 2].every(zeros) && zeros(3) !== zeros(0);
}

const signatures: readonly { readonly bytes: string; readonly what: string; readonly remedy: string }[] = [
  { bytes: '1f8b', what: 'gzip-packed data', remedy: 'Add .gz to the name of the file, or unpack it.' },
  {
    bytes: '504b0304',
    what: 'a spreadsheet (.xlsx) or a zip archive',
    remedy: 'Export the sheet as CSV (UTF-8) from the spreadsheet program, or unpack the archive, and name that file.',
  },
  {
    bytes: 'd0cf11e0',
    what: 'a spreadsheet of an old program (.xls)',
    remedy: 'Export the sheet as CSV (UTF-8) from the spreadsheet program, and name that file.',
  },
  { bytes: '50415231', what: 'Parquet', remedy: 'Rename the file to .parquet.' },
  { bytes: '425a68', what: 'bzip2-packed data', remedy: 'Unpack the file; of packed files .gz is read.' },
  { bytes: 'fd377a585a00', what: 'xz-packed data', remedy: 'Unpack the file; of packed files .gz is read.' },
  { bytes: '28b52ffd', what: 'zstd-packed data', remedy: 'Unpack the file; of packed files .gz is read.' },
  { bytes: '255044462d', what: 'a PDF document', remedy: 'Ask for the table itself, as CSV or Parquet.' },
  { bytes: '53514c69746520666f726d6174', what: 'an SQLite database', remedy: 'Export the table as CSV or Parquet.' },
  { bytes: '4f626a01', what: 'Avro', remedy: 'Convert the file to Parquet, CSV or JSON lines.' },
];

/**
 * Refuses a file of text that is something else.
 *
 * @param head - Its first bytes, unpacked where its name ends in `.gz`.
 * @throws {DataError} `DATA_NOT_READABLE`, with what the file is (`found` in the details) and what to do.
 */
export function checkSignature(path: string, head: Uint8Array): void {
  if (isUtf32(head)) {
    throw new DataError('DATA_NOT_READABLE', `data: file must be UTF-8 or UTF-16 text, got UTF-32 in ${path}`, {
      details: { file: path, found: 'utf-32' },
      hint: 'Convert the file first: iconv -f UTF-32 -t UTF-8 old.csv > new.csv.',
    });
  }
  const first = Buffer.from(head.subarray(0, 16)).toString('hex');
  const found = signatures.find(({ bytes }) => first.startsWith(bytes));
  // Text may begin with "BZh" or "Obj": what is packed has bytes that text has not.
  if (found === undefined || !head.some((byte) => byte < 9)) return;
  const inside = path.toLowerCase().endsWith('.gz') ? ' inside' : '';
  throw new DataError(
    'DATA_NOT_READABLE',
    `data: file must be what its name says, got ${found.what}${inside} in ${path}`,
    { details: { file: path, found: found.what }, hint: found.remedy },
  );
}
