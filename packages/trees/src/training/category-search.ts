import { SHARED_BIN } from '../binning/bin-categories.ts';
import type { CategoricalSplit, SplitLimits } from './categorical-split.ts';
import { findCategoricalSplit } from './categorical-split.ts';
import type { FitJob } from './fit-job.ts';
import { CATEGORY_SET_BYTES } from './memory-layout.ts';

/** Bit of a split's bin number: a set of bins stands beside the candidate. The low nine bits then say only where missing goes. */
export const BY_SET = 512;
/** Bit of a split's bin number: the children's weights have the penalty `catL2`. */
export const PENALISED = 1024;

/** The categorical features of a fit: their splits are found here, the kernels see the numeric ones only. */
export class CategorySearch {
  readonly #job: FitJob;
  readonly #i32: Int32Array;
  readonly #u32: Uint32Array;
  readonly #u8: Uint8Array;
  readonly #f32: Float32Array;
  readonly #f64: Float64Array;
  readonly #table: number;
  /** By group of 8 features: the categorical ones, as numbers in the group. */
  readonly #ofGroup: ReadonlyMap<number, readonly number[]>;
  readonly #hasShared: ReadonlySet<number>;
  #asked: number[] = [];

  constructor(job: FitJob, threadId: number) {
    this.#job = job;
    const { buffer } = job.memory;
    this.#i32 = new Int32Array(buffer);
    this.#u32 = new Uint32Array(buffer);
    this.#u8 = new Uint8Array(buffer);
    this.#f32 = new Float32Array(buffer);
    this.#f64 = new Float64Array(buffer);
    this.#table = job.layout.categoryTables + threadId * 256;
    const groups = [...new Set(job.categorical.map((f) => f >>> 3))];
    this.#ofGroup = new Map(groups.map((group) => [group, job.categorical.filter((f) => f >>> 3 === group)]));
    this.#hasShared = new Set(
      job.categorical.filter((f) => {
        const last = this.#i32[(job.layout.nBins >>> 2) + f]! - 1;
        return last >= 0 && this.#codeOf(f, last) === SHARED_BIN;
      }),
    );
  }

  #codeOf(feature: number, bin: number): number {
    return this.#f32[(this.#job.layout.cuts >>> 2) + feature * 256 + bin]!;
  }

  #setAt(node: number, group: number): number {
    const { layout } = this.#job;
    return (layout.categorySets + (node * layout.nGroups + group) * CATEGORY_SET_BYTES) >>> 2;
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
      const split = findCategoricalSplit(this.#i32, at, nBins, this.#hasShared.has(f), limits, spec.categorical!);
      if (split === undefined || split.score <= (best?.score ?? this.#f64[candidate >>> 3]!)) continue;
      best = split;
      bestFeature = f;
    }
    if (best === undefined) return;
    const isSet = best.right.some((word) => word !== 0);
    const nBins = this.#i32[(layout.nBins >>> 2) + bestFeature]!;
    const bin = isSet ? BY_SET + (best.missingLeft ? 256 : 0) + (best.penalised ? PENALISED : 0) : nBins - 1;
    this.#f64[candidate >>> 3] = best.score;
    this.#i32[(candidate >>> 2) + 2] = bestFeature & 7;
    this.#i32[(candidate >>> 2) + 3] = bin;
    this.#i32[(candidate >>> 2) + 4] = best.hessian;
    this.#i32[(candidate >>> 2) + 5] = best.gradient;
    if (isSet) this.#u32.set(best.right, this.#setAt(node, group));
  }

  /** Writes where each bin goes at a node that is split by a set; returns the table's place. */
  writeTable(node: number, feature: number, bin: number): number {
    const set = this.#setAt(node, feature >>> 3);
    for (let b = 0; b < 255; b++) this.#u8[this.#table + b] = (this.#u32[set + (b >>> 5)]! >>> (b & 31)) & 1;
    this.#u8[this.#table + 255] = (bin & 256) === 0 ? 1 : 0;
    return this.#table;
  }

  /** Codes that go right at a node that is split by a set, as a tree holds them. */
  codesOf(node: number, feature: number): Uint32Array {
    const set = this.#setAt(node, feature >>> 3);
    const codes: number[] = [];
    for (let b = 0; b < 255; b++) {
      if (((this.#u32[set + (b >>> 5)]! >>> (b & 31)) & 1) === 1) codes.push(this.#codeOf(feature, b));
    }
    const words = new Uint32Array((Math.max(...codes) >>> 5) + 1);
    for (const code of codes) words[code >>> 5]! |= 1 << (code & 31);
    return words;
  }
}
