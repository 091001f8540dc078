import type { Rng } from '@fraudx/core';

/** A column of a tree: places of rows on a range of numbers, or numbers of their categories. */
export type TreeColumn =
  | {
      readonly kind: 'number';
      readonly low: number;
      readonly high: number;
      readonly values: Float64Array;
      /** All rows by ascending value. */
      readonly order: Int32Array;
    }
  | { readonly kind: 'category'; readonly size: number; readonly values: Int32Array };

/** The part of a column's range that a leaf covers. */
export type Side = { readonly low: number; readonly high: number } | { readonly categories: readonly number[] };

/** Receives the leaves of a tree: the mean of their rows, and the box that they cover, a side for each column. */
export type LeafVisitor = (value: number, box: readonly Side[]) => void;

interface Split {
  readonly column: number;
  /** Rows at most here, or of this category, go left. */
  readonly at: number;
}

/** A tree that is being grown; the rows of a node are `[from, to)` of each list. */
interface Growing {
  readonly columns: readonly TreeColumn[];
  readonly y: Float64Array;
  readonly weights: Int32Array;
  readonly maxDepth: number;
  readonly rng: Rng;
  /** For each column of numbers its rows by value; for the others the rows of the tree. */
  readonly lists: readonly Int32Array[];
  readonly goesLeft: Uint8Array;
  readonly spare: Int32Array;
  readonly onLeaf: LeafVisitor;
}

/** The middle between two values, below the higher one also where no number lies between. */
function between(lower: number, higher: number): number {
  const middle = lower / 2 + higher / 2;
  return middle >= higher || middle < lower ? lower : middle;
}

/** The split of a column that leaves the least squared error, with its gain; undefined where all its values are equal. */
function splitOf(
  tree: Growing,
  index: number,
  from: number,
  to: number,
  total: { readonly sum: number; readonly weight: number },
): { readonly at: number; readonly gain: number } | undefined {
  const { columns, y, weights, lists } = tree;
  const column = columns[index]!;
  const list = lists[index]!;
  let best: { at: number; gain: number } | undefined;
  const offer = (at: () => number, sum: number, weight: number): void => {
    const gain = sum ** 2 / weight + (total.sum - sum) ** 2 / (total.weight - weight);
    if (best === undefined || gain > best.gain) best = { at: at(), gain };
  };
  let sum = 0;
  let weight = 0;
  if (column.kind === 'number') {
    for (let k = from; k < to - 1; k++) {
      const row = list[k]!;
      sum += y[row]! * weights[row]!;
      weight += weights[row]!;
      const here = column.values[row]!;
      const next = column.values[list[k + 1]!]!;
      if (next > here) offer(() => between(here, next), sum, weight);
    }
    return best;
  }
  const sums = new Float64Array(column.size);
  const counts = new Float64Array(column.size);
  for (let k = from; k < to; k++) {
    const row = list[k]!;
    const category = column.values[row]!;
    sums[category] = sums[category]! + y[row]! * weights[row]!;
    counts[category] = counts[category]! + weights[row]!;
  }
  for (let category = 0; category < column.size; category++) {
    sum = sums[category]!;
    weight = counts[category]!;
    if (weight > 0 && weight < total.weight) offer(() => category, sum, weight);
  }
  return best;
}

/** The best split of all columns, the first one among equals in an order that is drawn. */
function bestSplit(tree: Growing, from: number, to: number, sum: number, weight: number): Split | undefined {
  const order = tree.rng.shuffle(Int32Array.from(tree.columns.keys()));
  let best: (Split & { readonly gain: number }) | undefined;
  for (const column of order) {
    const found = splitOf(tree, column, from, to, { sum, weight });
    if (found !== undefined && (best === undefined || found.gain > best.gain)) best = { column, ...found };
  }
  return best;
}

/** Puts the rows that go left first in every list, and keeps their order. */
function partition({ lists, goesLeft, spare }: Growing, from: number, to: number): number {
  let middle = from;
  for (const list of lists) {
    let left = from;
    let right = 0;
    for (let k = from; k < to; k++) {
      const row = list[k]!;
      if (goesLeft[row] === 1) list[left++] = row;
      else spare[right++] = row;
    }
    for (let k = 0; k < right; k++) list[left + k] = spare[k]!;
    middle = left;
  }
  return middle;
}

function halves(side: Side, at: number): [Side, Side] {
  if ('categories' in side)
    return [{ categories: [at] }, { categories: side.categories.filter((category) => category !== at) }];
  return [
    { low: side.low, high: at },
    { low: at, high: side.high },
  ];
}

function grow(tree: Growing, from: number, to: number, box: readonly Side[], depth: number): void {
  const { columns, y, weights, lists, goesLeft, maxDepth } = tree;
  const rows = lists[0]!;
  let sum = 0;
  let weight = 0;
  let isPure = true;
  for (let k = from; k < to; k++) {
    const row = rows[k]!;
    sum += y[row]! * weights[row]!;
    weight += weights[row]!;
    if (y[row] !== y[rows[from]!]) isPure = false;
  }
  const split = isPure || depth >= maxDepth ? undefined : bestSplit(tree, from, to, sum, weight);
  if (split === undefined) {
    tree.onLeaf(sum / weight, box);
    return;
  }
  const { column, at } = split;
  const { kind, values } = columns[column]!;
  for (let k = from; k < to; k++) {
    const row = rows[k]!;
    goesLeft[row] = (kind === 'number' ? values[row]! <= at : values[row] === at) ? 1 : 0;
  }
  const middle = partition(tree, from, to);
  const [left, right] = halves(box[column]!, at);
  grow(tree, from, middle, box.with(column, left), depth + 1);
  grow(tree, middle, to, box.with(column, right), depth + 1);
}

/**
 * Grows a regression tree by least squares, down to rows of one value: splits between neighbouring values, or of one category from the others. The
 * leaves cover the whole ranges of all columns.
 *
 * @param columns - At least one.
 * @param weights - How often each row counts; rows of 0 are left out, not all are.
 * @param rng - Orders columns that split equally well.
 */
export function growTree(
  columns: readonly TreeColumn[],
  y: Float64Array,
  weights: Int32Array,
  { maxDepth, rng, onLeaf }: { readonly maxDepth: number; readonly rng: Rng; readonly onLeaf: LeafVisitor },
): void {
  const rows = Int32Array.from(y.keys()).filter((row) => weights[row]! > 0);
  const lists = columns.map((column) =>
    column.kind === 'number' ? column.order.filter((row) => weights[row]! > 0) : rows.slice(),
  );
  const box = columns.map((column): Side =>
    column.kind === 'number'
      ? { low: column.low, high: column.high }
      : { categories: Array.from({ length: column.size }, (_, category) => category) },
  );
  const goesLeft = new Uint8Array(y.length);
  const spare = new Int32Array(rows.length);
  grow({ columns, y, weights, maxDepth, rng, lists, goesLeft, spare, onLeaf }, 0, rows.length, box, 0);
}
