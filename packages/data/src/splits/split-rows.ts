import { InvalidArgumentError, Rng, ShapeError } from '@fraudx/core';
import { clearTies, holdOutEntities, holdOutLatest, holdOutPerClass, pickPerClass } from './hold-out.ts';
import type { Fold } from './split-strategy.ts';

/** How rows are divided. */
export interface SplitSpec {
  /** `grouped`: rows of one entity never lie in two parts. */
  readonly strategy: 'stratified' | 'time' | 'grouped';
  /** Share of rows for the test set, in (0, 1); not used with `testFold`. */
  readonly test: number;
  /** Share of the remaining rows for validation, in [0, 1). */
  readonly validation: number;
  /** Test rows without chance: see {@link splitRows}. */
  readonly testFold?: { readonly modulus: number; readonly remainder: number };
  readonly seed: number;
}

/** Row numbers of the three parts: disjoint, together all rows, each ascending (stratified) or in time order (time). */
export interface RowSplit {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

/** What {@link splitRows} reads of the rows, each of length n. */
export interface SplitInput {
  /** Labels 0/1. */
  readonly y: Uint8Array;
  /** Any increasing measure, no NaN; used by `time`. */
  readonly time?: Float64Array;
  /** Numbers of the entities, needed by `grouped`; a row without one (NaN or negative) is a group of its own. */
  readonly entity?: ArrayLike<number>;
}

function check(spec: SplitSpec, rows: SplitInput): void {
  if (!(spec.test > 0 && spec.test < 1)) {
    throw new InvalidArgumentError(`test must be in (0, 1), got ${spec.test}`, { subject: 'splitRows' });
  }
  if (!(spec.validation >= 0 && spec.validation < 1)) {
    throw new InvalidArgumentError(`validation must be in [0, 1), got ${spec.validation}`, { subject: 'splitRows' });
  }
  if (rows.time !== undefined && rows.time.length !== rows.y.length) {
    throw new ShapeError(`time must have ${rows.y.length} rows, got ${rows.time.length}`, { subject: 'splitRows' });
  }
}

function splitStratified(spec: SplitSpec, y: Uint8Array): RowSplit {
  const all = Uint32Array.from(y, (_, i) => i);
  const rng = new Rng(spec.seed);
  let inTest: (row: number) => boolean;
  const fold = spec.testFold;
  if (fold === undefined) {
    const picked = pickPerClass(all, y, spec.test, rng.stream('test'));
    inTest = (row) => picked.has(row);
  } else {
    const seen = [0, 0];
    const test = new Uint8Array(y.length);
    for (let i = 0; i < y.length; i++) {
      const label = y[i] === 1 ? 1 : 0;
      test[i] = seen[label]! % fold.modulus === fold.remainder ? 1 : 0;
      seen[label]!++;
    }
    inTest = (row) => test[row] === 1;
  }
  const test = all.filter(inTest);
  const rest = all.filter((row) => !inTest(row));
  return { ...holdOutPerClass(rest, y, spec.validation, rng), test };
}

/** Deals whole groups, in random order, to test and validation until each has its share of rows. */
function splitGrouped(spec: SplitSpec, n: number, entity: ArrayLike<number> | undefined): RowSplit {
  if (entity?.length !== n) {
    throw new InvalidArgumentError(
      `a grouped split must have an entity for each of ${n} rows, got ${entity?.length ?? 'none'}`,
      { subject: 'splitRows', hint: 'Give entity: the customer or card of each row.' },
    );
  }
  const groupOf = new Uint32Array(n);
  const numbers = new Map<number, number>();
  let nGroups = 0;
  for (let i = 0; i < n; i++) {
    const key = entity[i]!;
    let group = key >= 0 ? numbers.get(key) : undefined;
    if (group === undefined) {
      group = nGroups++;
      if (key >= 0) numbers.set(key, group);
    }
    groupOf[i] = group;
  }
  const sizes = new Uint32Array(nGroups);
  for (const group of groupOf) sizes[group]!++;
  const part = new Uint8Array(nGroups);
  const wanted = [spec.test * n, spec.validation * (1 - spec.test) * n];
  let filling = 0;
  let filled = 0;
  for (const group of new Rng(spec.seed).stream('groups').shuffle(Uint32Array.from(sizes, (_, i) => i))) {
    while (filling < 2 && filled >= wanted[filling]!) {
      filling++;
      filled = 0;
    }
    if (filling === 2) break;
    part[group] = filling + 1;
    filled += sizes[group]!;
  }
  const rowsOf = (which: number): Uint32Array =>
    Uint32Array.from({ length: n }, (_, i) => i).filter((row) => part[groupOf[row]!] === which);
  return { train: rowsOf(0), validation: rowsOf(2), test: rowsOf(1) };
}

function splitByTime(spec: SplitSpec, n: number, time: Float64Array | undefined): RowSplit {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  if (time !== undefined) {
    const missing = time.findIndex((value) => Number.isNaN(value));
    if (missing >= 0) {
      throw new InvalidArgumentError(`time must have a value in every row, got none in data row ${missing + 1}`, {
        subject: 'splitRows',
        code: 'TIME_MISSING_VALUES',
        details: { row: missing + 1 },
        hint: 'Remove the rows without a time, or use a stratified split.',
      });
    }
    order.sort((a, b) => time[a]! - time[b]! || a - b);
  }
  const fold = spec.testFold;
  const end =
    fold === undefined
      ? clearTies(order, time, Math.floor((1 - spec.test) * n))
      : Math.floor(((fold.modulus - 1) * n) / fold.modulus);
  return { ...holdOutLatest(order.subarray(0, end), time, spec.validation), test: order.slice(end) };
}

function divide(spec: SplitSpec, rows: SplitInput): RowSplit {
  if (spec.strategy === 'stratified') return splitStratified(spec, rows.y);
  if (spec.strategy === 'time') return splitByTime(spec, rows.y.length, rows.time);
  return splitGrouped(spec, rows.y.length, rows.entity);
}

/**
 * Divides rows into train, validation and test.
 *
 * Stratified with `testFold`: per class, number the rows 0, 1, 2 … in file order; test when number mod modulus = remainder. Without: a seeded
 * draw per class. Validation is a seeded draw per class from the rest.
 *
 * Time: rows ordered by `time` (stable; file order where absent); the first ⌊(1 − test)·n⌋ rows are known, the last `validation` share of those
 * is validation. Rows of equal time never lie on both sides of a boundary: they go to the later part. With `testFold` m:r the first
 * ⌊(m − 1)·n/m⌋ rows are known, exactly, ties or not; r is not used.
 *
 * Grouped: whole entities, in a seeded order, go to test and then to validation until each has its share of rows. `testFold` is not used.
 *
 * @throws {InvalidArgumentError} A share out of range, a missing time, or a part that must have rows has none.
 * @throws {ShapeError} Lengths differ.
 */
export function splitRows(spec: SplitSpec, rows: SplitInput): RowSplit {
  check(spec, rows);
  const split = divide(spec, rows);
  for (const part of ['train', 'test'] as const) {
    if (split[part].length > 0) continue;
    throw new InvalidArgumentError(`${part} must have rows, got none of ${rows.y.length}`, {
      subject: 'splitRows',
      code: 'SPLIT_EMPTY',
      hint: 'Use more rows, or another share.',
    });
  }
  return split;
}

/**
 * Training and validation rows of some rows alone, divided as {@link splitRows} divides all that are not for the test: `validation` of them by the strategy, with
 * the seed of `spec`. Other rows are not looked at.
 *
 * @param known - Row numbers, each once.
 * @returns Disjoint, together `known`; ascending (stratified, grouped) or in time order (time).
 */
export function divideKnown(spec: SplitSpec, { y, time, entity }: SplitInput, known: Uint32Array): Fold {
  const rng = new Rng(spec.seed);
  if (spec.strategy === 'stratified') return holdOutPerClass(known.toSorted(), y, spec.validation, rng);
  if (spec.strategy === 'grouped') return holdOutEntities(known.toSorted(), entity!, spec.validation, rng);
  const at = (row: number): number => time?.[row] ?? row;
  const order = known.toSorted((a, b) => at(a) - at(b) || a - b);
  return holdOutLatest(order, time, spec.validation);
}
