import { stat } from 'node:fs/promises';
import { byName, FraudxError, throwIfAborted } from '@fraudx/core';
import { CellBound } from '../check-cells.ts';
import { cellBytes, checkMemory } from '../check-memory.ts';
import { declaredKinds, declaredOf, knownMark, whyQuantity } from '../choose-columns.ts';
import { beginsWithZero } from '../leading-zeros.ts';
import { mayHaveThousands } from '../doubtful-marks.ts';
import type { ReadFrameOptions } from '../read-frame-options.ts';
import type { PreparedCsv } from '../prepare-csv.ts';
import type { ReadColumns } from '../read-by-sql.ts';
import { isBeyondDoubles } from '../whole-numbers.ts';
import { openByteSource } from './byte-source.ts';
import { CellTexts, numberOfText } from './cell-texts.ts';
import type { ColumnBuilder } from './column-builders.ts';
import { NumberBuilder, TextBuilder, TimeBuilder } from './column-builders.ts';
import type { CsvKernel } from './csv-kernel.ts';
import { openCsvKernel } from './csv-kernel.ts';
import { parseIsoTime } from './iso-time.ts';
import { NotPlainError, readByteChunks } from './byte-chunks.ts';

/** Rows by which the kinds of columns are guessed; a wrong guess costs a second pass. */
const sampleRows = 200;

type Kind = 'number' | 'time' | 'text';

/** What the cells of a column are in the first rows; numbers where all are missing. */
function kindAtFirst(cells: readonly string[], texts: CellTexts, isQuantity: boolean): Kind {
  const present = cells.filter((cell) => !texts.isMissing(cell));
  if (present.every((cell) => numberOfText(cell) !== undefined)) {
    const areCodes = !isQuantity && present.some(beginsWithZero);
    return areCodes || present.some(isBeyondDoubles) ? 'text' : 'number';
  }
  const isTime = (cell: string): boolean => {
    const bytes = Buffer.from(cell);
    return !Number.isNaN(parseIsoTime(bytes, 0, bytes.length));
  };
  return present.every(isTime) ? 'time' : 'text';
}

/** One reading of a file from start to end. */
class Pass {
  readonly #csv: PreparedCsv;
  readonly #options: ReadFrameOptions;
  readonly #kernel: CsvKernel;
  readonly #texts: CellTexts;
  /** Columns in which cells are texts, as an earlier pass has shown. */
  readonly #known: ReadonlySet<string>;
  readonly #bytesInAll: number;
  #builders: readonly (ColumnBuilder | undefined)[] = [];
  #row = 0;
  #bytesPerRow = 0;

  constructor(
    csv: PreparedCsv,
    options: ReadFrameOptions,
    kernel: CsvKernel,
    known: ReadonlySet<string>,
    bytesInAll: number,
  ) {
    this.#csv = csv;
    this.#options = options;
    this.#kernel = kernel;
    this.#texts = new CellTexts(kernel.bytes, options.missing);
    this.#known = known;
    this.#bytesInAll = bytesInAll;
  }

  /** Reads all rows. @throws {NotPlainError} */
  async run(): Promise<void> {
    await using source = await openByteSource(this.#csv.file, this.#options);
    const bound = await CellBound.of(this.#csv.path, this.#csv.names.length, this.#options.unpacking);
    const lineEnd = Buffer.from(this.#csv.layout.hasReturns ? '\r\n' : '\n');
    let isFirst = true;
    for await (const stretch of readByteChunks(this.#kernel, source, lineEnd)) {
      throwIfAborted(this.#options.signal, 'data');
      let at = stretch.from;
      if (isFirst) {
        at = this.#skipHeader(at, stretch.end);
        this.#chooseBuilders(at, stretch.end);
        isFirst = false;
      }
      stretch.next = this.#readRows(at, stretch.end);
      bound?.check(this.#row);
      checkMemory(this.#csv.path, this.#row, this.#bytesPerRow, this.#options.memory);
      this.#options.onProgress?.({ task: 'read', done: this.#row });
    }
    for (const builder of this.#builders) builder?.close(this.#row);
  }

  #skipHeader(from: number, end: number): number {
    const { bytes } = this.#kernel;
    const hasMark = bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf;
    this.#kernel.setModes(this.#csv.layout.names.map(() => 'skip'));
    const header = this.#kernel.parse(hasMark ? from + 3 : from, end, 1);
    if (header.rows !== 1) throw new NotPlainError('a header that is not plain');
    return header.next;
  }

  /** Decides by the first rows how columns are read. */
  #chooseBuilders(from: number, end: number): void {
    const { layout, names } = this.#csv;
    const kernel = this.#kernel;
    const isAsked = new Set(names);
    kernel.setModes(layout.names.map((name) => (isAsked.has(name) ? 'text' : 'skip')));
    const { rows, next } = kernel.parse(from, end, Math.min(sampleRows, kernel.rowCap));
    const capacity = Math.ceil((this.#bytesInAll / Math.max(1, next - from)) * rows * 1.02) + 1024;
    const { types: kinds, ...declaredOfAll } = declaredOf(names, this.#options);
    this.#builders = layout.names.map((name, j) => {
      if (!isAsked.has(name)) return undefined;
      const declared = kinds[name];
      if (declared === 'categorical') return new TextBuilder(this.#texts, capacity, true, false);
      const quantity = whyQuantity(name, declaredOfAll);
      const spans = kernel.spansOf(j);
      const cells = Array.from({ length: rows }, (_, i) => this.#texts.textOf(spans[2 * i]!, spans[2 * i + 1]!));
      const kind = this.#known.has(name) ? 'text' : kindAtFirst(cells, this.#texts, quantity !== undefined);
      if (declared === 'timestamp') return new TimeBuilder(this.#texts, capacity);
      if (declared === 'numeric' || kind === 'number') {
        const isOpen = knownMark(name, declaredOfAll) !== 'point';
        const present = isOpen ? cells.filter((cell) => !this.#texts.isMissing(cell)) : [];
        return new NumberBuilder(this.#texts, capacity, {
          isDeclared: declared === 'numeric',
          quantity,
          areIds: declaredOfAll.ids.has(name),
          mayHaveThousands: isOpen && mayHaveThousands(present),
        });
      }
      if (kind === 'time') return new TimeBuilder(this.#texts, capacity);
      return new TextBuilder(this.#texts, capacity, false, quantity !== undefined);
    });
    for (const builder of this.#builders) {
      if (builder !== undefined)
        this.#bytesPerRow += cellBytes[builder instanceof TextBuilder ? 'categorical' : 'numeric'];
    }
    kernel.setModes(this.#builders.map((builder) => builder?.mode ?? 'skip'));
  }

  #readRows(from: number, end: number): number {
    const kernel = this.#kernel;
    for (let at = from; ;) {
      const { rows, exceptions, next, isIrregular } = kernel.parse(at, end);
      for (const [j, builder] of this.#builders.entries()) builder?.append(kernel, j, rows, this.#row);
      for (let k = 0; k < exceptions; k++) {
        const [column, row, first, last] = kernel.exceptions.subarray(4 * k, 4 * k + 4) as unknown as number[];
        this.#builders[column!]!.correct(this.#row + row!, first!, last!);
      }
      this.#row += rows;
      at = next;
      if (isIrregular) throw new NotPlainError('a row that is not plain');
      if (rows === 0 || at === end) return at;
    }
  }

  /** Columns that hold something else than was expected. */
  failed(): readonly string[] {
    return this.#csv.layout.names.filter((_, j) => this.#builders[j]?.failed === true);
  }

  /** @throws {NotPlainError} The cells of a column need a closer look, or there is no row. */
  finish(): ReadColumns {
    const { layout, names, warnings } = this.#csv;
    if (this.#row === 0) throw new NotPlainError('no rows');
    const nRows = this.#row;
    const places = new Map(layout.names.map((name, j) => [name, j]));
    const finished = names.map((name) => {
      const column = this.#builders[places.get(name)!]!.finish(name, nRows);
      if (column === undefined) throw new NotPlainError('a column of unclear cells');
      return column;
    });
    this.#options.onProgress?.({ task: 'read', done: nRows, total: nRows });
    return {
      columns: finished.map(({ column }) => column),
      nRows,
      warnings: [
        ...warnings,
        ...finished.flatMap((column) => column.warnings),
        ...finished.flatMap(({ spellings }) => spellings ?? []),
      ],
    };
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && !(error instanceof FraudxError);
}

/**
 * Reads a CSV file of UTF-8 whose rows and cells are as plain as most are; about ten times as fast as the way for all files.
 *
 * @returns The same columns as the other way gives; undefined where the file, or a column of it, needs the other way.
 * @throws {DataError} `DATA_TOO_LARGE`.
 * @throws {InterruptedError} `signal` was aborted.
 */
export async function readPlainCsv(csv: PreparedCsv, options: ReadFrameOptions): Promise<ReadColumns | undefined> {
  const { file, layout, names } = csv;
  if (layout.blankLines > 0 || layout.escape !== '"' || layout.quote !== '"' || new Set(names).size < names.length)
    return undefined;
  // Numbers and dates as people write them are left to the other way.
  const readings = byName(options.readings ?? {});
  if (names.some((name) => readings[name]?.numbers !== undefined)) return undefined;
  const watched = (options.missing ?? []).filter((marker) => marker.trim() !== '').map(Number);
  const kernel = openCsvKernel({
    nColumns: layout.names.length,
    delimiter: layout.delimiter,
    withReturns: layout.hasReturns,
    watched: watched.filter((value) => !Number.isNaN(value)),
  });
  if (kernel === undefined) return undefined;
  try {
    const { size } = await stat(file);
    const bytesInAll = file.toLowerCase().endsWith('.gz') ? 4 * size : size;
    const first = new Pass(csv, options, kernel, new Set(), bytesInAll);
    await first.run();
    const failed = first.failed();
    if (failed.length === 0) return first.finish();
    const declared = declaredKinds(names, options);
    if (failed.some((name) => declared[name] !== undefined)) return undefined;
    const second = new Pass(csv, options, kernel, new Set(failed), bytesInAll);
    await second.run();
    return second.finish();
  } catch (error) {
    throwIfAborted(options.signal, 'data');
    // What the file or its gzip layer refuses, the other way refuses too, with its words.
    if (error instanceof NotPlainError || isSystemError(error)) return undefined;
    throw error;
  }
}
