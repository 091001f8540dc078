import type { FitJob } from './fit-job.ts';
import { drawSubset } from './random-words.ts';

/** The features that trees, their levels and their nodes may split by; every thread draws the same. */
export class FeatureSampler {
  readonly #job: FitJob;
  /** Both words of the seed in one. */
  readonly #seed: number;
  #iteration = 0;
  #ofTree: readonly number[] = [];
  readonly #ofLevel = new Map<number, readonly number[]>();

  constructor(job: FitJob) {
    this.#job = job;
    const { seed } = job.spec;
    this.#seed = ((seed >>> 0) ^ Math.imul(Math.floor(seed / 2 ** 32), 0x9e3779b1)) >>> 0;
  }

  startTree(iteration: number): void {
    const { spec, nCols } = this.#job;
    this.#iteration = iteration;
    const all = Array.from({ length: nCols }, (_, j) => j);
    this.#ofTree = this.#draw(all, spec.colsampleByTree, [this.#seed, 1000, iteration]);
    this.#ofLevel.clear();
  }

  /** Ascending. */
  featuresOf(node: number, depth: number): readonly number[] {
    const { spec } = this.#job;
    let level = this.#ofLevel.get(depth);
    if (level === undefined) {
      level = this.#draw(this.#ofTree, spec.colsampleByLevel, [
        this.#seed,
        2_000_000 + depth * 10_000,
        this.#iteration,
      ]);
      this.#ofLevel.set(depth, level);
    }
    if (spec.colsampleByNode >= 1) return level;
    const key = [this.#seed ^ 0x5bd1e995, 3_000_000 + node * 10_000, this.#iteration] as const;
    return this.#draw(level, spec.colsampleByNode, key);
  }

  #draw(features: readonly number[], share: number, key: readonly [number, number, number]): readonly number[] {
    if (share >= 1) return features;
    const half = this.#job.spec.roundFeatures === 'nearest' ? 0.5 : 0;
    return drawSubset(features, Math.max(1, Math.floor(share * features.length + half)), key);
  }
}
