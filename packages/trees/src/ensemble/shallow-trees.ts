import { loadShallowKernels } from '../kernels/load-kernels.ts';
import type { Ensemble, Tree } from './tree.ts';
import { RESERVED_BYTES, SharedScratchMemory } from './scratch-memory.ts';

/** Deeper trees are not worth it: the kernel compares all nodes of a tree. */
const DEEPEST = 7;
/** Thresholds that one byte numbers, beside 0 and the missing value. */
const MOST_THRESHOLDS = 254;
/** Every 16th of 256 thresholds, and all of them. */
const THRESHOLD_WORDS = 16 + 256;
/** Rows whose ranks are worked on at a time, so that they stay in a near cache. */
const BLOCK = 512;
const COLUMN_BYTES = 2 * BLOCK;
/** Fewer rows are not worth the preparation. */
const WORTH_ROWS = 512;
const MOST_BYTES = 2 ** 28;
/** A leaf above the deepest level: no rank goes right. */
const NEVER = 255;

/** Ranks of one feature: by its thresholds, or 1 where a category goes right. */
type RankColumn =
  | { readonly feature: number; readonly thresholds: Float32Array }
  | { readonly feature: number; readonly right: Uint8Array };

/**
 * Shallow trees by ranks of one byte, for a kernel that takes 16 rows at a time through all nodes of a tree: a value is replaced by
 * the number of thresholds of its feature that are <= it, so that value < threshold holds exactly when rank <= number of the threshold.
 *
 * Each tree is filled up to a complete one of its depth: 8 bytes by node, level by level: place of the rank's column (32 bits), limit (8
 * bits, less 128); then the values of the lowest level. A column of ranks stands twice, which differ where the value is missing: 255 for
 * nodes that send it right, 0 for the others. A rank above the limit goes right.
 */
export interface ShallowTrees {
  /** As the kernel reads it, from byte {@link RESERVED_BYTES} on. */
  readonly image: Uint32Array;
  readonly columns: readonly RankColumn[];
  /** By tree, in bytes of the memory. */
  readonly trees: readonly { readonly nodes: number; readonly values: number; readonly depth: number }[];
  /** Scratch of one block, in bytes of the memory: values of a column, sums, ranks. */
  readonly column: number;
  readonly sums: number;
  readonly ranks: number;
  readonly bytes: number;
}

const known = new WeakMap<Ensemble, ShallowTrees | undefined>();
const workplace = new SharedScratchMemory(loadShallowKernels);

/** The trees of an ensemble by ranks of one byte, made once; undefined where that does not pay or is not possible. */
export function shallowTreesOf(ensemble: Ensemble, nRows: number): ShallowTrees | undefined {
  if (nRows < WORTH_ROWS) return undefined;
  if (!known.has(ensemble)) known.set(ensemble, layTrees(ensemble));
  return known.get(ensemble);
}

function depthOf({ feature, left, right }: Tree): number {
  let deepest = 0;
  const open: [number, number][] = [[0, 0]];
  for (let next = open.pop(); next !== undefined && deepest <= DEEPEST; next = open.pop()) {
    const [node, depth] = next;
    deepest = Math.max(deepest, depth);
    if (feature[node]! >= 0) open.push([left[node]!, depth + 1], [right[node]!, depth + 1]);
  }
  return Math.max(1, deepest);
}

function layTrees({ trees }: Ensemble): ShallowTrees | undefined {
  const depths = trees.map(depthOf);
  if (depths.some((depth) => depth > DEEPEST)) return undefined;
  const { columns, find } = rankColumns(trees);
  if (columns.some((column) => 'thresholds' in column && column.thresholds.length > MOST_THRESHOLDS)) return undefined;
  let at = RESERVED_BYTES + 4 * THRESHOLD_WORDS * columns.length;
  const place = (bytes: number): number => {
    const here = at;
    at += Math.ceil(bytes / 64) * 64;
    return here;
  };
  const places = depths.map((depth) => ({ nodes: place(8 * 2 ** depth), values: place(4 * 2 ** depth), depth }));
  const end = at;
  // leaves read the first column, also where trees are nothing but a leaf
  const ranks = place(COLUMN_BYTES * Math.max(1, columns.length));
  const scratch = { column: place(4 * BLOCK), sums: place(4 * BLOCK), ranks };
  if (at > MOST_BYTES) return undefined;
  const image = new Uint32Array((end - RESERVED_BYTES) / 4);
  columns.forEach((column, c) => {
    if ('thresholds' in column) writeThresholds(column.thresholds, image, THRESHOLD_WORDS * c);
  });
  trees.forEach((tree, t) => layTree(tree, places[t]!, image, find));
  return { image, columns, trees: places, ...scratch, bytes: at };
}

/** Which column of ranks a node compares, and with what. */
type FindRank = (tree: Tree, node: number) => { readonly column: number; readonly limit: number };

function rankColumns(trees: readonly Tree[]): { readonly columns: RankColumn[]; readonly find: FindRank } {
  const thresholds = new Map<number, Set<number>>();
  const sets = new Map<string, RankColumn>();
  const keys = new Map<Uint32Array, string>();
  const keyOf = (f: number, set: Uint32Array): string => {
    const text = keys.get(set) ?? set.join();
    keys.set(set, text);
    return `${f}:${text}`;
  };
  for (const { feature, threshold, rightCategories } of trees) {
    feature.forEach((f, node) => {
      if (f < 0) return;
      const set = rightCategories?.get(node);
      if (set === undefined) thresholds.set(f, (thresholds.get(f) ?? new Set()).add(threshold[node]!));
      else if (!sets.has(keyOf(f, set))) sets.set(keyOf(f, set), { feature: f, right: membersOf(set) });
    });
  }
  const columns: RankColumn[] = [];
  const numeric = new Map<number, { readonly column: number; readonly numbers: ReadonlyMap<number, number> }>();
  for (const [feature, values] of thresholds) {
    const sorted = Float32Array.from(values).toSorted();
    const numbers = new Map(Array.from(sorted, (value, i) => [value, i]));
    numeric.set(feature, { column: columns.push({ feature, thresholds: sorted }) - 1, numbers });
  }
  const places = new Map([...sets].map(([key, column]) => [key, columns.push(column) - 1]));
  const find: FindRank = ({ feature, threshold, rightCategories }, node) => {
    const f = feature[node]!;
    const set = rightCategories?.get(node);
    if (set !== undefined) return { column: places.get(keyOf(f, set))!, limit: 0 };
    const { column, numbers } = numeric.get(f)!;
    return { column, limit: numbers.get(threshold[node]!)! };
  };
  return { columns, find };
}

function membersOf(set: Uint32Array): Uint8Array {
  return Uint8Array.from({ length: 32 * set.length }, (_, c) => (set[c >>> 5]! >>> (c & 31)) & 1);
}

function writeThresholds(thresholds: Float32Array, image: Uint32Array, at: number): void {
  const words = new Float32Array(image.buffer, 4 * at, THRESHOLD_WORDS).fill(NaN);
  words.set(thresholds, 16);
  for (let i = 0; i < 16; i++) words[i] = words[31 + 16 * i]!;
}

function layTree(tree: Tree, place: ShallowTrees['trees'][number], image: Uint32Array, find: FindRank): void {
  const words = image.subarray((place.nodes - RESERVED_BYTES) / 4);
  const values = new Float32Array(image.buffer, place.values - RESERVED_BYTES, 2 ** place.depth);
  let level = [0];
  for (let depth = 0, at = 0; depth < place.depth; depth++) {
    const below: number[] = [];
    for (const node of level) {
      const isLeaf = tree.feature[node]! < 0;
      const { column, limit } = isLeaf ? { column: 0, limit: NEVER } : find(tree, node);
      words[at++] = COLUMN_BYTES * column + (isLeaf ? 0 : BLOCK * tree.missingLeft[node]!);
      words[at++] = limit ^ 128;
      below.push(...(isLeaf ? [node, node] : [tree.left[node]!, tree.right[node]!]));
    }
    level = below;
  }
  level.forEach((node, i) => (values[i] = tree.value[node]!));
}

/** Adds the leaf values of all trees to `out`, as walking them one by one would; false and nothing done where kernels or memory lack. */
export function addShallowTrees(shallow: ShallowTrees, data: Float32Array, nRows: number, out: Float32Array): boolean {
  const place = workplace.hold(shallow.image, shallow.bytes);
  if (place === undefined) return false;
  const { memory, kernels } = place;
  const column = new Float32Array(memory.buffer, shallow.column, BLOCK);
  const sums = new Float32Array(memory.buffer, shallow.sums, BLOCK);
  for (let from = 0; from < nRows; from += BLOCK) {
    const rows = Math.min(BLOCK, nRows - from);
    shallow.columns.forEach((ranked, c) => {
      const values = data.subarray(ranked.feature * nRows + from, ranked.feature * nRows + from + rows);
      const at = shallow.ranks + COLUMN_BYTES * c;
      if ('right' in ranked) {
        rankCategories(values, ranked.right, new Int8Array(memory.buffer, at, COLUMN_BYTES));
        return;
      }
      column.set(values);
      kernels.rankBytes(shallow.column, rows, RESERVED_BYTES + 4 * THRESHOLD_WORDS * c, at, at + BLOCK);
    });
    sums.set(out.subarray(from, from + rows));
    const walked = Math.ceil(rows / 16) * 16;
    for (const { nodes, values, depth } of shallow.trees) {
      kernels.addShallowTree(nodes, values, depth, shallow.ranks, walked, shallow.sums);
    }
    out.set(sums.subarray(0, rows), from);
  }
  return true;
}

/** Ranks less 128: 1 where a category goes right; numbers that are no category go left. */
function rankCategories(values: Float32Array, right: Uint8Array, ranks: Int8Array): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const rank = (right[Math.floor(value)] ?? 0) - 128;
    ranks[i] = value === value ? rank : 127;
    ranks[BLOCK + i] = rank;
  }
}
