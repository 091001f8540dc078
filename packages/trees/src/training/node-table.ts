/** The nodes of a growing tree, a column per property; each thread has its own, all alike but for `low` and `high`. */
export class NodeTable {
  /** Number of nodes; 0 is the root. */
  count = 0;
  /** Where this thread's rows of a node lie in the row index: [low, high). */
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** Rows of all threads. */
  readonly rows: Int32Array;
  readonly depth: Int32Array;
  /** Histogram of an open node; -1 for none. */
  readonly slot: Int32Array;
  /** Quantised sums. */
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  /** Best split: its feature, -1 where there is none. */
  readonly feature: Int32Array;
  /** Bin of the best split and bits that say how it is to be read, see `category-search.ts`. */
  readonly bin: Int32Array;
  /** Left child, -1 for none; the right one follows it. */
  readonly left: Int32Array;
  readonly gain: Float64Array;
  /** Quantised sums of the left child of the best split. */
  readonly leftGradient: Float64Array;
  readonly leftHessian: Float64Array;
  /** L2 penalty of the node's own weight beside the common one. */
  readonly extraLambda: Float64Array;

  constructor(capacity: number) {
    this.low = new Int32Array(capacity);
    this.high = new Int32Array(capacity);
    this.rows = new Int32Array(capacity);
    this.depth = new Int32Array(capacity);
    this.slot = new Int32Array(capacity);
    this.gradient = new Float64Array(capacity);
    this.hessian = new Float64Array(capacity);
    this.feature = new Int32Array(capacity);
    this.bin = new Int32Array(capacity);
    this.left = new Int32Array(capacity);
    this.gain = new Float64Array(capacity);
    this.leftGradient = new Float64Array(capacity);
    this.leftHessian = new Float64Array(capacity);
    this.extraLambda = new Float64Array(capacity);
  }

  /** Adds a node without split; returns its number. */
  add(part: {
    readonly low: number;
    readonly high: number;
    readonly rows: number;
    readonly depth: number;
    readonly gradient: number;
    readonly hessian: number;
    readonly extraLambda: number;
  }): number {
    const node = this.count++;
    this.low[node] = part.low;
    this.high[node] = part.high;
    this.rows[node] = part.rows;
    this.depth[node] = part.depth;
    this.gradient[node] = part.gradient;
    this.hessian[node] = part.hessian;
    this.extraLambda[node] = part.extraLambda;
    this.feature[node] = -1;
    this.bin[node] = 0;
    this.gain[node] = 0;
    this.slot[node] = -1;
    this.left[node] = -1;
    return node;
  }
}
