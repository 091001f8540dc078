import { join } from 'node:path';
import { ShapeError } from '@fraudx/core';
import type { FeatureType, Matrix } from '@fraudx/core';
import { writeFileAtomic } from '@fraudx/core/files';
import type { Ensemble } from '@fraudx/trees';
import { checkValues, predictMargin, treeContributions } from '@fraudx/trees';
import { checkMatrix } from '../check-fit.ts';
import type {
  AlgorithmName,
  ContributionUnit,
  EngineInfo,
  FeatureImportance,
  FitWarning,
  FittedModel,
  ParamValues,
} from '../estimator.ts';
import { toXgboostJson, xgboostJsonText } from './to-xgboost-json.ts';

/** A fitted ensemble of trees with all that is needed to score and to save it. */
export class BoostedModel implements FittedModel {
  readonly algorithm: AlgorithmName;
  readonly engine: EngineInfo;
  readonly params: ParamValues;
  readonly featureNames: readonly string[];
  readonly featureTypes: readonly FeatureType[];
  readonly bestIteration: number;
  readonly warnings: readonly FitWarning[];
  readonly ensemble: Ensemble;

  constructor(
    parts: Pick<
      BoostedModel,
      'algorithm' | 'engine' | 'params' | 'featureNames' | 'featureTypes' | 'bestIteration' | 'ensemble'
    > & { readonly warnings?: readonly FitWarning[] },
  ) {
    this.algorithm = parts.algorithm;
    this.engine = parts.engine;
    this.params = parts.params;
    this.featureNames = parts.featureNames;
    this.featureTypes = parts.featureTypes;
    this.bestIteration = parts.bestIteration;
    this.warnings = parts.warnings ?? [];
    this.ensemble = parts.ensemble;
  }

  predictProba(x: Matrix): Float64Array {
    this.#checkFeatures('predictProba', x);
    checkValues('predictProba', 'x', x);
    const margins = predictMargin(this.ensemble, x);
    if (this.ensemble.link === 'identity') return Float64Array.from(margins, (mean) => Math.min(1, Math.max(0, mean)));
    return Float64Array.from(margins, (margin) => 1 / (1 + Math.exp(-margin)));
  }

  predictContributions(x: Matrix): Float64Array {
    this.#checkFeatures('predictContributions', x);
    checkValues('predictContributions', 'x', x);
    return treeContributions(this.ensemble, x);
  }

  get contributionUnit(): ContributionUnit {
    return this.ensemble.link === 'identity' ? 'probability' : 'log-odds';
  }

  #checkFeatures(owner: string, x: Matrix): void {
    checkMatrix(owner, 'x', x);
    const same = x.nCols === this.featureNames.length && x.names.every((name, j) => name === this.featureNames[j]);
    if (same) return;
    const missing = this.featureNames.filter((name) => !x.names.includes(name));
    const detail = missing.length > 0 ? `without ${missing.join(', ')}` : x.names.join(', ');
    throw new ShapeError(
      `${owner}: x must have the features ${this.featureNames.join(', ')} in this order, got ${detail}`,
      { details: { expected: this.featureNames, received: x.names } },
    );
  }

  featureImportances(): FeatureImportance[] {
    const rows = this.featureNames.map((feature) => ({ feature, gain: 0, cover: 0, weight: 0 }));
    for (const tree of this.ensemble.trees) {
      tree.feature.forEach((f, node) => {
        const row = rows[f];
        if (row === undefined) return;
        row.gain += tree.gain[node]!;
        row.cover += tree.cover[node]!;
        row.weight++;
      });
    }
    return rows.toSorted((a, b) => b.gain - a.gain);
  }

  async save(folder: string): Promise<void> {
    const json = toXgboostJson(this.ensemble, this.featureNames);
    await writeFileAtomic(join(folder, 'booster.json'), `${xgboostJsonText(json)}\n`);
  }
}
