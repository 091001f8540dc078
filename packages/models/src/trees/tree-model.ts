import { join } from 'node:path';
import { ShapeError } from '@fraudx/core';
import type { FeatureType, Matrix } from '@fraudx/core';
import { writeFileAtomic } from '@fraudx/core/files';
import type { Ensemble } from '@fraudx/trees';
import { checkValues, predictMargin, treeContributions } from '@fraudx/trees';
import { checkMatrix } from '../check-fit.ts';
import type {
  AlgorithmName,
  Contributions,
  ContributionUnit,
  EngineInfo,
  FitWarning,
  FittedModel,
  ParamValues,
  TreeFeatureImportance,
} from '../estimator.ts';
import { toXgboostJson, xgboostJsonText } from './to-xgboost-json.ts';

/** File of an ensemble in a model folder. */
export const BOOSTER_FILE = 'booster.json';

/** A fitted ensemble of trees with all that is needed to score and to save it. */
export class TreeModel implements FittedModel {
  readonly algorithm: AlgorithmName;
  readonly engine: EngineInfo;
  readonly params: ParamValues;
  readonly featureNames: readonly string[];
  readonly featureTypes: readonly FeatureType[];
  readonly bestIteration: number;
  readonly warnings: readonly FitWarning[];
  readonly ensemble: Ensemble;
  readonly contributions: Contributions;

  constructor(
    parts: Pick<
      TreeModel,
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
    this.contributions = { unit: this.contributionUnit, of: (x) => this.predictContributions(x) };
  }

  readonly scoreKind = 'probability';

  /** {@link predictProba}. */
  score(x: Matrix): Float64Array {
    return this.predictProba(x);
  }

  /**
   * Probability of fraud per row, in [0, 1], length nRows.
   *
   * @throws {ShapeError} Feature names differ from those of the training matrix.
   * @throws {DataError} `INFINITE_VALUE`, as in training; NaN is missing.
   */
  predictProba(x: Matrix): Float64Array {
    this.#checkFeatures('predictProba', x);
    checkValues('predictProba', 'x', x);
    const margins = predictMargin(this.ensemble, x);
    if (this.ensemble.link === 'identity') return Float64Array.from(margins, (mean) => Math.min(1, Math.max(0, mean)));
    return Float64Array.from(margins, (margin) => 1 / (1 + Math.exp(-margin)));
  }

  /**
   * What each feature adds to each row's score: exact path-dependent TreeSHAP, row-major, nRows × (nFeatures + 1), the last of
   * each row is the base, the mean over the training rows.
   *
   * A row sums to its log odds of fraud; for `random-forest` to its probability (`contributionUnit` says which).
   *
   * @throws {ShapeError} Feature names differ from those of the training matrix.
   * @throws {DataError} `INFINITE_VALUE`, as in training; NaN is missing.
   */
  predictContributions(x: Matrix): Float64Array {
    this.#checkFeatures('predictContributions', x);
    checkValues('predictContributions', 'x', x);
    return treeContributions(this.ensemble, x);
  }

  /** Unit of {@link predictContributions}: `log-odds`; `probability` for `random-forest`. */
  get contributionUnit(): ContributionUnit {
    return this.ensemble.link === 'identity' ? 'probability' : 'log-odds';
  }

  #checkFeatures(owner: string, x: Matrix): void {
    checkMatrix(owner, 'x', x);
    const same = x.nCols === this.featureNames.length && x.names.every((name, j) => name === this.featureNames[j]);
    if (same) return;
    const missing = this.featureNames.filter((name) => !x.names.includes(name));
    const detail = missing.length > 0 ? `without ${missing.join(', ')}` : x.names.join(', ');
    throw new ShapeError(`x must have the features ${this.featureNames.join(', ')} in this order, got ${detail}`, {
      subject: owner,
      details: { expected: this.featureNames, received: x.names },
    });
  }

  /** One entry per feature, by gain, highest first. */
  featureImportances(): TreeFeatureImportance[] {
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
    return rows.map((row) => ({ ...row, value: row.gain })).toSorted((a, b) => b.gain - a.gain);
  }

  /** Writes `booster.json` (XGBoost JSON). */
  async save(folder: string): Promise<void> {
    const json = toXgboostJson(this.ensemble, this.featureNames);
    await writeFileAtomic(join(folder, BOOSTER_FILE), `${xgboostJsonText(json)}\n`);
  }
}
