import { cells } from './cells-text.ts';
import type { HeaderBelow } from './header-below.ts';
import { shownText } from './shown-text.ts';

/** What to tell of a column with whole numbers of which `text` is the first that is no double. */
export function beyondDoublesWarning(name: string, text: string): string {
  // Nanoseconds since 1970, of 2008 to 2033: ids of that size mostly begin with 10.
  if (/^1[2-9]\d{17}$/.test(text)) {
    return `column "${name}" holds whole numbers beyond 2^53 such as ${text}, which a double cannot hold exactly; kept as text, and as the time column read as nanoseconds since 1970`;
  }
  return `column "${name}" holds whole numbers beyond 2^53 such as ${text}, which a double cannot hold exactly; read as text (if that one means "no value", list it in missing, as a text in quotes)`;
}

/** What to tell of a column of numbers of which `text` begins with 0 as codes do. */
export function zerosKeptWarning(name: string, text: string): string {
  return `column "${name}" holds numbers with zeros in front such as ${text}; read as text, so that ${text} and ${withoutZeros(text)} stay two values (if it holds quantities, say so: name it as the amount, or with kind: numeric under validation)`;
}

/** What to tell of such a column that holds quantities. */
export function zerosDroppedWarning(name: string, text: string, why: keyof typeof zeroReasons): string {
  return `column "${name}" holds numbers with zeros in front such as ${text}; read as ${Number(text.replace(',', '.'))}, as ${zeroReasons[why]}`;
}

const zeroReasons = {
  declared: 'it is declared to hold quantities',
  trained: 'it held numbers in training',
  padded: 'all cells have one width and a decimal mark (declare it categorical if they are codes)',
} as const;

function withoutZeros(text: string): string {
  return text.replace(/^([-+]?)0+(?=\d)/, '$1');
}

/** What to tell of a column of whole numbers of which `text` has an exponent. */
export function cutNumbersWarning(name: string, text: string, count: number): string {
  return `column "${name}" holds whole numbers such as ${text} in ${count} ${cells(count)}: a spreadsheet or program has rounded them, and different ids may have become one; export the column as text`;
}

/** What to tell of a column of whole numbers of which `text` has an exponent behind two digits or more, as ids have and written numbers do not. */
export function exponentIdsWarning(name: string, text: string): string {
  return `column "${name}" holds ids such as ${text}, which would be ${Number(text)} as a number; read as text (if it holds quantities, say so: name it as the amount, or with kind: numeric under validation)`;
}

/** What to tell of a column of whole numbers of which half or more are a digit with an exponent, such as `text`. */
export function exponentCodesWarning(
  name: string,
  text: string,
  { codes, all }: { readonly codes: number; readonly all: number },
): string {
  return `column "${name}" holds ${codes} of ${all} cells of one digit, E and digits such as ${text}; read as numbers, ${text} as ${Number(text)} (declare it categorical if they are codes)`;
}

/** What to tell of a column of numbers in which two texts are one number. */
export function sameNumberWarning(name: string, [one, other]: readonly [string, string]): string {
  return `column "${name}" holds ${one} and ${other}, which are one number; read as numbers (declare it categorical if it holds ids)`;
}

/** What to tell of such a column that is said to hold ids. */
export function sameIdWarning(name: string, [one, other]: readonly [string, string]): string {
  return `column "${name}" holds ids such as ${one} and ${other}, which would be one number; read as text`;
}

/** What to tell of a column of whole numbers that came as doubles, too large to be exact. */
export function roundedDoublesWarning(name: string, value: number): string {
  return `column "${name}" holds doubles that are whole numbers beyond 2^53 such as ${value}: whoever wrote the file has rounded them, and different ids may have become one; write the column as text`;
}

/** What to tell of a column of texts, half of which or more are numbers, or times: `text` is the most frequent other one. */
export function mostlyWarning(
  name: string,
  what: 'numbers' | 'times',
  { fitting, all }: { readonly fitting: number; readonly all: number },
  { text, count }: { readonly text: string; readonly count: number },
): string {
  return `column "${name}" holds ${what} in ${fitting} of ${all} cells, but "${text}" in ${count}; read as text (if that means "no value", list it in missing, as a text in quotes)`;
}

/** What to tell of a column in which nearly all cells are numbers, or times. */
export function nearlyWarning(
  name: string,
  what: 'numbers' | 'times',
  counts: { readonly fitting: number; readonly all: number },
  exceptions: string,
): string {
  return `column "${name}" holds ${what} in ${counts.fitting} of ${counts.all} cells, but not in ${counts.all - counts.fitting}: ${exceptions}; read as text (correct these cells, or list what means "no value" in missing)`;
}

/** What to tell of a column of numbers of which some have a percent sign, and others may be shares of one or lack the sign. */
export function mixedPercentWarning(
  name: string,
  percent: { readonly count: number; readonly text: string },
  plain: { readonly count: number; readonly text: string },
  isText: boolean,
): string {
  const both = `column "${name}" holds ${percent.count} ${cells(percent.count)} with a percent sign such as ${percent.text} and ${plain.count} without one such as ${plain.text}`;
  return isText
    ? `${both}, which look like shares of one: two scales, a hundred apart; read as text (write all of them in one way)`
    : `${both}; the sign was left out and all read on one scale (write all of them in one way if those without it are shares of one)`;
}

/** What to tell of a column in which true and false stand beside other words, such as `text`. */
export function mixedTruthWarning(
  name: string,
  { truths, all }: { readonly truths: number; readonly all: number },
  { text, count }: { readonly text: string; readonly count: number },
): string {
  return `column "${name}" holds true or false in ${truths} of ${all} cells, but "${text}" in ${count}; read as text (write it in one way, or, of a label, say with positive and negative what each word means)`;
}

/** Units that a message names. */
const mostListed = 5;

/** What to tell of a column whose numbers have something beside them. */
export function writtenNumbersWarning(name: string, text: string, value: number, units: readonly string[]): string {
  const read = `column "${name}" holds numbers written as ${text}, read as ${value}`;
  if (units.length < 2) return read;
  const said = `${read}; the units ${units.slice(0, mostListed).join(', ')} stand in it and were left out`;
  return units.includes('¢')
    ? `${said}: ¢ counts cents, and 50¢ is read as 50, not as 0.5 (write all of them in one unit)`
    : `${said}: amounts of different currencies can no longer be distinguished`;
}

/** What to tell of a column of numbers with units behind them that have no certain meaning; `row` 1 is the first of data. */
export function numbersBesideWarning(
  name: string,
  { fitting, all }: { readonly fitting: number; readonly all: number },
  text: string,
  row: number,
  units: readonly string[],
): string {
  const listed = units.map((unit) => `"${unit}"`).join(', ');
  return `column "${name}" looks like numbers with ${listed} behind them in ${fitting} of ${all} cells: "${text}" (row ${row}); read as text (write the numbers alone, all in one unit, if the model shall see more than categories)`;
}

/** What to tell of a column whose cells stand in another form than numbers, times and texts usually do, such as `="676.15"`. */
export function formWarning(name: string, text: string, read: string): string {
  return `column "${name}" holds cells written as ${shownText(text)}, read as ${read}`;
}

/** What to tell of a column of amounts of which some have credit or debit behind them, so that nobody knows what the others are. */
export function sidesWarning(
  name: string,
  text: string,
  { sided, all }: { readonly sided: number; readonly all: number },
): string {
  return `column "${name}" holds amounts with CR, DR, H or S beside them, such as ${text}, in ${sided} of ${all} cells; read as text (write credits as negative numbers)`;
}

/** What to tell of a column of codes of two letters such as `text`, in which NA was read as missing. */
export function namibiaWarning(name: string, text: string, count: number): string {
  return `column "${name}" holds codes of two letters such as ${text}, and NA in ${count} ${cells(count)}, which was read as missing; if it is the code of Namibia, name in the config what means "no value", without it: missing: ["N/A", "?"]`;
}

/** What to tell of a column that is written otherwise than in training. */
export function otherStyleWarning(name: string, trained: string, found: string): string {
  return `column "${name}" is written otherwise than in training: ${trained} there, ${found} here; read by what stands here`;
}

/** What to tell of a column in which one value has two spellings. */
export function spellingsWarning(name: string, [one, other]: readonly [string, string], merged: number): string {
  const composed = one.normalize('NFC');
  const example =
    composed === other.normalize('NFC')
      ? `${composed} with composed and with decomposed letters (Unicode NFC and NFD)`
      : `${one} and ${other}`;
  return `column "${name}" spells ${merged === 1 ? 'a value' : `${merged} values`} in two ways, such as ${example}; read as one`;
}

/** What to tell of row labels of a pandas table. */
export function pandasIndexWarning(name: string): string {
  return `column "${name}" holds the row labels of a pandas table, which are no data; left out (write the file with index=False, or name the index)`;
}

/** What to tell of a file whose names and cells stand in apostrophes. */
export function apostrophesWarning(path: string): string {
  return `the cells of ${path} stand in apostrophes, which were read as quotes around them`;
}

/** What to tell of a file whose cells are parted by something else than most are. */
export function rareDelimiterWarning(path: string, delimiter: string): string {
  return `${JSON.stringify(delimiter)} parts the cells of ${path}, as every line shows: read so`;
}

/** What to do about lines of a title above the header. */
export function titleHint({ line, names }: HeaderBelow): string {
  const first = names.slice(0, 3).map((name) => `"${name}"`);
  return `line ${line} looks like the header (${first.join(', ')}${names.length > 3 ? ', …' : ''}): remove the ${line === 2 ? 'line' : `${line - 1} lines`} above it`;
}

/** What to tell of a file whose first line looks like a title. */
export function titleWarning(path: string, below: HeaderBelow): string {
  return `the first line of ${path} looks like a title, not like names, but was read as names; ${titleHint(below)}`;
}

/** What to tell of a JSON file of one object, of which some keys hold lists of objects. */
export function wrappedRowsWarning(path: string, keys: readonly string[]): string {
  const [which, them] =
    keys.length === 1 ? ['a list of objects', 'that list'] : ['lists of objects', 'one of these lists'];
  return `${path} is one object with ${which} inside (${keys.map((key) => `"${key}"`).join(', ')}), and was read as one row; write ${them} alone to the file, or one object per line, if its objects are the rows`;
}

/** What to tell of a row that looks like a total. */
export function totalRowWarning(text: string, row: number, isSparse: boolean): string {
  const why = isSparse ? 'and most of its cells are empty' : 'and it holds the sum of other rows';
  return `data row ${row} looks like a total (${text}, ${why}), but was read as a row of data; remove it`;
}

/** What to tell of several such rows; `text` stands in the first. */
export function totalRowsWarning(text: string, rows: readonly number[]): string {
  const more = rows.length - 3;
  return `data rows ${rows.slice(0, 3).join(', ')}${more > 0 ? ` and ${more} more` : ''} look like totals (the first has ${text}), but were read as rows of data; remove them`;
}

/** What to tell of the last row, or the first, where it says something of the file. */
export function footerRowWarning(text: string, row: number): string {
  return `data row ${row} looks like a line about the file (${text}, and most cells that other rows have are empty), but was read as a row of data; remove it`;
}

/** What to tell of a column of a CSV file of which a cell holds what looks like a row of the file. */
export function swallowedRowsWarning(name: string, line: number | undefined, lines: number): string {
  return `column "${name}" holds a cell of ${lines} lines${line === undefined ? '' : ` that begins in line ${line}`}, and looks like several rows: a quote there may not be closed; read as one text (close or remove the quote if these are rows)`;
}

/** What to tell of a column of texts of which nearly all hold one number between the same few signs. */
export function decoratedWarning(name: string, text: string, beside: readonly string[]): string {
  const listed = beside.map((one) => `"${shownText(one)}"`).join(', ');
  return `column "${name}" looks like numbers with ${listed} beside them, such as ${shownText(text)}; read as text (write the numbers alone, all in one unit, if the model shall see more than categories)`;
}

/** What to tell of a column of a Parquet file whose texts are numbers. */
export function numbersAsTextsWarning(name: string, text: string): string {
  return `column "${name}" holds texts that are numbers, such as ${text}; read as text, as the file has it (if it holds quantities, write it as numbers, or declare it: as the amount, or with kind: numeric under validation)`;
}

/** What to tell of a column in which texts differ in invisible characters alone. */
export function unseenMarksWarning(name: string, text: string): string {
  return `column "${name}" holds "${shownText(text)}" and the same text without the invisible characters; read as two categories (remove these characters)`;
}

/** What to tell of a column of texts of which `text` was encoded as UTF-8 twice. */
export function twiceEncodedWarning(name: string, text: string, meant: string): string {
  return `column "${name}" holds texts such as "${text}", which look like "${meant}" encoded as UTF-8 twice; read as they stand (correct them where they were written, or they are other categories than the right ones)`;
}

/** What to tell of a column of objects or lists. */
export function nestedWarning(name: string, what: 'objects' | 'lists'): string {
  return `column "${name}" holds ${what} in its cells; each was read as one text, a category (write what is in them to columns of their own)`;
}

/** What to tell of two columns whose names differ by case alone, of which no row has both. */
export function caseTwinsWarning(name: string, other: string): string {
  return `column "${name}" and column "${other}" differ in the case of their names alone, and no row has both; read as two columns (write one name if they are one)`;
}

/** What to tell of a text file of one column that looks like something else. */
export function oneColumnWarning(path: string, looks: string): string {
  return `${path} has one column only, and its lines look like ${looks}; read as one text each`;
}

/** What to tell of a text file of one column whose lines stand in quotes as a whole. */
export function quotedRowsWarning(path: string, header: string, sign: string): string {
  return `${path} has one column only: its header (${shownText(header)}) and its lines stand in quotes as a whole, so that ${JSON.stringify(sign)} parts no cells; read as one text each (write the rows without quotes around whole lines)`;
}

/** What to tell of a text file whose cells several signs part. */
export function longDelimiterWarning(path: string, signs: string, delimiter: string | undefined): string {
  const read = delimiter === undefined ? 'as one column' : `by ${JSON.stringify(delimiter)}`;
  return `${JSON.stringify(signs)} parts the cells of ${path}, as every line shows, and a delimiter of several signs is not known: read ${read} (write the file with one sign between cells)`;
}

/** What to tell of rows without any value. */
export function blankRowsWarning(rows: number, first: number): string {
  return rows === 1
    ? `data row ${first} has no value in any column, but was read as a row of data; remove it`
    : `${rows} rows have no value in any column, the first data row ${first}, but were read as rows of data; remove them`;
}

/** What to tell of a column of texts that holds a word which other programs write where there is no value. */
export function likelyMarkerWarning(name: string, text: string, count: number): string {
  return `column "${name}" holds "${text}" in ${count} ${cells(count)}, as programs write it where there is no value; read as a category of its own (if it means "no value", list it in missing)`;
}

/** What to tell of a column of numbers of which one stands far from all others, which lie between `low` and `high`. */
export function sentinelWarning(name: string, value: number, count: number, low: number, high: number): string {
  return `column "${name}" holds ${value} in ${count} ${cells(count)} beside numbers from ${low} to ${high}; read as a number (if it means "no value", list it in missing)`;
}

/** What to tell of a file whose first line looks like a row. */
export function noHeaderWarning(path: string, cells: readonly string[]): string {
  return `the first line of ${path} looks like a row of data, not like names (${cells.map((cell) => `"${cell}"`).join(', ')}); if it is one, put a line of column names above it`;
}
