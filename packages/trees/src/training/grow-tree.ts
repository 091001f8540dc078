// Above 300 lines: one tree's growth is one state machine over arrays that all steps share.
import type { Tree } from '../ensemble/tree.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { clippedWeight, scoreAt } from '../kernels/split-score.ts';
import { BY_SET, CategorySearch, PENALISED } from './category-search.ts';
import type { FitJob } from './fit-job.ts';
import { sampleByGradient, samplesByGradient } from './goss-sample.ts';
import {
  CANDIDATE_BYTES,
  GATHER_ROWS,
  GROUP_HISTOGRAM_BYTES,
  ROW_BLOCK,
  SCAN_BYTES,
  SHARED_NODE_ROWS,
  SPLIT_BATCH,
  splitBatch,
} from './memory-layout.ts';
import { MonotoneBounds } from './monotone-bounds.ts';
import { drawSubset, mixWords } from './random-words.ts';
import type { Team } from './team.ts';

const QUANTISED_TOTAL = 2 ** 30 * 0.98;
const MIN_GAIN = 1e-6;

/** Histogram work of one node in one step. */
interface HistogramPart {
  readonly split: number;
  readonly slot: number;
  readonly rightChild: boolean;
}

/**
 * Grows one tree after another, in step with the other threads of the team. Every thread makes the same decisions from the same
 * integer sums; each owns a range of rows, which it alone partitions.
 */
export class TreeGrower {
  readonly #job: FitJob;
  readonly #kernels: Kernels;
  readonly #team: Team;
  readonly #i32: Int32Array;
  readonly #f64: Float64Array;
  readonly #f32: Float32Array;
  readonly #fromRow: number;
  readonly #toRow: number;
  /** Rows of this thread that the tree sees; the others follow them in the row index. */
  #drawn = 0;
  readonly #lastWidth: number;
  // per node
  readonly #low: Int32Array;
  readonly #high: Int32Array;
  readonly #rows: Int32Array;
  readonly #depth: Int32Array;
  readonly #slot: Int32Array;
  readonly #gradient: Float64Array;
  readonly #hessian: Float64Array;
  readonly #feature: Int32Array;
  readonly #bin: Int32Array;
  readonly #left: Int32Array;
  readonly #gain: Float64Array;
  readonly #leftGradient: Float64Array;
  readonly #leftHessian: Float64Array;
  /** L2 penalty of the node's own weight beside the common one. */
  readonly #extraLambda: Float64Array;
  readonly #categories: CategorySearch | undefined;
  readonly #bounds: MonotoneBounds | undefined;
  #freeSlots: number[] = [];
  #nodes = 0;
  #iteration = 0;
  #gradientScale = 1;
  #hessianScale = 1;
  #treeFeatures: number[] = [];
  #levelFeatures = new Map<number, number[]>();

  constructor(job: FitJob, kernels: Kernels, team: Team) {
    this.#job = job;
    this.#kernels = kernels;
    this.#team = team;
    const buffer = job.memory.buffer;
    this.#i32 = new Int32Array(buffer);
    this.#f64 = new Float64Array(buffer);
    this.#f32 = new Float32Array(buffer);
    const n = job.train.nRows;
    const nBlocks = Math.ceil(n / ROW_BLOCK);
    this.#fromRow = Math.min(n, Math.floor((nBlocks * team.id) / team.size) * ROW_BLOCK);
    this.#toRow = Math.min(n, Math.floor((nBlocks * (team.id + 1)) / team.size) * ROW_BLOCK);
    this.#lastWidth = job.nCols - 8 * (job.layout.nGroups - 1);
    const cap = job.layout.maxNodes;
    this.#low = new Int32Array(cap);
    this.#high = new Int32Array(cap);
    this.#rows = new Int32Array(cap);
    this.#depth = new Int32Array(cap);
    this.#slot = new Int32Array(cap);
    this.#gradient = new Float64Array(cap);
    this.#hessian = new Float64Array(cap);
    this.#feature = new Int32Array(cap);
    this.#bin = new Int32Array(cap);
    this.#left = new Int32Array(cap);
    this.#gain = new Float64Array(cap);
    this.#leftGradient = new Float64Array(cap);
    this.#leftHessian = new Float64Array(cap);
    this.#extraLambda = new Float64Array(cap);
    this.#categories = job.categorical.length > 0 ? new CategorySearch(job, team.id) : undefined;
    const signs = job.spec.monotoneConstraints;
    this.#bounds = signs?.some((sign) => sign !== 0) === true ? new MonotoneBounds(signs, cap) : undefined;
    this.#f32.fill(
      job.baseMargin,
      (job.layout.margins >>> 2) + this.#fromRow,
      (job.layout.margins >>> 2) + this.#toRow,
    );
  }

  /** Grows the tree of one iteration and adds it to the margins of the training rows. */
  grow(iteration: number): Tree {
    this.#iteration = iteration;
    this.#drawTreeFeatures();
    this.#computeGradients();
    this.#startRoot();
    const { spec } = this.#job;
    const leafWise = spec.growth === 'leaf';
    const batch = splitBatch(spec.maxDepth);
    let leaves = 1;
    let open = [0];
    while (open.length > 0) {
      const splits: number[] = [];
      const rest: number[] = [];
      // the newest nodes first, so that few histograms are held at a time
      for (const node of open) if (this.#feature[node]! < 0) this.#freeSlots.push(this.#slot[node]!);
      const able = open.filter((node) => this.#feature[node]! >= 0);
      if (leafWise) {
        const best = able.reduce((a, b) => (this.#gain[b]! > this.#gain[a]! ? b : a), able[0] ?? -1);
        if (best < 0 || leaves >= spec.maxLeaves) break;
        splits.push(best);
        rest.push(...able.filter((node) => node !== best));
        leaves++;
      } else {
        const first = Math.max(0, able.length - batch);
        rest.push(...able.slice(0, first));
        splits.push(...able.slice(first));
      }
      if (splits.length === 0) break;
      this.#partition(splits);
      this.#team.barrier();
      open = [...rest, ...this.#splitNodes(splits)];
    }
    // a split that was found but not made is a leaf
    for (const node of open) if (this.#left[node]! < 0) this.#feature[node] = -1;
    this.#updateMargins();
    return this.#collect();
  }

  #drawTreeFeatures(): void {
    const { spec, nCols } = this.#job;
    const all = Array.from({ length: nCols }, (_, j) => j);
    this.#treeFeatures = drawSubset(all, spec.colsampleByTree, [spec.seed >>> 0, 1000, this.#iteration]);
    this.#levelFeatures.clear();
  }

  #nodeFeatures(node: number): number[] {
    const { spec } = this.#job;
    const seed = spec.seed >>> 0;
    const depth = this.#depth[node]!;
    let level = this.#levelFeatures.get(depth);
    if (level === undefined) {
      level = drawSubset(this.#treeFeatures, spec.colsampleByLevel, [
        seed,
        2_000_000 + depth * 10_000,
        this.#iteration,
      ]);
      this.#levelFeatures.set(depth, level);
    }
    if (spec.colsampleByNode >= 1) return level;
    return drawSubset(level, spec.colsampleByNode, [seed ^ 0x5bd1e995, 3_000_000 + node * 10_000, this.#iteration]);
  }

  #computeGradients(): void {
    const { layout, spec, train } = this.#job;
    const team = this.#team;
    for (let from = this.#fromRow; from < this.#toRow; from += ROW_BLOCK) {
      const sums = layout.blockSums + (from / ROW_BLOCK) * 16;
      this.#f64[sums >>> 3] = 0;
      this.#f64[(sums >>> 3) + 1] = 0;
      const to = Math.min(from + ROW_BLOCK, this.#toRow);
      this.#kernels.gradients(
        layout.margins,
        layout.labels,
        layout.weights,
        layout.gradients,
        layout.hessians,
        from,
        to,
        sums,
      );
    }
    const sampled = samplesByGradient(this.#job, this.#iteration);
    if (sampled) this.#drawn = sampleByGradient(this.#job, team, this.#iteration, this.#fromRow, this.#toRow);
    else {
      this.#kernels.iota(layout.rowIndex, this.#fromRow, this.#toRow);
      this.#drawn = this.#toRow - this.#fromRow;
    }
    team.barrier();
    let sumG = 0;
    let sumH = 0;
    const nBlocks = Math.ceil(train.nRows / ROW_BLOCK);
    for (let block = 0; block < nBlocks; block++) {
      sumG += this.#f64[(layout.blockSums >>> 3) + 2 * block]!;
      sumH += this.#f64[(layout.blockSums >>> 3) + 2 * block + 1]!;
    }
    this.#gradientScale = powerOfTwoBelow(QUANTISED_TOTAL / Math.max(sumG, 1e-300));
    this.#hessianScale = powerOfTwoBelow(QUANTISED_TOTAL / Math.max(sumH, 1e-300));
    const sums = layout.threadSums + team.id * 64;
    this.#i32[sums >>> 2] = 0;
    this.#i32[(sums >>> 2) + 1] = 0;
    this.#i32[(sums >>> 2) + 2] = this.#drawn;
    const drawn = Math.floor(this.#iteration / spec.sampleEvery);
    const seed = mixWords(spec.seed >>> 0, Math.floor(spec.seed / 2 ** 32), drawn) | 0;
    const keepBelow = spec.subsample >= 1 ? 4294967296 : Math.floor(spec.subsample * 4294967296);
    this.#kernels.quantise(
      layout.gradients,
      layout.hessians,
      layout.packed,
      this.#fromRow,
      this.#toRow,
      this.#gradientScale,
      this.#hessianScale,
      seed,
      keepBelow,
      sums,
    );
    const { nGroups, histogramBytes } = layout;
    const histogram = team.id === 0 ? layout.histograms : layout.histograms + (layout.slots + team.id) * histogramBytes;
    this.#kernels.zero(histogram, histogramBytes);
    if (sampled) this.#histogramRows(this.#fromRow, this.#drawn, histogram);
    else {
      this.#kernels.histogramRange(
        layout.rowBins,
        nGroups,
        this.#lastWidth,
        layout.packed,
        this.#fromRow,
        this.#toRow,
        histogram,
      );
    }
    team.barrier();
  }

  #startRoot(): void {
    const { layout } = this.#job;
    const team = this.#team;
    let g = 0;
    let h = 0;
    let rows = 0;
    for (let t = 0; t < team.size; t++) {
      h += this.#i32[(layout.threadSums >>> 2) + t * 16]!;
      g += this.#i32[(layout.threadSums >>> 2) + t * 16 + 1]!;
      rows += this.#i32[(layout.threadSums >>> 2) + t * 16 + 2]!;
    }
    this.#nodes = 1;
    this.#low[0] = this.#fromRow;
    this.#high[0] = this.#fromRow + this.#drawn;
    this.#rows[0] = rows;
    this.#depth[0] = 0;
    this.#slot[0] = 0;
    this.#left[0] = -1;
    this.#gradient[0] = g;
    this.#hessian[0] = h;
    this.#feature[0] = -1;
    this.#gain[0] = 0;
    this.#bounds?.startRoot(this.#weightLimit());
    this.#freeSlots = Array.from({ length: layout.slots - 1 }, (_, i) => layout.slots - 1 - i);
    for (let group = team.nextTask(); group < layout.nGroups; group = team.nextTask()) {
      const target = layout.histograms + group * GROUP_HISTOGRAM_BYTES;
      for (let t = 1; t < team.size; t++) {
        this.#kernels.add(target, target + (layout.slots + t) * layout.histogramBytes, this.#width(group) * 256);
      }
      this.#findSplit(0, group);
    }
    team.barrier();
    this.#decide(0);
  }

  #width(group: number): number {
    return group === this.#job.layout.nGroups - 1 ? this.#lastWidth : 8;
  }

  #findSplit(node: number, group: number): void {
    const { layout, spec, nCols } = this.#job;
    const masked = layout.maskedBins + this.#team.id * 64;
    const bins = layout.nBins >>> 2;
    for (let j = 0; j < 8; j++) this.#i32[(masked >>> 2) + j] = 0;
    const features = this.#nodeFeatures(node);
    if (features.length === nCols) {
      for (let j = 0; j < this.#width(group); j++) this.#i32[(masked >>> 2) + j] = this.#i32[bins + group * 8 + j]!;
    } else {
      for (const f of features) if (f >>> 3 === group) this.#i32[(masked >>> 2) + (f & 7)] = this.#i32[bins + f]!;
    }
    this.#categories?.hide(group, masked);
    const histogram = layout.histograms + this.#slot[node]! * layout.histogramBytes + group * GROUP_HISTOGRAM_BYTES;
    const candidate = layout.candidates + (node * layout.nGroups + group) * CANDIDATE_BYTES;
    const hessianScale = this.#hessianScale;
    const gradient = this.#gradient[node]!;
    const hessian = this.#hessian[node]!;
    const lambda = spec.lambda * hessianScale;
    const alpha = spec.alpha * this.#gradientScale;
    const lower = this.#lower(node);
    const upper = this.#upper(node);
    const minChildHessian = spec.minChildWeight * hessianScale;
    const minHessian = Math.max(1, minChildHessian, this.#rowLimit(node));
    this.#kernels.findSplit(
      histogram,
      masked,
      this.#width(group),
      gradient,
      hessian,
      lambda,
      alpha,
      lower,
      upper,
      this.#bounds === undefined ? 0 : layout.signs + group * 32,
      minHessian,
      candidate,
      layout.scanScratch + this.#team.id * SCAN_BYTES,
    );
    if (this.#categories === undefined) return;
    const rowHessian = hessian / (this.#rows[node]! * spec.subsample);
    const bounds = { lambda, alpha, lower, upper, minHessian, minChildHessian };
    const limits = { gradient, hessian, ...bounds, rowHessian, hessianScale };
    this.#categories.improve(node, group, histogram, limits, candidate);
  }

  /** Hessian that stands for `minChildRows` rows of a node: rows are not counted per bin, but estimated from hessians as LightGBM does. */
  #rowLimit(node: number): number {
    const { spec } = this.#job;
    if (spec.minChildRows <= 1) return 0;
    return ((spec.minChildRows - 0.5) * this.#hessian[node]!) / (this.#rows[node]! * spec.subsample);
  }

  /** Score of a node as a whole, in quantised units, as the kernel scores its sides. */
  #score(node: number): number {
    const { spec } = this.#job;
    const g = this.#gradient[node]!;
    const h = this.#hessian[node]!;
    const w = this.#weight(node, node);
    return scoreAt(g, h, spec.lambda * this.#hessianScale, spec.alpha * this.#gradientScale, w);
  }

  /** Weight of a node inside the bounds of another, itself or its parent. */
  #weight(node: number, bounds: number, extraLambda = 0): number {
    const { spec } = this.#job;
    const lambda = spec.lambda * this.#hessianScale + extraLambda;
    const alpha = spec.alpha * this.#gradientScale;
    return clippedWeight(
      this.#gradient[node]!,
      this.#hessian[node]!,
      lambda,
      alpha,
      this.#lower(bounds),
      this.#upper(bounds),
    );
  }

  /** Largest absolute weight, in quantised units. */
  #weightLimit(): number {
    const { maxDeltaStep } = this.#job.spec;
    return maxDeltaStep === 0 ? Infinity : (maxDeltaStep * this.#gradientScale) / this.#hessianScale;
  }

  #lower(node: number): number {
    return this.#bounds === undefined ? -this.#weightLimit() : this.#bounds.lower[node]!;
  }

  #upper(node: number): number {
    return this.#bounds === undefined ? this.#weightLimit() : this.#bounds.upper[node]!;
  }

  #decide(node: number): void {
    const { layout, spec } = this.#job;
    let best = -Infinity;
    let bestAt = -1;
    let bestGroup = -1;
    for (let group = 0; group < layout.nGroups; group++) {
      const at = layout.candidates + (node * layout.nGroups + group) * CANDIDATE_BYTES;
      const score = this.#f64[at >>> 3]!;
      if (score > best) {
        best = score;
        bestAt = at >>> 2;
        bestGroup = group;
      }
    }
    this.#feature[node] = -1;
    this.#gain[node] = 0;
    if (bestGroup < 0) return;
    const sg = this.#gradientScale;
    const gain = ((best - this.#score(node)) * this.#hessianScale) / (sg * sg);
    if (!(gain > MIN_GAIN) || gain < spec.gamma) return;
    this.#gain[node] = gain;
    this.#feature[node] = bestGroup * 8 + this.#i32[bestAt + 2]!;
    this.#bin[node] = this.#i32[bestAt + 3]!;
    this.#leftHessian[node] = this.#i32[bestAt + 4]!;
    this.#leftGradient[node] = this.#i32[bestAt + 5]!;
  }

  /** Orders this thread's rows of each node by side and publishes where they lie. */
  #partition(splits: readonly number[]): void {
    const { layout } = this.#job;
    let at = (layout.splitCounts >>> 2) + this.#team.id * SPLIT_BATCH * 4;
    for (const node of splits) {
      const low = this.#low[node]!;
      const n = this.#high[node]! - low;
      const left = this.#partitionRows(node, low, n);
      this.#i32[at] = low;
      this.#i32[at + 1] = left;
      this.#i32[at + 2] = n - left;
      at += 4;
    }
  }

  /** Orders n rows at `low` of the row index by the split of a node, returns how many go left. */
  #partitionRows(node: number, low: number, n: number): number {
    const { layout, train } = this.#job;
    const bins = layout.columnBins + this.#feature[node]! * train.nRows;
    const bin = this.#bin[node]!;
    const index = layout.rowIndex + 4 * low;
    const buffer = layout.partitionBuffer + 4 * this.#fromRow;
    if ((bin & BY_SET) === 0) return this.#kernels.partition(bins, bin >>> 8, bin & 255, index, n, buffer);
    const table = this.#categories!.writeTable(node, this.#feature[node]!, bin);
    return this.#kernels.partitionByTable(bins, table, index, n, buffer);
  }

  #makeChild(node: number, g: number, h: number, low: number, high: number, rows: number, parent: number): void {
    this.#gradient[node] = g;
    this.#hessian[node] = h;
    this.#low[node] = low;
    this.#high[node] = high;
    this.#rows[node] = rows;
    this.#depth[node] = this.#depth[parent]! + 1;
    const penalty = (this.#bin[parent]! & PENALISED) === 0 ? 0 : this.#job.spec.categorical!.catL2;
    this.#extraLambda[node] = penalty * this.#hessianScale;
    this.#feature[node] = -1;
    this.#gain[node] = 0;
    this.#slot[node] = -1;
    this.#left[node] = -1;
  }

  #mayGrow(node: number): boolean {
    const { spec } = this.#job;
    const enough = this.#hessian[node]! >= 2 * spec.minChildWeight * this.#hessianScale;
    return this.#depth[node]! < spec.maxDepth && enough && this.#rows[node]! * spec.subsample >= 2 * spec.minChildRows;
  }

  /** Makes the children, builds the smaller one's histogram, derives the other's, finds their splits. Returns the open ones. */
  #splitNodes(splits: readonly number[]): number[] {
    const { layout } = this.#job;
    const team = this.#team;
    const counts = layout.splitCounts >>> 2;
    const parts: HistogramPart[] = [];
    const pairs: { small: number; big: number; smallOpen: boolean; extra: number }[] = [];
    const open: number[] = [];
    let extra = layout.slots;
    splits.forEach((node, s) => {
      const left = this.#nodes++;
      const right = this.#nodes++;
      let nLeft = 0;
      let nRight = 0;
      for (let t = 0; t < team.size; t++) {
        const at = counts + (t * SPLIT_BATCH + s) * 4;
        nLeft += this.#i32[at + 1]!;
        nRight += this.#i32[at + 2]!;
      }
      const own = counts + (team.id * SPLIT_BATCH + s) * 4;
      const middle = this.#low[node]! + this.#i32[own + 1]!;
      const gl = this.#leftGradient[node]!;
      const hl = this.#leftHessian[node]!;
      this.#left[node] = left;
      this.#makeChild(left, gl, hl, this.#low[node]!, middle, nLeft, node);
      this.#makeChild(
        right,
        this.#gradient[node]! - gl,
        this.#hessian[node]! - hl,
        middle,
        this.#high[node]!,
        nRight,
        node,
      );
      this.#bounds?.split(node, this.#feature[node]!, left, right, this.#weight(left, node), this.#weight(right, node));
      const small = nLeft <= nRight ? left : right;
      const big = small === left ? right : left;
      const smallOpen = this.#mayGrow(small);
      const bigOpen = this.#mayGrow(big);
      if (!smallOpen && !bigOpen) {
        this.#freeSlots.push(this.#slot[node]!);
        return;
      }
      if (bigOpen) {
        this.#slot[big] = this.#slot[node]!;
        this.#slot[small] = this.#freeSlots.pop()!;
      } else this.#slot[small] = this.#slot[node]!;
      const shared = team.size > 1 && this.#rows[small]! > SHARED_NODE_ROWS;
      pairs.push({ small, big: bigOpen ? big : -1, smallOpen, extra: shared ? extra : -1 });
      if (shared) {
        this.#histogramOwn(small, team.id === 0 ? this.#slot[small] : extra + team.id - 1);
        extra += team.size - 1;
      } else parts.push({ split: s, slot: this.#slot[small], rightChild: small === right });
      if (smallOpen) open.push(small);
      if (bigOpen) open.push(big);
    });
    if (pairs.length === 0) {
      // The next split writes the counts that another thread may still be reading.
      team.barrier();
      return open;
    }
    for (let task = team.nextTask(); task < parts.length; task = team.nextTask()) this.#histogramAll(parts[task]!);
    team.barrier();
    const nGroups = layout.nGroups;
    for (let task = team.nextTask(); task < pairs.length * nGroups; task = team.nextTask()) {
      const pair = pairs[Math.floor(task / nGroups)]!;
      this.#finishGroup(pair, task % nGroups);
    }
    team.barrier();
    for (const pair of pairs) {
      if (pair.smallOpen) this.#decide(pair.small);
      else this.#freeSlots.push(this.#slot[pair.small]!);
      if (pair.big >= 0) this.#decide(pair.big);
    }
    return open;
  }

  #histogramOwn(node: number, slot: number): void {
    const at = this.#job.layout.histograms + slot * this.#job.layout.histogramBytes;
    this.#kernels.zero(at, this.#job.layout.histogramBytes);
    this.#histogramRows(this.#low[node]!, this.#high[node]! - this.#low[node]!, at);
  }

  #histogramAll(part: HistogramPart): void {
    const { layout } = this.#job;
    const at = layout.histograms + part.slot * layout.histogramBytes;
    this.#kernels.zero(at, layout.histogramBytes);
    for (let t = 0; t < this.#team.size; t++) {
      const w = (layout.splitCounts >>> 2) + (t * SPLIT_BATCH + part.split) * 4;
      const low = this.#i32[w]!;
      const left = this.#i32[w + 1]!;
      if (part.rightChild) this.#histogramRows(low + left, this.#i32[w + 2]!, at);
      else this.#histogramRows(low, left, at);
    }
  }

  #histogramRows(from: number, n: number, histogram: number): void {
    const { layout } = this.#job;
    if (n === 0) return;
    const bins = layout.gatherBins + this.#team.id * layout.gatherBinsStride;
    const packed = layout.gatherPacked + this.#team.id * GATHER_ROWS * 8;
    this.#kernels.histogramRows(
      layout.rowBins,
      layout.nGroups,
      this.#lastWidth,
      layout.rowIndex + 4 * from,
      n,
      layout.packed,
      histogram,
      bins,
      packed,
    );
  }

  #finishGroup(pair: { small: number; big: number; smallOpen: boolean; extra: number }, group: number): void {
    const { layout } = this.#job;
    const offset = layout.histograms + group * GROUP_HISTOGRAM_BYTES;
    const cells = this.#width(group) * 256;
    const small = offset + this.#slot[pair.small]! * layout.histogramBytes;
    if (pair.extra >= 0) {
      for (let t = 1; t < this.#team.size; t++) {
        this.#kernels.add(small, offset + (pair.extra + t - 1) * layout.histogramBytes, cells);
      }
    }
    if (pair.big >= 0) {
      this.#kernels.subtract(offset + this.#slot[pair.big]! * layout.histogramBytes, small, cells);
      this.#findSplit(pair.big, group);
    }
    if (pair.smallOpen) this.#findSplit(pair.small, group);
  }

  #leafValue(node: number): number {
    const w = this.#weight(node, node, this.#extraLambda[node]);
    return Math.fround((w * this.#hessianScale * this.#job.spec.eta) / this.#gradientScale);
  }

  #updateMargins(): void {
    this.#addLeafValues(this.#low, this.#high);
    if (this.#drawn === this.#toRow - this.#fromRow) return;
    // rows that were not drawn go down the finished tree
    const low = new Int32Array(this.#nodes);
    const high = new Int32Array(this.#nodes);
    low[0] = this.#fromRow + this.#drawn;
    high[0] = this.#toRow;
    for (let node = 0; node < this.#nodes; node++) {
      if (this.#feature[node]! < 0) continue;
      const n = high[node]! - low[node]!;
      const middle = low[node]! + (n === 0 ? 0 : this.#partitionRows(node, low[node]!, n));
      const left = this.#left[node]!;
      low[left] = low[node]!;
      high[left] = middle;
      low[left + 1] = middle;
      high[left + 1] = high[node]!;
    }
    this.#addLeafValues(low, high);
  }

  #addLeafValues(low: Int32Array, high: Int32Array): void {
    const { layout } = this.#job;
    for (let node = 0; node < this.#nodes; node++) {
      if (this.#feature[node]! >= 0) continue;
      const n = high[node]! - low[node]!;
      if (n <= 0) continue;
      this.#kernels.addToMargins(layout.margins, layout.rowIndex + 4 * low[node]!, n, this.#leafValue(node));
    }
  }

  #collect(): Tree {
    const n = this.#nodes;
    const { layout } = this.#job;
    const rightCategories = new Map<number, Uint32Array>();
    const tree = {
      feature: this.#feature.slice(0, n),
      threshold: new Float32Array(n),
      left: new Int32Array(n).fill(-1),
      right: new Int32Array(n).fill(-1),
      missingLeft: new Uint8Array(n),
      value: new Float32Array(n),
      gain: Float32Array.from(this.#gain.subarray(0, n)),
      cover: new Float32Array(n),
    };
    for (let node = 0; node < n; node++) {
      tree.value[node] = this.#leafValue(node);
      tree.cover[node] = this.#hessian[node]! / this.#hessianScale;
      const f = tree.feature[node]!;
      if (f < 0) continue;
      tree.missingLeft[node] = (this.#bin[node]! >>> 8) & 1;
      tree.left[node] = this.#left[node]!;
      tree.right[node] = this.#left[node]! + 1;
      if ((this.#bin[node]! & BY_SET) !== 0) {
        rightCategories.set(node, this.#categories!.codesOf(node, f));
        continue;
      }
      const bin = this.#bin[node]! & 255;
      const nBins = this.#i32[(layout.nBins >>> 2) + f]!;
      // the last bin as limit: every value goes left, only missing ones go right
      tree.threshold[node] = bin >= nBins - 1 ? Infinity : this.#f32[(layout.cuts >>> 2) + f * 256 + bin]!;
    }
    return rightCategories.size === 0 ? tree : { ...tree, rightCategories };
  }
}

function powerOfTwoBelow(x: number): number {
  return 2 ** Math.max(-900, Math.min(900, Math.floor(Math.log2(x))));
}
