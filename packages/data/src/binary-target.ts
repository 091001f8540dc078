import type { Column, Frame } from '@fraudx/core';
import { countText, DataError, InvalidArgumentError, shownValue } from '@fraudx/core';
import type { LabelValues, ValueCount } from './labels/label-values.ts';
import { countEmpty, countValues, emptyLabel, labelReader, valueCountsText } from './labels/label-values.ts';

const meanings: ReadonlyMap<string, 0 | 1> = new Map([
  ...['1', 'true', 't', 'yes', 'y', 'fraud', 'fraudulent', 'positive', 'anomaly'].map((text) => [text, 1] as const),
  ...[
    '0',
    'false',
    'f',
    'no',
    'n',
    'genuine',
    'legit',
    'legitimate',
    'normal',
    'negative',
    'non-fraud',
    'non fraud',
    'nonfraud',
    'not fraud',
  ].map((text) => [text, 0] as const),
]);

/** Yes and no, and true and false, of other languages, without accents: known where a column holds no other words. */
const pairs: readonly (readonly [yes: string, no: string])[] = [
  ['s', 'n'],
  ['si', 'no'],
  ['sim', 'nao'],
  ['ja', 'nein'],
  ['ja', 'nee'],
  ['ja', 'nej'],
  ['j', 'n'],
  ['oui', 'non'],
  ['o', 'n'],
  ['tak', 'nie'],
  ['wahr', 'falsch'],
  ['vrai', 'faux'],
  ['verdadero', 'falso'],
  ['verdadeiro', 'falso'],
  ['vero', 'falso'],
];

/** What the words of a column mean; undefined for those that mean nothing. */
function meaningsOf(categories: readonly string[]): readonly (0 | 1 | undefined)[] {
  const words = categories.map((text) => plainWord(text).normalize('NFD').replaceAll(/\p{M}/gu, ''));
  const pair = pairs.find((two) => words.every((word) => two.includes(word)));
  return words.map((word) => meanings.get(word) ?? (pair === undefined ? undefined : word === pair[0] ? 1 : 0));
}

/** Whether a text is a word of a label in whatever column it stands. */
export function isLabelWord(text: string): boolean {
  return meanings.has(plainWord(text));
}

/** The word of a label; `01` is 1, and `NOT_FRAUD` is `not fraud`. */
function plainWord(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^0+(?=[01]$)/, '')
    .replaceAll(/[\s_]+/g, ' ');
}

function notBinary(frame: Frame, name: string, value: string | number, row: number): DataError {
  const found = countValues(frame, name);
  return new DataError(
    'TARGET_NOT_BINARY',
    `data: target "${name}" must hold 0 and 1, got ${shownValue(value)} in data row ${row}`,
    {
      details: {
        column: name,
        row,
        value: Number.isFinite(value) ? value : String(value),
        values: found.slice(0, 50).map((one) => ({ ...one })),
      },
      hint: `Values found: ${valueCountsText(found)}. Name the label column (target), or say which of its values mean fraud and which genuine (positive and negative); usual ones are 1, true, yes, fraud and 0, false, no, genuine.`,
    },
  );
}

function timesAsTarget(name: string, values: Float64Array, rowsBefore: number): DataError {
  const first = values.findIndex((value) => !Number.isNaN(value));
  const got =
    first < 0 ? '' : ` such as ${new Date(values[first]!).toISOString()} in data row ${rowsBefore + first + 1}`;
  return new DataError('TARGET_NOT_BINARY', `data: target "${name}" must hold 0 and 1, got times${got}`, {
    details: { column: name, ...(first < 0 ? {} : { row: rowsBefore + first + 1 }) },
    hint: 'Name the label column (target). Where a date means fraud, such as that of a chargeback, and an empty cell genuine, say positive: ["*"] and negative: [""].',
  });
}

function missingValue(name: string, row: number): DataError {
  return new DataError(
    'TARGET_MISSING_VALUES',
    `data: target "${name}" must have a value in every row, got none in data row ${row}`,
    {
      details: { column: name, row },
      hint: 'Remove the rows without a label.',
    },
  );
}

/**
 * The label column of one of several frames as numbers: 0 genuine, 1 fraud, NaN where there is none. Words as of {@link binaryTarget}, or as `values` says.
 *
 * @returns Length nRows.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
 * @throws {DataError} `TARGET_NOT_BINARY`, with the 1-based data row over all frames; never where values are given.
 * @throws {InvalidArgumentError} `LABEL_VALUES`: a value that means both.
 */
export function binaryLabels(
  frame: Frame,
  name: string,
  { rowsBefore = 0, values: meant }: LabelOptions = {},
): Float64Array {
  if (typeof (frame as { column?: unknown } | undefined | null)?.column !== 'function') {
    throw new InvalidArgumentError(`data: frame must be a Frame, got ${shownValue(frame)}`, {
      hint: 'readFrame gives { frame, … }: take its frame.',
    });
  }
  const column = frame.column(name);
  // A date says that there was one, such as a chargeback; which of two dates is which nobody can name.
  const isAnyDate =
    meant !== undefined && [...meant.positive, ...meant.negative].every((value) => ['', '*'].includes(value.trim()));
  if (column.kind === 'timestamp' && !isAnyDate) throw timesAsTarget(name, column.values, rowsBefore);
  if (meant !== undefined) return labelsByValues(column, meant);
  if (column.kind === 'categorical') {
    const byCode = meaningsOf(column.categories);
    return Float64Array.from(column.codes, (code, i) => {
      if (code < 0) return Number.NaN;
      const label = byCode[code];
      if (label === undefined) throw notBinary(frame, name, column.categories[code]!, rowsBefore + i + 1);
      return label;
    });
  }
  const { values } = column;
  const wrong = values.findIndex((value) => value !== 0 && value !== 1 && !Number.isNaN(value));
  if (wrong >= 0) throw notBinary(frame, name, values[wrong]!, rowsBefore + wrong + 1);
  return values;
}

/** How a label column is read. */
export interface LabelOptions {
  /** Rows in earlier frames, for messages. Default 0. */
  readonly rowsBefore?: number;
  /** Which values mean what. Default: the usual words and numbers. */
  readonly values?: LabelValues | undefined;
}

function labelsByValues(column: Column, meant: LabelValues): Float64Array {
  const read = labelReader(meant, column.kind !== 'categorical');
  const empty = emptyLabel(meant) ?? Number.NaN;
  if (column.kind === 'categorical') {
    const byCode = column.categories.map((text) => read(text) ?? Number.NaN);
    return Float64Array.from(column.codes, (code) => (code < 0 ? empty : byCode[code]!));
  }
  const known = new Map<number, number>();
  return column.values.map((value) => {
    if (Number.isNaN(value)) return empty;
    let label = known.get(value);
    if (label === undefined) known.set(value, (label = read(String(value)) ?? Number.NaN));
    return label;
  });
}

/** Rows with a label, and what it says. */
export interface LabelledRows {
  /** Positions of the rows with a label, ascending. */
  readonly rows: Uint32Array;
  /** Labels of these rows: 0 genuine, 1 fraud. */
  readonly y: Uint8Array;
  /** Rows without a label. */
  readonly unlabelled: number;
  /** Values that mean neither by the values given, the most frequent first; present where values were given. */
  readonly others?: readonly ValueCount[];
}

/**
 * The rows whose label is known. Labels of fraud arrive late, so the newest rows often have none.
 *
 * @param name - Label column; it may hold what {@link binaryTarget} accepts, and missing values.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
 * @throws {DataError} `TARGET_NOT_BINARY` (with the 1-based data row), `TARGET_MISSING_VALUES` where no row has a label, or `TARGET_ONE_CLASS`.
 */
export function labelledRows(frame: Frame, name: string, { values }: Pick<LabelOptions, 'values'> = {}): LabelledRows {
  const labels = binaryLabels(frame, name, { values });
  const rows = Uint32Array.from(labels, (_, i) => i).filter((row) => !Number.isNaN(labels[row]!));
  if (rows.length === 0 && frame.nRows > 0 && values === undefined) {
    throw new DataError('TARGET_MISSING_VALUES', `data: target "${name}" must have a value in some rows, got none`, {
      details: { column: name, rows: frame.nRows },
      hint: 'Name the column that holds the labels, or correct how it is filled.',
    });
  }
  const y = Uint8Array.from(rows, (row) => labels[row]!);
  checkBothClasses(frame, name, y, values);
  const unlabelled = frame.nRows - rows.length;
  if (values === undefined) return { rows, y, unlabelled };
  const read = labelReader(values, frame.column(name).kind !== 'categorical');
  return { rows, y, unlabelled, others: countValues(frame, name).filter(({ value }) => read(value) === undefined) };
}

function checkBothClasses(frame: Frame, name: string, y: Uint8Array, values?: LabelValues): void {
  const positives = y.reduce((sum, label) => sum + label, 0);
  if (positives > 0 && positives < y.length) return;
  const found = countValues(frame, name);
  const empty = countEmpty(frame, name);
  const isMeant = values !== undefined && emptyLabel(values) !== undefined;
  const cells =
    empty === 0 || isMeant
      ? ''
      : ` In ${countText(empty)} rows it is empty or holds NA or the like: where that means genuine, say negative: [""] beside positive.`;
  throw new DataError(
    'TARGET_ONE_CLASS',
    `data: target "${name}" must hold both classes${values === undefined ? '' : ' by positive and negative'}, got ${y.length === 0 ? 'no row of either' : `only ${positives === 0 ? 'genuine' : 'fraud'} rows`}`,
    {
      details: { column: name, rows: y.length, values: found.slice(0, 50).map((one) => ({ ...one })) },
      hint:
        values === undefined
          ? `Use data that holds frauds and genuine rows. Values found: ${valueCountsText(found)}.${cells}`
          : `Values found: ${valueCountsText(found)}. Name those of the other class too; "*" in one of the lists is every value that is not in the other.${cells}`,
    },
  );
}

/**
 * The label column as 0 (genuine) and 1 (fraud).
 *
 * Accepts 0/1, true/false and the unambiguous pairs of words: yes/no, y/n, fraud/genuine, positive/negative and the like; yes and no of other
 * languages, such as sí/no, s/n, ja/nein, oui/non and wahr/falsch, where the column holds no other word.
 *
 * @returns Labels, length nRows.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
 * @throws {DataError} `TARGET_NOT_BINARY`, `TARGET_MISSING_VALUES` (both with the 1-based data row) or `TARGET_ONE_CLASS`.
 */
export function binaryTarget(frame: Frame, name: string, { values }: Pick<LabelOptions, 'values'> = {}): Uint8Array {
  const labels = binaryLabels(frame, name, { values });
  const missing = labels.findIndex((label) => Number.isNaN(label));
  if (missing >= 0) throw missingValue(name, missing + 1);
  const y = Uint8Array.from(labels);
  checkBothClasses(frame, name, y, values);
  return y;
}
