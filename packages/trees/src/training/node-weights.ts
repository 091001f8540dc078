import { clippedWeight, scoreAt } from '../kernels/split-score.ts';
import type { BoosterSpec } from './booster-spec.ts';
import { MonotoneBounds } from './monotone-bounds.ts';
import type { NodeTable } from './node-table.ts';

/** Weights and scores of the nodes of a growing tree, in the quantised units of that tree. */
export class NodeWeights {
  /** Quantised units of 1 gradient and of 1 hessian; set again for each tree. */
  gradientScale = 1;
  hessianScale = 1;
  readonly #spec: BoosterSpec;
  readonly #nodes: NodeTable;
  readonly #bounds: MonotoneBounds | undefined;

  constructor(spec: BoosterSpec, nodes: NodeTable, maxNodes: number) {
    this.#spec = spec;
    this.#nodes = nodes;
    const signs = spec.monotoneConstraints;
    this.#bounds = signs?.some((sign) => sign !== 0) === true ? new MonotoneBounds(signs, maxNodes) : undefined;
  }

  /** Whether some feature has a monotone constraint. */
  get isMonotone(): boolean {
    return this.#bounds !== undefined;
  }

  get lambda(): number {
    return this.#spec.lambda * this.hessianScale;
  }

  get alpha(): number {
    return this.#spec.alpha * this.gradientScale;
  }

  /** Largest absolute weight. */
  get #limit(): number {
    const { maxDeltaStep } = this.#spec;
    return maxDeltaStep === 0 ? Infinity : (maxDeltaStep * this.gradientScale) / this.hessianScale;
  }

  lower(node: number): number {
    return this.#bounds === undefined ? -this.#limit : this.#bounds.lower[node]!;
  }

  upper(node: number): number {
    return this.#bounds === undefined ? this.#limit : this.#bounds.upper[node]!;
  }

  /** The root of a new tree may have any weight. */
  startRoot(): void {
    this.#bounds?.startRoot(this.#limit);
  }

  /** Hands the bounds of a node to its new children. */
  split(node: number, left: number, right: number): void {
    if (this.#bounds === undefined) return;
    const feature = this.#nodes.feature[node]!;
    this.#bounds.split(node, feature, left, right, this.#weight(left, node), this.#weight(right, node));
  }

  /** Weight of a node inside the bounds of another, itself or its parent. */
  #weight(node: number, bounds: number, extraLambda = 0): number {
    const { gradient, hessian } = this.#nodes;
    const lambda = this.lambda + extraLambda;
    return clippedWeight(gradient[node]!, hessian[node]!, lambda, this.alpha, this.lower(bounds), this.upper(bounds));
  }

  /** Loss reduction of splitting a node into sides of a score, as the kernel scores them; in true units. */
  gain(node: number, sidesScore: number): number {
    const { gradient, hessian } = this.#nodes;
    const score = scoreAt(gradient[node]!, hessian[node]!, this.lambda, this.alpha, this.#weight(node, node));
    return ((sidesScore - score) * this.hessianScale) / (this.gradientScale * this.gradientScale);
  }

  /** Output of a node as a leaf, after shrinkage. */
  leafValue(node: number): number {
    const w = this.#weight(node, node, this.#nodes.extraLambda[node]);
    return Math.fround((w * this.hessianScale * this.#spec.eta) / this.gradientScale);
  }

  /** Mean hessian of a drawn row of a node. */
  rowHessian(node: number): number {
    return this.#nodes.hessian[node]! / (this.#nodes.rows[node]! * this.#spec.subsample);
  }

  /** Hessian that `minChildWeight` asks of a child. */
  get minChildHessian(): number {
    return this.#spec.minChildWeight * this.hessianScale;
  }

  /** Smallest hessian of a child of a node; rows are not counted per bin, but estimated from hessians as LightGBM does. */
  minHessian(node: number): number {
    const { minChildRows, subsample } = this.#spec;
    const { hessian, rows } = this.#nodes;
    const ofRows = minChildRows <= 1 ? 0 : ((minChildRows - 0.5) * hessian[node]!) / (rows[node]! * subsample);
    return Math.max(1, this.minChildHessian, ofRows);
  }

  /** Whether a node may have children that keep to depth, weight and rows. */
  mayGrow(node: number): boolean {
    const { maxDepth, minChildRows, subsample } = this.#spec;
    const { depth, hessian, rows } = this.#nodes;
    const enough = hessian[node]! >= 2 * this.minChildHessian;
    return depth[node]! < maxDepth && enough && rows[node]! * subsample >= 2 * minChildRows;
  }
}
