import type { FitJob } from './fit-job.ts';
import { drawSubset } from './random-words.ts';

/** The features that trees, their levels and their nodes may split by; every thread draws the same. */
export class FeatureSampler {
  readonly #job: FitJob;
  #iteration = 0;
  #ofTree: readonly number[] = [];
  readonly #ofLevel = new Map<number, readonly number[]>();

  constructor(job: FitJob) {
    this.#job = job;
  }

  startTree(iteration: number): void {
    const { spec, nCols } = this.#job;
    this.#iteration = iteration;
    const all = Array.from({ length: nCols }, (_, j) => j);
    this.#ofTree = this.#draw(all, spec.colsampleByTree, [spec.seed >>> 0, 1000, iteration]);
    this.#ofLevel.clear();
  }

  /** Ascending. */
  featuresOf(node: number, depth: number): readonly number[] {
    const { spec } = this.#job;
    const seed = spec.seed >>> 0;
    let level = this.#ofLevel.get(depth);
    if (level === undefined) {
      level = this.#draw(this.#ofTree, spec.colsampleByLevel, [seed, 2_000_000 + depth * 10_000, this.#iteration]);
      this.#ofLevel.set(depth, level);
    }
    if (spec.colsampleByNode >= 1) return level;
    return this.#draw(level, spec.colsampleByNode, [seed ^ 0x5bd1e995, 3_000_000 + node * 10_000, this.#iteration]);
  }

  #draw(features: readonly number[], share: number, key: readonly [number, number, number]): readonly number[] {
    if (share >= 1) return features;
    const half = this.#job.spec.roundFeatures === 'nearest' ? 0.5 : 0;
    return drawSubset(features, Math.max(1, Math.floor(share * features.length + half)), key);
  }
}
