import { DataError } from '@fraudx/core';
import { distinctNames } from './distinct-names.ts';
import { encodingNamed } from './encoding-names.ts';
import { emptyFile } from './data-file.ts';
import { checkSignature } from './file-signature.ts';
import { findLongDelimiter } from './long-delimiter.ts';
import { findHeaderBelow } from './header-below.ts';
import type { HeaderBelow } from './header-below.ts';
import { createDecoder, encodingOf, hasLoneReturns, markedEncoding } from './normalise-text.ts';
import { notThisEncoding } from './not-this-encoding.ts';
import { dataCell, parseRecords } from './parse-records.ts';
import { unprotectedName } from './protected-texts.ts';
import { headBytes, readHead } from './read-head.ts';

/** What stands around cells that hold delimiters. */
export type Quote = '"' | "'";

/** The longest header that is read. */
const mostHeaderBytes = 1 << 24;

/** What must be known of a CSV file before its rows are read. */
export interface CsvLayout {
  readonly delimiter: string;
  /** What stands around cells. */
  readonly quote: Quote;
  /** What stands before a quote inside quotes: another quote, or a backslash as MySQL and Spark write it. */
  readonly escape: Quote | '\\';
  /** Header names, distinct, in file order. */
  readonly names: readonly string[];
  /** Names that were repeated in the file and got a suffix. */
  readonly renamed: readonly string[];
  /** Whether lines end in CR LF, by the first one. */
  readonly hasReturns: boolean;
  /** Whether something parts the cells that rarely does. */
  readonly isRare: boolean;
  /** Several signs that part the cells of every line, where one is expected. */
  readonly longDelimiter?: string;
  /** Whether all rows have one cell more than the header, as R writes them with the names of rows. */
  readonly hasRowNames: boolean;
  /** Whether the header looks like a row of data. */
  readonly isLikeData: boolean;
  /** Lines before the header: blank ones, and Excel's `sep=;`. */
  readonly blankLines: number;
  /** The line that looks like the header where the first one looks like a title; undefined where the first one does not. */
  readonly headerBelow?: HeaderBelow;
  /** Encoding to copy the file from before DuckDB reads it; undefined when it can be read as it is. */
  readonly copyFrom?: string;
}

/** What parts cells rarely: tildes and carets, and the separators of Hive and of ASCII. */
const rareDelimiters: readonly string[] = ['~', '^', '\u0001', '\u001f'];

/** The delimiter under which the first lines have most cells, all of one width; the comma wins ties. A rare one where no other parts any, and it parts all lines alike. */
function sniffDelimiter(text: string, quote: Quote): string {
  let best = ',';
  let bestScore = 0;
  const widthsUnder = (delimiter: string): { readonly width: number; readonly same: number } => {
    const records = parseRecords(text, delimiter, 20, quote, quote).filter(
      (record) => record.length > 1 || record[0] !== '',
    );
    const width = records[0]?.length ?? 1;
    return { width, same: records.filter((record) => record.length === width).length / Math.max(1, records.length) };
  };
  for (const delimiter of [',', ';', '\t', '|']) {
    const { width, same } = widthsUnder(delimiter);
    const score = width > 1 ? same * 1000 + width : 0;
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  if (bestScore > 0) return best;
  return (
    rareDelimiters.find((delimiter) => {
      const { width, same } = widthsUnder(delimiter);
      return width > 1 && same === 1;
    }) ?? best
  );
}

/** Names in apostrophes, each of them, and what may part them. */
const namesInApostrophes = /^'[^'\r\n]*'(?:([,;\t|])'[^'\r\n]*'(?:\1'[^'\r\n]*')*)?[ \t]*(?:\r|\n|$)/;

/** What stands around cells: apostrophes where every name of the header has them. */
function sniffQuote(text: string): Quote {
  return namesInApostrophes.test(text) ? "'" : '"';
}

/** How many of the first rows are as wide as the header. */
function evenRows(text: string, delimiter: string, escape: '"' | '\\'): number {
  // The last record may end where the text was cut.
  const records = parseRecords(text, delimiter, Number.POSITIVE_INFINITY, escape).slice(0, -1);
  const rows = records.filter((record) => record.length > 1 || record[0] !== '');
  return rows.filter((row) => row.length === rows[0]!.length).length;
}

/** Backslashes stand before quotes where more rows come out whole then, and nowhere else: a path may end with one. */
function sniffEscape(text: string, delimiter: string): '"' | '\\' {
  if (!text.includes('\\"')) return '"';
  return evenRows(text, delimiter, '\\') > evenRows(text, delimiter, '"') ? '\\' : '"';
}

/** Whether the names of a file are rather values: half of them or more are numbers or dates, and they do not count columns or years. */
function isLikeData(header: readonly string[]): boolean {
  const cells = header.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const values = cells.filter((cell) => dataCell.test(cell));
  if (values.length === 0 || 2 * values.length < cells.length) return false;
  const numbers = values.map(Number);
  const areCounted = numbers.length > 1 && numbers.every((value, j) => j === 0 || value === numbers[j - 1]! + 1);
  const areYears = numbers.every((value) => Number.isInteger(value) && value >= 1900 && value <= 2100);
  return !areCounted && !areYears;
}

/**
 * Finds encoding, delimiter and header of a CSV file from its first 256 KiB, or as much as its header takes, at most 16 MiB. Blank lines before the header do not count.
 *
 * @param encoding - As declared; default UTF-8, or UTF-16 where the first bytes show it.
 * @throws {DataError} `DATA_FILE_EMPTY`, `DATA_NO_ROWS`, `DATA_HEADER_TOO_LONG`, `DATA_ENCODING` or `DATA_DUPLICATE_COLUMNS`.
 */
export async function readCsvLayout(
  path: string,
  duplicates: 'error' | 'rename',
  encoding: string | undefined,
): Promise<CsvLayout> {
  for (let most = headBytes; ; most *= 8) {
    const head = await readHead(path, most);
    checkSignature(path, head);
    const layout = layoutOf(path, head, duplicates, encoding);
    if ('delimiter' in layout) return layout;
    if (head.length < most) throw emptyFile(path, layout.header);
    if (most >= mostHeaderBytes) {
      throw new DataError(
        'DATA_HEADER_TOO_LONG',
        `data: header must end within ${mostHeaderBytes >> 20} MiB, got more in ${path}`,
        {
          details: { file: path, mostBytes: mostHeaderBytes },
          hint: 'Check that the first line holds names, and that every quote in it is closed.',
        },
      );
    }
  }
}

/** Refuses a header whose bytes are not UTF-8, whose names nobody could spell; a replacement character that the file holds is a character. */
function checkHeaderText(path: string, head: Uint8Array, header: readonly string[], linesBefore: number): void {
  if (!header.some((name) => name.includes('\uFFFD'))) return;
  const isHeld = head.some((byte, i) => byte === 0xef && head[i + 1] === 0xbf && head[i + 2] === 0xbd);
  if (isHeld) return;
  const line = linesBefore + 1;
  throw notThisEncoding(path, 'UTF-8', { line, isUtf8: false });
}

/** What the beginning of a file shows; the names alone where it ends before the first row. */
function layoutOf(
  path: string,
  head: Uint8Array,
  duplicates: 'error' | 'rename',
  encoding: string | undefined,
): CsvLayout | { readonly header: readonly string[] } {
  // A byte order mark is certain, and an encoding may have been declared for other files.
  const marked = markedEncoding(head);
  const declared = encoding === undefined ? undefined : encodingNamed(encoding);
  const shown = (marked === undefined ? declared : undefined) ?? encodingOf(head);
  if (shown === undefined && head.includes(0)) {
    throw new DataError('DATA_ENCODING', `data: file must be text, got zero bytes in ${path}`, {
      details: { file: path },
      hint: 'Check that the file is what its name says.',
    });
  }
  if (shown !== undefined) createDecoder(shown);
  const whole = new TextDecoder(shown ?? 'utf-8').decode(head);
  if (whole.trim() === '') throw emptyFile(path);
  // Excel says in a line of its own what parts the cells.
  const [blank = '', said] = /^(?:[ \t]*(?:\r\n?|\n))*(?:"?sep=([,;\t|])"?[ \t]*(?:\r\n?|\n))?/i.exec(whole) ?? [];
  const text = whole.slice(blank.length);
  const quote = sniffQuote(text);
  const delimiter = said ?? sniffDelimiter(text, quote);
  const escape = quote === '"' ? sniffEscape(text, delimiter) : quote;
  const records = parseRecords(text, delimiter, 2, escape, quote);
  const header = (records[0] ?? []).map(unprotectedName);
  if (records.length < 2) return { header: header.map((name) => name.trim()) };
  if (shown === undefined) checkHeaderText(path, head, header, blank.match(/\r\n?|\n/g)?.length ?? 0);
  const named = header.map((cell, j) => (cell.trim() === '' ? `column_${j + 1}` : cell.trim()));
  const firstLines = text.split(/\r\n?|\n/, 20).filter((line) => line !== '');
  const longDelimiter = findLongDelimiter(firstLines.length > 2 ? firstLines.slice(0, -1) : firstLines, delimiter);
  // Of such a file no name is right, and a warning says why.
  const names = distinctNames(path, named, longDelimiter === undefined ? duplicates : 'rename');
  const renamed = names.filter((name, j) => header[j]!.trim() !== '' && name !== header[j]!.trim());
  const copyFrom = shown ?? (hasLoneReturns(head) ? 'utf-8' : undefined);
  const blankLines = blank.match(/\r\n?|\n/g)?.length ?? 0;
  const hasReturns = copyFrom === undefined && /\r?\n/.exec(text)?.[0] === '\r\n';
  const some = parseRecords(text, delimiter, 20, escape, quote).filter((record) => record.length > 1);
  const hasRowNames = some.length > 2 && some.slice(1, -1).every((record) => record.length === header.length + 1);
  const looks = {
    isLikeData: isLikeData(header),
    escape,
    quote,
    isRare: rareDelimiters.includes(delimiter) && longDelimiter === undefined,
    hasRowNames,
  };
  const headerBelow = quote === '"' ? findHeaderBelow(text, delimiter, escape as '"' | '\\', blankLines) : undefined;
  return {
    delimiter,
    names,
    renamed,
    hasReturns,
    blankLines,
    ...looks,
    ...(longDelimiter === undefined ? {} : { longDelimiter }),
    ...(headerBelow === undefined ? {} : { headerBelow }),
    ...(copyFrom === undefined ? {} : { copyFrom }),
  };
}
