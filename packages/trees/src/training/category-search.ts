import { SHARED_BIN } from '../binning/bin-categories.ts';
import type { CategoricalSplit, SplitLimits } from './categorical-split.ts';
import { findCategoricalSplit } from './categorical-split.ts';
import type { FitJob } from './fit-job.ts';
import { CATEGORY_SET_BYTES } from './memory-layout.ts';

/** Bit of a split's bin number: a set of bins stands beside the candidate. The low nine bits then say only where missing goes. */
export const BY_SET = 512;
/** Bit of a split's bin number: the children's weights have the penalty `catL2`. */
export const PENALISED = 1024;

const MISSING_BIN = 255;

/** The categorical features of a fit: their splits are found here, the kernels see the numeric ones only. */
export class CategorySearch {
  readonly #job: FitJob;
  readonly #i32: Int32Array;
  readonly #u32: Uint32Array;
  readonly #u8: Uint8Array;
  readonly #f32: Float32Array;
  readonly #f64: Float64Array;
  readonly #table: number;
  /** By group of 8 features: the categorical ones of one byte, as numbers in the group. */
  readonly #ofGroup: ReadonlyMap<number, readonly number[]>;
  readonly #hasShared: ReadonlySet<number>;
  /** Numbers of the features of two bytes, by feature. */
  readonly #wide: ReadonlyMap<number, number>;
  #asked: number[] = [];

  constructor(job: FitJob, threadId: number) {
    this.#job = job;
    const { buffer } = job.memory;
    const { layout } = job;
    this.#i32 = new Int32Array(buffer);
    this.#u32 = new Uint32Array(buffer);
    this.#u8 = new Uint8Array(buffer);
    this.#f32 = new Float32Array(buffer);
    this.#f64 = new Float64Array(buffer);
    this.#table = layout.categoryTables + threadId * layout.categoryTableBytes;
    this.#wide = new Map(layout.wide.map(({ feature }, w) => [feature, w]));
    const narrow = job.categorical.filter((f) => !this.#wide.has(f));
    const groups = [...new Set(narrow.map((f) => f >>> 3))];
    this.#ofGroup = new Map(groups.map((group) => [group, narrow.filter((f) => f >>> 3 === group)]));
    this.#hasShared = new Set(
      job.categorical.filter((f) => {
        const last = this.#binsOf(f) - 1;
        return last >= 0 && this.#codeOf(f, last) === SHARED_BIN;
      }),
    );
  }

  #binsOf(feature: number): number {
    const wide = this.#wide.get(feature);
    const { layout } = this.#job;
    return wide === undefined ? this.#i32[(layout.nBins >>> 2) + feature]! : layout.wide[wide]!.nBins;
  }

  #codeOf(feature: number, bin: number): number {
    const wide = this.#wide.get(feature);
    const { layout } = this.#job;
    const codes = wide === undefined ? layout.cuts + 1024 * feature : layout.wide[wide]!.codes;
    return this.#f32[(codes >>> 2) + bin]!;
  }

  /** Index of the first word of the set of a node; `place` is the feature's group, or for one of two bytes its number after the groups. */
  #setAt(node: number, place: number): number {
    const { nGroups, categorySets, wide } = this.#job.layout;
    if (place < nGroups) return (categorySets + (node * nGroups + place) * CATEGORY_SET_BYTES) >>> 2;
    const { sets, setBytes } = wide[place - nGroups]!;
    return (sets + node * setBytes) >>> 2;
  }

  #placeOf(feature: number): number {
    const wide = this.#wide.get(feature);
    return wide === undefined ? feature >>> 3 : this.#job.layout.nGroups + wide;
  }

  /** Whether the bins of a feature take two bytes. */
  isWide(feature: number): boolean {
    return this.#wide.has(feature);
  }

  /** First byte of the two-byte bins of a feature. */
  wideBins(feature: number): number {
    return this.#job.layout.wide[this.#wide.get(feature)!]!.bins;
  }

  /** Takes the categorical features of a group out of the bin counts at `masked`, to be searched by {@link improve}. */
  hide(group: number, masked: number): void {
    this.#asked = [];
    for (const f of this.#ofGroup.get(group) ?? []) {
      const at = (masked >>> 2) + (f & 7);
      if (this.#i32[at] !== 0) this.#asked.push(f);
      this.#i32[at] = 0;
    }
  }

  /** Searches the features that {@link hide} hid and writes the best split over the candidate where it is better. */
  improve(node: number, group: number, histogram: number, limits: SplitLimits, candidate: number): void {
    const { layout, spec } = this.#job;
    let best: CategoricalSplit | undefined;
    let bestFeature = -1;
    for (const f of this.#asked) {
      const nBins = this.#i32[(layout.nBins >>> 2) + f]!;
      const at = (histogram >>> 2) + (f & 7) * 512;
      const cells = { cells: this.#i32, at, nBins, missing: MISSING_BIN, hasShared: this.#hasShared.has(f) };
      const split = findCategoricalSplit(cells, limits, spec.categorical!);
      if (split === undefined || split.score <= (best?.score ?? this.#f64[candidate >>> 3]!)) continue;
      best = split;
      bestFeature = f;
    }
    if (best === undefined) return;
    const isSet = best.right.some((word) => word !== 0);
    const nBins = this.#i32[(layout.nBins >>> 2) + bestFeature]!;
    this.#write(candidate, best, bestFeature & 7, isSet, nBins - 1);
    if (isSet) this.#u32.set(best.right, this.#setAt(node, group));
  }

  /** Writes the best split of the feature of two bytes with this number as the candidate; -Infinity where there is none, or it is not asked. */
  findWide(
    node: number,
    wide: number,
    isAsked: boolean,
    histogram: number,
    limits: SplitLimits,
    candidate: number,
  ): void {
    const { layout, spec } = this.#job;
    const { feature, nBins } = layout.wide[wide]!;
    const hasShared = this.#hasShared.has(feature);
    const cells = { cells: this.#i32, at: histogram >>> 2, nBins, missing: nBins, hasShared };
    const best = isAsked ? findCategoricalSplit(cells, limits, spec.categorical!) : undefined;
    if (best === undefined) {
      this.#f64[candidate >>> 3] = -Infinity;
      return;
    }
    const isSet = best.right.some((word) => word !== 0);
    this.#write(candidate, best, feature, isSet, 0);
    this.#u32.set(best.right, this.#setAt(node, layout.nGroups + wide));
  }

  #write(candidate: number, split: CategoricalSplit, feature: number, isSet: boolean, allLeft: number): void {
    const bin = isSet ? BY_SET + (split.missingLeft ? 256 : 0) + (split.penalised ? PENALISED : 0) : allLeft;
    this.#f64[candidate >>> 3] = split.score;
    this.#i32[(candidate >>> 2) + 2] = feature;
    this.#i32[(candidate >>> 2) + 3] = bin;
    this.#i32[(candidate >>> 2) + 4] = split.hessian;
    this.#i32[(candidate >>> 2) + 5] = split.gradient;
  }

  /** Writes where each bin goes at a node that is split by a set, or by a feature of two bytes in any way; returns the table's place. */
  writeTable(node: number, feature: number, bin: number): number {
    const place = this.#placeOf(feature);
    const set = this.#setAt(node, place);
    const missing = place < this.#job.layout.nGroups ? MISSING_BIN : this.#binsOf(feature);
    for (let b = 0; b < missing; b++) this.#u8[this.#table + b] = (this.#u32[set + (b >>> 5)]! >>> (b & 31)) & 1;
    this.#u8[this.#table + missing] = (bin & 256) === 0 ? 1 : 0;
    return this.#table;
  }

  /** Codes that go right at a node that is split by a set, as a tree holds them. */
  codesOf(node: number, feature: number): Uint32Array {
    const set = this.#setAt(node, this.#placeOf(feature));
    const nBins = this.#binsOf(feature);
    const codes: number[] = [];
    let largest = 0;
    for (let b = 0; b < nBins; b++) {
      if (((this.#u32[set + (b >>> 5)]! >>> (b & 31)) & 1) === 0) continue;
      const code = this.#codeOf(feature, b);
      codes.push(code);
      if (code > largest) largest = code;
    }
    const words = new Uint32Array((largest >>> 5) + 1);
    for (const code of codes) words[code >>> 5]! |= 1 << (code & 31);
    return words;
  }
}
