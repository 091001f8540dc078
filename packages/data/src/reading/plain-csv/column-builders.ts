import type { Column } from '@fraudx/core';
import type { CellTexts } from './cell-texts.ts';
import { mayBeNumberOrTime, numberOfText } from './cell-texts.ts';
import type { CellMode, CsvKernel } from './csv-kernel.ts';
import { parseIsoTime } from './iso-time.ts';
import { TextDictionary } from './text-dictionary.ts';

/** Collects the cells of one column. */
export interface ColumnBuilder {
  readonly mode: CellMode;
  /** Whether a cell did not fit the kind of the column. */
  readonly failed: boolean;
  /** Takes the rows that the kernel has just read, as those from `at` on. */
  append(kernel: CsvKernel, column: number, rows: number, at: number): void;
  /** Takes a cell of a number column that the kernel left. */
  correct(row: number, first: number, end: number): void;
  /** The column; undefined where a closer look must decide what it holds. */
  finish(name: string, nRows: number): Column | undefined;
}

function grown<T extends Float64Array | Int32Array>(values: T, nRows: number): T {
  if (nRows <= values.length) return values;
  const larger = new (values.constructor as new (length: number) => T)(Math.ceil(1.5 * nRows));
  larger.set(values);
  return larger;
}

/** The first rows; without what lies behind them where that is much. */
function trimmed<T extends Float64Array | Int32Array>(values: T, nRows: number): T {
  const isLoose = values.length > 1.0625 * nRows + 1024;
  return (isLoose ? values.slice(0, nRows) : values.subarray(0, nRows)) as T;
}

/** A column of plain numbers. */
export class NumberBuilder implements ColumnBuilder {
  readonly mode = 'number';
  failed = false;
  #values: Float64Array;
  readonly #texts: CellTexts;

  constructor(texts: CellTexts, capacity: number) {
    this.#texts = texts;
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
    if (value === undefined) this.failed = true;
    else this.#values[row] = value;
  }

  finish(name: string, nRows: number): Column {
    return { kind: 'numeric', name, values: trimmed(this.#values, nRows) };
  }
}

/** A column of ISO times. */
export class TimeBuilder implements ColumnBuilder {
  readonly mode = 'text';
  failed = false;
  #values: Float64Array;
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
      this.#values[at + row] = time === time ? time : this.#slowly(bytes, start, end, first, last);
    }
  }

  #slowly(bytes: Uint8Array, start: number, end: number, first: number, last: number): number {
    if (this.#texts.isMissing(this.#texts.textOf(first, last))) return Number.NaN;
    const time = parseIsoTime(bytes, start, end);
    this.failed = Number.isNaN(time);
    return time;
  }

  correct(): void {}

  finish(name: string, nRows: number): Column {
    return { kind: 'timestamp', name, values: trimmed(this.#values, nRows) };
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

/** A column of texts. */
export class TextBuilder implements ColumnBuilder {
  readonly mode = 'text';
  readonly failed = false;
  #codes: Int32Array;
  readonly #texts: CellTexts;
  readonly #isDeclared: boolean;
  readonly #dictionary = new TextDictionary();

  /** @param isDeclared - The user says that the column holds texts, whatever they look like. */
  constructor(texts: CellTexts, capacity: number, isDeclared: boolean) {
    this.#texts = texts;
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

  finish(name: string, nRows: number): Column | undefined {
    const texts = this.#dictionary.texts();
    const codes = trimmed(this.#codes, nRows);
    const isPresent = texts.map((text) => !this.#texts.isMissing(text));
    if (!this.#isDeclared && !this.#areTexts(texts, codes, isPresent)) return undefined;
    const present = texts.filter((_, code) => isPresent[code]);
    const categories = present.some((text) => /[\ud800-\udfff]/.test(text))
      ? present.sort(byCodePoint)
      : present.sort();
    const newCodes = new Map(categories.map((text, code) => [text, code]));
    const changed = Int32Array.from(texts, (text) => newCodes.get(text) ?? -1);
    for (let row = 0; row < nRows; row++) codes[row] = changed[codes[row]!]!;
    return { kind: 'categorical', name, codes, categories };
  }

  /** Whether the column is one of texts beyond doubt: more than a twentieth of its cells can be neither number nor time. */
  #areTexts(texts: readonly string[], codes: Int32Array, isPresent: readonly boolean[]): boolean {
    const isOther = texts.map((text, code) => isPresent[code] === true && !mayBeNumberOrTime(text));
    let [present, others] = [0, 0];
    for (const code of codes) {
      if (isPresent[code]) present++;
      if (isOther[code]) others++;
    }
    return others > 0.051 * present;
  }
}
