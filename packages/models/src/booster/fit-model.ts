import type { Matrix } from '@fraudx/core';
import type { BoosterSpec } from '@fraudx/trees';
import { fitBooster } from '@fraudx/trees';
import { embeddedEngine } from '../embedded-engine.ts';
import type { Estimator, FitOptions, FittedModel } from '../estimator.ts';
import { BoostedModel } from './boosted-model.ts';

/** Fits an ensemble on the embedded engine and wraps it as the model of an estimator. */
export async function fitModel(
  estimator: Estimator,
  spec: BoosterSpec,
  x: Matrix,
  y: Uint8Array,
  options: FitOptions,
): Promise<FittedModel> {
  const { sampleWeight, seed: _seed, ...rest } = options;
  const rows = { x, y, ...(sampleWeight === undefined ? {} : { sampleWeight }) };
  const fitted = await fitBooster(rows, spec, rest);
  return new BoostedModel({
    algorithm: estimator.algorithm,
    engine: embeddedEngine,
    params: estimator.params,
    featureNames: x.names,
    featureTypes: x.types,
    bestIteration: fitted.bestIteration,
    ensemble: fitted.ensemble,
  });
}
