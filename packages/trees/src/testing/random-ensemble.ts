import { Matrix } from '@fraudx/core';
import type { Rng } from '@fraudx/core';
import type { Ensemble, Tree } from '../ensemble/tree.ts';

/** What random trees are like. */
export interface RandomTreeShape {
  /** >= 1. */
  readonly nFeatures: number;
  readonly maxDepth: number;
  /** Codes of feature 0, which is split by categories; 0 makes it numeric. */
  readonly nCategories: number;
  /** Also splits with a side that no row can reach, and covers of 0, which no training makes. Default false. */
  readonly strange?: boolean;
}

/** The rows that can reach a node: bounds by feature, and categories. */
interface Region {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly categories: readonly number[];
}

/** A random tree: features that repeat on a path, both directions of missing values, covers of any share. */
export function randomTree(rng: Rng, { nFeatures, maxDepth, nCategories, strange = false }: RandomTreeShape): Tree {
  const feature: number[] = [];
  const threshold: number[] = [];
  const left: number[] = [];
  const right: number[] = [];
  const missingLeft: number[] = [];
  const value: number[] = [];
  const cover: number[] = [];
  const sets = new Map<number, Uint32Array>();
  const setOf = (categories: readonly number[]): Uint32Array => {
    const words = new Uint32Array(Math.ceil(nCategories / 32));
    for (const c of categories) words[c >>> 5] = words[c >>> 5]! | (1 << (c & 31));
    return words;
  };
  const everything: Region = {
    low: Array.from({ length: nFeatures }, () => -2),
    high: Array.from({ length: nFeatures }, () => 2),
    categories: Array.from({ length: nCategories }, (_, c) => c),
  };
  const grow = (depth: number, weight: number, region: Region): number => {
    const node = feature.push(-1) - 1;
    threshold.push(0);
    left.push(-1);
    right.push(-1);
    missingLeft.push(0);
    value.push(rng.normal());
    cover.push(weight);
    if (depth >= maxDepth || (depth > 0 && rng.uniform() < 0.2)) return node;
    const f = Math.floor(rng.uniform() * nFeatures);
    let [low, high] = [region, region];
    if (f === 0 && nCategories > 0) {
      const goes = region.categories.filter(() => rng.uniform() < 0.4);
      const stays = region.categories.filter((c) => !goes.includes(c));
      if (goes.length === 0 || stays.length === 0) return node;
      sets.set(node, setOf(goes));
      [low, high] = [
        { ...region, categories: stays },
        { ...region, categories: goes },
      ];
    } else {
      const at = region.low[f]! + rng.uniform() * (region.high[f]! - region.low[f]!);
      threshold[node] = at;
      [low, high] = [
        { ...region, high: region.high.with(f, at) },
        { ...region, low: region.low.with(f, at) },
      ];
    }
    feature[node] = f;
    missingLeft[node] = rng.uniform() < 0.5 ? 1 : 0;
    const share = strange && rng.uniform() < 0.1 ? 0 : 0.05 + 0.9 * rng.uniform();
    left[node] = grow(depth + 1, weight * share, strange ? everything : low);
    right[node] = grow(depth + 1, weight * (1 - share), strange ? everything : high);
    return node;
  };
  grow(0, 100, everything);
  return {
    feature: Int32Array.from(feature),
    threshold: Float32Array.from(threshold),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    missingLeft: Uint8Array.from(missingLeft),
    value: Float32Array.from(value),
    gain: new Float32Array(feature.length),
    cover: Float32Array.from(cover),
    ...(sets.size > 0 ? { rightCategories: sets } : {}),
  };
}

/** An ensemble of random trees with logistic link. */
export function randomEnsemble(rng: Rng, nTrees: number, shape: RandomTreeShape): Ensemble {
  const trees = Array.from({ length: nTrees }, () => randomTree(rng, shape));
  return { nFeatures: shape.nFeatures, link: 'logistic', baseMargin: -1.5, trees };
}

/** Rows for {@link randomEnsemble}, a fifth of the values missing; feature 0 holds codes, one of which no tree has seen. */
export function randomRows(rng: Rng, nRows: number, shape: Omit<RandomTreeShape, 'maxDepth'>): Matrix {
  return Matrix.fromColumns(
    Array.from({ length: shape.nFeatures }, (_, j) => ({
      name: `f${j}`,
      values: Float32Array.from({ length: nRows }, () => {
        if (rng.uniform() < 0.2) return NaN;
        return j === 0 && shape.nCategories > 0 ? Math.floor(rng.uniform() * (shape.nCategories + 1)) : rng.normal();
      }),
    })),
  );
}
