import type { Column } from '@fraudx/core';
import { haveThreeDecimals } from '../doubtful-marks.ts';
import { isDoubtfulCode, mayBeCountries } from '../country-codes.ts';
import { listExceptions } from '../exceptions.ts';
import { isNoDateText, mayBeNoDate, oddDaysOf } from '../no-dates.ts';
import { mayBeWritten } from '../number-texts.ts';
import { hasOtherCents } from '../other-forms.ts';
import { beginsWithZero, firstOfCodes } from '../leading-zeros.ts';
import {
  beyondDoublesWarning,
  namibiaWarning,
  spellingsWarning,
  zerosDroppedWarning,
  zerosKeptWarning,
} from '../reading-warnings.ts';
import { mixedZonesWarning, noTimesWarning } from '../time-warnings.ts';
import { areProtected } from '../protected-texts.ts';
import { grown, trimmed } from './grown.ts';
import { mergeSpellings } from '../spellings.ts';
import { isBeyondDoubles, mayBeCut } from '../whole-numbers.ts';
import { looksLikeTime } from '../unread-times.ts';
import { zonesOf } from '../zones-of.ts';
import type { CellTexts } from './cell-texts.ts';
import { mayBeNumber, mayBeNumberOrTime, numberOfText } from './cell-texts.ts';
import type { CellMode, CsvKernel } from './csv-kernel.ts';
import { hasZone, parseIsoTime } from './iso-time.ts';
import { areWhole, OddNumbers } from './odd-numbers.ts';
import { TextDictionary } from './text-dictionary.ts';

/** A column, and what is to be told of it. */
export interface FinishedColumn {
  readonly column: Column;
  readonly warnings: readonly string[];
  /** Told after the warnings of all columns, as the engine does. */
  readonly spellings?: string;
}

/** Collects the cells of one column. */
export interface ColumnBuilder {
  readonly mode: CellMode;
  /** Whether a cell did not fit the kind of the column. */
  readonly failed: boolean;
  /** Takes the rows that the kernel has just read, as those from `at` on. */
  append(kernel: CsvKernel, column: number, rows: number, at: number): void;
  /** Takes a cell of a number column that the kernel left. */
  correct(row: number, first: number, end: number): void;
  /** Says that there are no more than these rows. */
  close(nRows: number): void;
  /** The column; undefined where a closer look must decide what it holds. */
  finish(name: string, nRows: number): FinishedColumn | undefined;
}

/** What is known of a column of numbers before it is read. */
export interface NumbersSaid {
  /** The user says that the column holds numbers, however large. */
  readonly isDeclared: boolean;
  /** Why zeros in front of numbers mean nothing; undefined where they make them codes. */
  readonly quantity: 'declared' | 'trained' | undefined;
  /** Whether the user says that the numbers name something, so that fractions need a closer look. */
  readonly areIds: boolean;
  /** Whether points may part thousands, by the first rows. */
  readonly mayHaveThousands: boolean;
}

/** A column of plain numbers. */
export class NumberBuilder implements ColumnBuilder {
  readonly mode = 'number';
  failed = false;
  #values: Float64Array;
  readonly #texts: CellTexts;
  readonly #said: NumbersSaid;
  /** The first cell with zeros in front. */
  #zeros: string | undefined;
  readonly #odd = new OddNumbers();

  constructor(texts: CellTexts, capacity: number, said: NumbersSaid) {
    this.#texts = texts;
    this.#said = said;
    this.#values = new Float64Array(capacity);
  }

  append(kernel: CsvKernel, column: number, rows: number, at: number): void {
    this.#values = grown(this.#values, at + rows);
    this.#values.set(kernel.numbersOf(column).subarray(0, rows), at);
  }

  correct(row: number, first: number, end: number): void {
    if (this.failed) return;
    const text = this.#texts.textOf(first, end);
    if (this.#texts.isMissing(text)) return void (this.#values[row] = Number.NaN);
    const value = numberOfText(text);
    if (value === undefined || (!this.#said.isDeclared && isBeyondDoubles(text))) return void (this.failed = true);
    this.#values[row] = value;
    if (!this.#said.isDeclared && this.#said.quantity === undefined) this.failed ||= this.#odd.isId(text, value);
    if (!beginsWithZero(text)) return;
    if (this.#said.quantity === undefined) this.failed = true;
    else this.#zeros ??= text;
  }

  close(nRows: number): void {
    const { isDeclared, mayHaveThousands, areIds } = this.#said;
    const values = this.#values.subarray(0, nRows);
    this.failed ||= areIds && !areWhole(values);
    this.failed ||= !isDeclared && mayBeCut(this.#values, nRows);
    this.failed ||= this.#odd.mayBeIds(values);
    this.failed ||= mayHaveThousands && haveThreeDecimals(this.#values, nRows);
  }

  finish(name: string, nRows: number): FinishedColumn {
    const [zeros, why] = [this.#zeros, this.#said.quantity];
    const warnings = zeros === undefined || why === undefined ? [] : [zerosDroppedWarning(name, zeros, why)];
    return { column: { kind: 'numeric', name, values: trimmed(this.#values, nRows) }, warnings };
  }
}

/** A column of ISO times. */
export class TimeBuilder implements ColumnBuilder {
  readonly mode = 'text';
  failed = false;
  #values: Float64Array;
  #present = 0;
  #zoned = 0;
  #none = 0;
  readonly #firstNone: { readonly row: number; readonly text: string }[] = [];
  readonly #texts: CellTexts;

  constructor(texts: CellTexts, capacity: number) {
    this.#texts = texts;
    this.#values = new Float64Array(capacity);
  }

  append(kernel: CsvKernel, column: number, rows: number, at: number): void {
    this.#values = grown(this.#values, at + rows);
    const spans = kernel.spansOf(column);
    for (let row = 0; row < rows && !this.failed; row++) {
      const [first, last] = [spans[2 * row]!, spans[2 * row + 1]!];
      const { bytes, start, end } = this.#texts.bytesOf(first, last);
      const time = this.#texts.hasTimeMarkers ? Number.NaN : parseIsoTime(bytes, start, end);
      let value = time === time ? time : this.#slowly(bytes, start, end, first, last);
      if (mayBeNoDate(value) && this.#isNone(first, last, at + row)) value = Number.NaN;
      this.#values[at + row] = value;
      if (value !== value) continue;
      this.#present++;
      if (hasZone(bytes, start, end)) this.#zoned++;
    }
  }

  /** Whether a cell stands for no date, which is counted. */
  #isNone(first: number, last: number, row: number): boolean {
    const text = this.#texts.textOf(first, last);
    if (!isNoDateText(text)) return false;
    this.#none++;
    if (this.#firstNone.length < 3) this.#firstNone.push({ row: row + 1, text });
    return true;
  }

  #slowly(bytes: Uint8Array, start: number, end: number, first: number, last: number): number {
    if (this.#texts.isMissing(this.#texts.textOf(first, last))) return Number.NaN;
    const time = parseIsoTime(bytes, start, end);
    this.failed = Number.isNaN(time);
    return time;
  }

  correct(): void {}

  close(): void {
    // Nothing else than what stands for no date: texts.
    this.failed ||= this.#none > 0 && this.#present === 0;
  }

  finish(name: string, nRows: number): FinishedColumn {
    const none = this.#none === 0 ? undefined : listExceptions({ count: this.#none, first: this.#firstNone });
    const warnings = [
      none === undefined ? undefined : noTimesWarning(name, this.#none, none),
      mixedZonesWarning(name, this.#zoned, this.#present - this.#zoned),
      ...oddDaysOf(name, this.#values, nRows),
    ];
    return {
      column: { kind: 'timestamp', name, values: trimmed(this.#values, nRows), ...zonesOf(this.#zoned, this.#present) },
      warnings: warnings.filter((warning) => warning !== undefined),
    };
  }
}

/** By code points, as bytes of UTF-8 are ordered; by units of UTF-16 it differs where surrogates are. */
function byCodePoint(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i += a.codePointAt(i)! > 0xffff ? 2 : 1) {
    const difference = a.codePointAt(i)! - b.codePointAt(i)!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Whether all cells that are present are plain numbers. */
function areAllNumbers(texts: readonly string[], isPresent: readonly boolean[]): boolean {
  return texts.every((text, code) => !isPresent[code] || numberOfText(text) !== undefined);
}

/** Whether a column is one of texts beyond doubt: more than a tenth of its cells can be neither number nor time, and most are neither number nor time. */
function areMostlyTexts(texts: readonly string[], codes: Int32Array, isPresent: readonly boolean[]): boolean {
  const counts = new Uint32Array(texts.length);
  for (const code of codes) counts[code]!++;
  let [present, others, numbersOrTimes] = [0, 0, 0];
  for (const [code, text] of texts.entries()) {
    if (isPresent[code] !== true) continue;
    present += counts[code]!;
    const isWritten = mayBeWritten(text) || hasOtherCents(text);
    if (!mayBeNumberOrTime(text) && !isWritten) others += counts[code]!;
    else if (isWritten || mayBeNumber(text) || looksLikeTime(text)) numbersOrTimes += counts[code]!;
  }
  return others > 0.101 * present && numbersOrTimes < 0.49 * present;
}

/** A column of texts. */
export class TextBuilder implements ColumnBuilder {
  readonly mode = 'text';
  readonly failed = false;
  #codes: Int32Array;
  readonly #texts: CellTexts;
  readonly #isDeclared: boolean;
  readonly #isQuantity: boolean;
  readonly #dictionary = new TextDictionary();

  /**
   * @param isDeclared - The user says that the column holds texts, whatever they look like.
   * @param isQuantity - Zeros in front of numbers mean nothing.
   */
  constructor(texts: CellTexts, capacity: number, isDeclared: boolean, isQuantity: boolean) {
    this.#texts = texts;
    this.#isQuantity = isQuantity;
    this.#codes = new Int32Array(capacity);
    this.#isDeclared = isDeclared;
  }

  append(kernel: CsvKernel, column: number, rows: number, at: number): void {
    this.#codes = grown(this.#codes, at + rows);
    const spans = kernel.spansOf(column);
    for (let row = 0; row < rows; row++) {
      const { bytes, start, end } = this.#texts.bytesOf(spans[2 * row]!, spans[2 * row + 1]!);
      this.#codes[at + row] = this.#dictionary.intern(bytes, start, end);
    }
  }

  correct(): void {}

  close(): void {}

  /** The warning for a column of codes of countries in which that of Namibia means "no value" by default. */
  #namibiaOf(
    name: string,
    texts: readonly string[],
    isPresent: readonly boolean[],
    codes: Int32Array,
  ): string | undefined {
    const code = this.#texts.areDefault ? texts.findIndex(isDoubtfulCode) : -1;
    if (code < 0) return undefined;
    const present = texts.filter((_, j) => isPresent[j]).sort();
    if (!mayBeCountries(present)) return undefined;
    return namibiaWarning(
      name,
      present[0]!,
      codes.reduce((sum, each) => sum + Number(each === code), 0),
    );
  }

  finish(name: string, nRows: number): FinishedColumn | undefined {
    const texts = this.#dictionary.texts();
    const codes = trimmed(this.#codes, nRows);
    const isPresent = texts.map((text) => !this.#texts.isMissing(text));
    if (areProtected(texts.filter((_, code) => isPresent[code]))) return undefined;
    const areNumbers = !this.#isDeclared && areAllNumbers(texts, isPresent);
    const beyond = areNumbers ? texts.find((text, code) => isPresent[code] && isBeyondDoubles(text)) : undefined;
    const zeros = beyond === undefined && areNumbers && !this.#isQuantity ? firstOfCodes(texts, isPresent) : undefined;
    const isClear =
      this.#isDeclared || beyond !== undefined || zeros !== undefined || areMostlyTexts(texts, codes, isPresent);
    if (!isClear) return undefined;
    const present = texts.filter((_, code) => isPresent[code]);
    const categories = present.some((text) => /[\ud800-\udfff]/.test(text))
      ? present.sort(byCodePoint)
      : present.sort();
    const namibia = this.#namibiaOf(name, texts, isPresent, codes);
    const newCodes = new Map(categories.map((text, code) => [text, code]));
    const changed = Int32Array.from(texts, (text) => newCodes.get(text) ?? -1);
    for (let row = 0; row < nRows; row++) codes[row] = changed[codes[row]!]!;
    const merged = mergeSpellings(categories);
    if (merged !== undefined) for (let row = 0; row < nRows; row++) codes[row] = merged.codes[codes[row]!] ?? -1;
    const warnings = [
      ...(beyond === undefined ? [] : [beyondDoublesWarning(name, beyond)]),
      ...(zeros === undefined ? [] : [zerosKeptWarning(name, zeros)]),
      ...(namibia === undefined ? [] : [namibia]),
    ];
    return {
      column: { kind: 'categorical', name, codes, categories: merged?.categories ?? categories },
      warnings,
      ...(merged === undefined ? {} : { spellings: spellingsWarning(name, merged.example, merged.merged) }),
    };
  }
}
