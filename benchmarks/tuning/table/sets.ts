/** The eight sets on which settings are scored, as `benchmarks/parity/prepare.py` writes them. */
import { readFileSync } from 'node:fs';
import type { FeatureType } from '../../../packages/core/src/index.ts';
import { Matrix, Rng } from '../../../packages/core/src/index.ts';

/** One line of the table. */
export interface SettingScores {
  /** Its number; -1: the defaults. */
  readonly setting: number;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly seconds: number;
  /** By set, the average precision on validation rows and on test rows. */
  readonly scores: Readonly<Record<string, readonly [validation: number, test: number]>>;
}

interface Rows {
  readonly x: Matrix;
  readonly y: Uint8Array;
}

/** A set in three: models are fitted on the first, chosen on the second and looked at on the third. */
export interface ScoredSet {
  readonly name: string;
  readonly train: Rows;
  readonly validation: Rows;
  readonly test: Rows;
}

/** Data and split of each set. Two that have the same data are left out together when a portfolio is tested on sets that it has not seen. */
export const setNames = [
  ['handbook', 'stratified'],
  ['handbook', 'time'],
  ['handbook_raw', 'stratified'],
  ['ulb', 'stratified'],
  ['uci', 'stratified'],
  ['fraud_oracle', 'stratified'],
  ['fraud_oracle', 'time'],
  ['insurance', 'stratified'],
] as const;

/** The source of a set: one file of data may give several sets. */
export function sourceOf(set: string): string {
  return set.replace(/ (stratified|time)$/, '').replace(/_raw$/, '');
}

/** Rows of a set at most, and of each of its parts: all of the larger ones would take days. */
const most = { train: 16_000, validation: 8_000, test: 16_000 };

function some(rows: Uint32Array, count: number, rng: Rng): Uint32Array {
  return rows.length <= count ? rows : rng.shuffle(rows.slice()).slice(0, count).sort();
}

/** The sets, in the order of {@link setNames}; a fifth of the training rows of the split validates, of a split by time the last fifth. */
export function loadSets(folder: string): readonly ScoredSet[] {
  return setNames.map(([data, split]) => {
    const meta = JSON.parse(readFileSync(`${folder}/${data}.json`, 'utf8')) as {
      rows: number;
      columns: string[];
      categorical: string[];
    };
    const bytes = readFileSync(`${folder}/${data}.x.f32`);
    const values = new Float32Array(new SharedArrayBuffer(bytes.length));
    new Uint8Array(values.buffer).set(bytes);
    const types = meta.columns.map((column): FeatureType =>
      meta.categorical.includes(column) ? 'categorical' : 'numeric',
    );
    const x = new Matrix(meta.rows, meta.columns, values, types);
    const y = new Uint8Array(readFileSync(`${folder}/${data}.y.u8`));
    const part = new Uint8Array(readFileSync(`${folder}/${data}.${split}-0.u8`));
    const rowsOf = (wanted: number): Uint32Array => Uint32Array.from(part.keys()).filter((row) => part[row] === wanted);
    const learned = rowsOf(0);
    const isLate = (i: number): boolean => i >= 0.8 * learned.length;
    const inClass = [0, 0];
    const isFifth = (row: number): boolean => inClass[y[row]!]!++ % 5 === 4;
    const validates = Uint8Array.from(learned, (row, i) => Number(split === 'time' ? isLate(i) : isFifth(row)));
    const rng = new Rng(1).stream(`${data} ${split}`);
    const take = (rows: Uint32Array, name: keyof typeof most): Rows => {
      const kept = some(rows, most[name], rng.stream(name));
      return { x: x.take(kept), y: Uint8Array.from(kept, (row) => y[row]!) };
    };
    return {
      name: `${data} ${split}`,
      train: take(
        learned.filter((_, i) => validates[i] === 0),
        'train',
      ),
      validation: take(
        learned.filter((_, i) => validates[i] === 1),
        'validation',
      ),
      test: take(rowsOf(1), 'test'),
    };
  });
}
