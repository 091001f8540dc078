// Above 300 lines: one tree's growth is one state machine over arrays that all steps share.
import type { Tree } from '../ensemble/tree.ts';
import type { Kernels } from '../kernels/kernels.ts';
import { BY_SET, CategorySearch, PENALISED } from './category-search.ts';
import type { SplitLimits } from './categorical-split.ts';
import { FeatureSampler } from './feature-sampler.ts';
import type { FitJob } from './fit-job.ts';
import { HistogramBuilder } from './histogram-builder.ts';
import { CANDIDATE_BYTES, ROW_BLOCK, SCAN_BYTES, SHARED_NODE_ROWS, SPLIT_BATCH, splitBatch } from './memory-layout.ts';
import { NodeTable } from './node-table.ts';
import { NodeWeights } from './node-weights.ts';
import { quantiseGradients } from './quantised-gradients.ts';
import type { Team } from './team.ts';
import { treeOfNodes } from './tree-of-nodes.ts';

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
  readonly #nodes: NodeTable;
  readonly #weights: NodeWeights;
  readonly #features: FeatureSampler;
  readonly #histograms: HistogramBuilder;
  readonly #categories: CategorySearch | undefined;
  #freeSlots: number[] = [];

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
    this.#nodes = new NodeTable(job.layout.maxNodes);
    this.#weights = new NodeWeights(job.spec, this.#nodes, job.layout.maxNodes);
    this.#features = new FeatureSampler(job);
    this.#histograms = new HistogramBuilder(job, kernels, team);
    this.#categories = job.categorical.length > 0 ? new CategorySearch(job, team.id) : undefined;
    this.#f32.fill(
      job.baseMargin,
      (job.layout.margins >>> 2) + this.#fromRow,
      (job.layout.margins >>> 2) + this.#toRow,
    );
  }

  /** Grows the tree of one iteration and adds it to the margins of the training rows. */
  grow(iteration: number): Tree {
    this.#features.startTree(iteration);
    this.#startTree(iteration);
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
      for (const node of open) if (this.#nodes.feature[node]! < 0) this.#freeSlots.push(this.#nodes.slot[node]!);
      const able = open.filter((node) => this.#nodes.feature[node]! >= 0);
      if (leafWise) {
        const best = able.reduce((a, b) => (this.#nodes.gain[b]! > this.#nodes.gain[a]! ? b : a), able[0] ?? -1);
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
    for (const node of open) {
      if (this.#nodes.left[node]! >= 0) continue;
      this.#nodes.feature[node] = -1;
      this.#nodes.gain[node] = 0;
    }
    this.#updateMargins();
    return treeOfNodes(this.#job, this.#nodes, this.#weights, this.#categories);
  }

  /** Gradients of this thread's rows and their histogram. */
  #startTree(iteration: number): void {
    const { layout } = this.#job;
    const team = this.#team;
    const [from, to] = [this.#fromRow, this.#toRow];
    const { drawn, gradientScale, hessianScale } = quantiseGradients(
      this.#job,
      this.#kernels,
      team,
      iteration,
      from,
      to,
    );
    this.#drawn = drawn;
    this.#weights.gradientScale = gradientScale;
    this.#weights.hessianScale = hessianScale;
    const histogram = this.#histograms.start(team.id === 0 ? 0 : layout.slots + team.id);
    if (drawn === to - from) this.#histograms.addRange(from, to, histogram);
    else this.#histograms.addRows(from, drawn, histogram);
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
    this.#nodes.count = 0;
    const [low, high] = [this.#fromRow, this.#fromRow + this.#drawn];
    this.#nodes.add({ low, high, rows, depth: 0, gradient: g, hessian: h, extraLambda: 0 });
    this.#nodes.slot[0] = 0;
    this.#weights.startRoot();
    this.#freeSlots = Array.from({ length: layout.slots - 1 }, (_, i) => layout.slots - 1 - i);
    for (let group = team.nextTask(); group < this.#nPlaces; group = team.nextTask()) {
      const { offset, cells } = this.#histograms.place(group);
      const target = layout.histograms + offset;
      for (let t = 1; t < team.size; t++) {
        this.#kernels.add(target, target + (layout.slots + t) * layout.histogramBytes, cells);
      }
      this.#findSplit(0, group);
    }
    team.barrier();
    this.#decide(0);
  }

  /** Groups of features, then features of two bytes: what is searched for splits at a time. */
  get #nPlaces(): number {
    const { nGroups, wide } = this.#job.layout;
    return nGroups + wide.length;
  }

  #limitsOf(node: number): SplitLimits {
    const weights = this.#weights;
    const { lambda, alpha, minChildHessian, hessianScale } = weights;
    return {
      gradient: this.#nodes.gradient[node]!,
      hessian: this.#nodes.hessian[node]!,
      lambda,
      alpha,
      lower: weights.lower(node),
      upper: weights.upper(node),
      minHessian: weights.minHessian(node),
      minChildHessian,
      rowHessian: weights.rowHessian(node),
      hessianScale,
    };
  }

  #findSplit(node: number, group: number): void {
    const { layout, nCols } = this.#job;
    const features = this.#features.featuresOf(node, this.#nodes.depth[node]!);
    const histogram =
      layout.histograms + this.#nodes.slot[node]! * layout.histogramBytes + this.#histograms.place(group).offset;
    const candidate = layout.candidates + (node * this.#nPlaces + group) * CANDIDATE_BYTES;
    const limits = this.#limitsOf(node);
    if (group >= layout.nGroups) {
      const wide = group - layout.nGroups;
      const isAsked = features.length === nCols || features.includes(layout.wide[wide]!.feature);
      this.#categories!.findWide(node, wide, isAsked, histogram, limits, candidate);
      return;
    }
    const masked = layout.maskedBins + this.#team.id * 64;
    const bins = layout.nBins >>> 2;
    for (let j = 0; j < 8; j++) this.#i32[(masked >>> 2) + j] = 0;
    if (features.length === nCols) {
      for (let j = 0; j < this.#histograms.width(group); j++)
        this.#i32[(masked >>> 2) + j] = this.#i32[bins + group * 8 + j]!;
    } else {
      for (const f of features) if (f >>> 3 === group) this.#i32[(masked >>> 2) + (f & 7)] = this.#i32[bins + f]!;
    }
    this.#categories?.hide(group, masked);
    const { gradient, hessian, lambda, alpha, lower, upper, minHessian } = limits;
    this.#kernels.findSplit(
      histogram,
      masked,
      this.#histograms.width(group),
      gradient,
      hessian,
      lambda,
      alpha,
      lower,
      upper,
      this.#weights.isMonotone ? layout.signs + group * 32 : 0,
      minHessian,
      candidate,
      layout.scanScratch + this.#team.id * SCAN_BYTES,
    );
    this.#categories?.improve(node, group, histogram, limits, candidate);
  }

  #decide(node: number): void {
    const { layout, spec } = this.#job;
    let best = -Infinity;
    let bestAt = -1;
    let bestGroup = -1;
    for (let group = 0; group < this.#nPlaces; group++) {
      const at = layout.candidates + (node * this.#nPlaces + group) * CANDIDATE_BYTES;
      const score = this.#f64[at >>> 3]!;
      if (score > best) {
        best = score;
        bestAt = at >>> 2;
        bestGroup = group;
      }
    }
    this.#nodes.feature[node] = -1;
    this.#nodes.gain[node] = 0;
    if (bestGroup < 0) return;
    const gain = this.#weights.gain(node, best);
    if (!(gain > MIN_GAIN) || gain < spec.gamma) return;
    this.#nodes.gain[node] = gain;
    const first = bestGroup < layout.nGroups ? bestGroup * 8 : 0;
    this.#nodes.feature[node] = first + this.#i32[bestAt + 2]!;
    this.#nodes.bin[node] = this.#i32[bestAt + 3]!;
    this.#nodes.leftHessian[node] = this.#i32[bestAt + 4]!;
    this.#nodes.leftGradient[node] = this.#i32[bestAt + 5]!;
  }

  /** Orders this thread's rows of each node by side and publishes where they lie. */
  #partition(splits: readonly number[]): void {
    const { layout } = this.#job;
    let at = (layout.splitCounts >>> 2) + this.#team.id * SPLIT_BATCH * 4;
    for (const node of splits) {
      const low = this.#nodes.low[node]!;
      const n = this.#nodes.high[node]! - low;
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
    const feature = this.#nodes.feature[node]!;
    const bins = layout.columnBins + feature * train.nRows;
    const bin = this.#nodes.bin[node]!;
    const index = layout.rowIndex + 4 * low;
    const buffer = layout.partitionBuffer + 4 * this.#fromRow;
    const isWide = this.#categories?.isWide(feature) === true;
    if ((bin & BY_SET) === 0 && !isWide) {
      return this.#kernels.partition(bins, bin >>> 8, bin & 255, index, n, buffer);
    }
    const table = this.#categories!.writeTable(node, feature, bin);
    if (isWide) {
      return this.#kernels.partitionByWideTable(this.#categories.wideBins(feature), table, index, n, buffer);
    }
    return this.#kernels.partitionByTable(bins, table, index, n, buffer);
  }

  #makeChild(parent: number, low: number, high: number, rows: number, gradient: number, hessian: number): number {
    const { depth, bin } = this.#nodes;
    const penalty = (bin[parent]! & PENALISED) === 0 ? 0 : this.#job.spec.categorical!.catL2;
    const extraLambda = penalty * this.#weights.hessianScale;
    return this.#nodes.add({ low, high, rows, depth: depth[parent]! + 1, gradient, hessian, extraLambda });
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
      let nLeft = 0;
      let nRight = 0;
      for (let t = 0; t < team.size; t++) {
        const at = counts + (t * SPLIT_BATCH + s) * 4;
        nLeft += this.#i32[at + 1]!;
        nRight += this.#i32[at + 2]!;
      }
      const own = counts + (team.id * SPLIT_BATCH + s) * 4;
      const middle = this.#nodes.low[node]! + this.#i32[own + 1]!;
      const gl = this.#nodes.leftGradient[node]!;
      const hl = this.#nodes.leftHessian[node]!;
      const [gr, hr] = [this.#nodes.gradient[node]! - gl, this.#nodes.hessian[node]! - hl];
      const left = this.#makeChild(node, this.#nodes.low[node]!, middle, nLeft, gl, hl);
      const right = this.#makeChild(node, middle, this.#nodes.high[node]!, nRight, gr, hr);
      this.#nodes.left[node] = left;
      this.#weights.split(node, left, right);
      const small = nLeft <= nRight ? left : right;
      const big = small === left ? right : left;
      const smallOpen = this.#weights.mayGrow(small);
      const bigOpen = this.#weights.mayGrow(big);
      if (!smallOpen && !bigOpen) {
        this.#freeSlots.push(this.#nodes.slot[node]!);
        return;
      }
      if (bigOpen) {
        this.#nodes.slot[big] = this.#nodes.slot[node]!;
        this.#nodes.slot[small] = this.#freeSlots.pop()!;
      } else this.#nodes.slot[small] = this.#nodes.slot[node]!;
      const shared = team.size > 1 && this.#nodes.rows[small]! > SHARED_NODE_ROWS;
      pairs.push({ small, big: bigOpen ? big : -1, smallOpen, extra: shared ? extra : -1 });
      if (shared) {
        const { low, high, slot } = this.#nodes;
        const at = this.#histograms.start(team.id === 0 ? slot[small]! : extra + team.id - 1);
        this.#histograms.addRows(low[small]!, high[small]! - low[small]!, at);
        extra += team.size - 1;
      } else parts.push({ split: s, slot: this.#nodes.slot[small], rightChild: small === right });
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
    const nPlaces = this.#nPlaces;
    for (let task = team.nextTask(); task < pairs.length * nPlaces; task = team.nextTask()) {
      const pair = pairs[Math.floor(task / nPlaces)]!;
      this.#finishGroup(pair, task % nPlaces);
    }
    team.barrier();
    for (const pair of pairs) {
      if (pair.smallOpen) this.#decide(pair.small);
      else this.#freeSlots.push(this.#nodes.slot[pair.small]!);
      if (pair.big >= 0) this.#decide(pair.big);
    }
    return open;
  }

  #histogramAll(part: HistogramPart): void {
    const { layout } = this.#job;
    const at = this.#histograms.start(part.slot);
    for (let t = 0; t < this.#team.size; t++) {
      const w = (layout.splitCounts >>> 2) + (t * SPLIT_BATCH + part.split) * 4;
      const low = this.#i32[w]!;
      const left = this.#i32[w + 1]!;
      if (part.rightChild) this.#histograms.addRows(low + left, this.#i32[w + 2]!, at);
      else this.#histograms.addRows(low, left, at);
    }
  }

  #finishGroup(pair: { small: number; big: number; smallOpen: boolean; extra: number }, group: number): void {
    const { layout } = this.#job;
    const { offset: at, cells } = this.#histograms.place(group);
    const offset = layout.histograms + at;
    const small = offset + this.#nodes.slot[pair.small]! * layout.histogramBytes;
    if (pair.extra >= 0) {
      for (let t = 1; t < this.#team.size; t++) {
        this.#kernels.add(small, offset + (pair.extra + t - 1) * layout.histogramBytes, cells);
      }
    }
    if (pair.big >= 0) {
      this.#kernels.subtract(offset + this.#nodes.slot[pair.big]! * layout.histogramBytes, small, cells);
      this.#findSplit(pair.big, group);
    }
    if (pair.smallOpen) this.#findSplit(pair.small, group);
  }

  #updateMargins(): void {
    this.#addLeafValues(this.#nodes.low, this.#nodes.high);
    if (this.#drawn === this.#toRow - this.#fromRow) return;
    // rows that were not drawn go down the finished tree
    const low = new Int32Array(this.#nodes.count);
    const high = new Int32Array(this.#nodes.count);
    low[0] = this.#fromRow + this.#drawn;
    high[0] = this.#toRow;
    for (let node = 0; node < this.#nodes.count; node++) {
      if (this.#nodes.feature[node]! < 0) continue;
      const n = high[node]! - low[node]!;
      const middle = low[node]! + (n === 0 ? 0 : this.#partitionRows(node, low[node]!, n));
      const left = this.#nodes.left[node]!;
      low[left] = low[node]!;
      high[left] = middle;
      low[left + 1] = middle;
      high[left + 1] = high[node]!;
    }
    this.#addLeafValues(low, high);
  }

  #addLeafValues(low: Int32Array, high: Int32Array): void {
    const { layout } = this.#job;
    for (let node = 0; node < this.#nodes.count; node++) {
      if (this.#nodes.feature[node]! >= 0) continue;
      const n = high[node]! - low[node]!;
      if (n <= 0) continue;
      this.#kernels.addToMargins(layout.margins, layout.rowIndex + 4 * low[node]!, n, this.#weights.leafValue(node));
    }
  }
}
