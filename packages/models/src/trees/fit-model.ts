import type { Matrix } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';
import type { BoosterSpec, FitBoosterOptions } from '@fraudx/trees';
import { fitBooster } from '@fraudx/trees';
import { embeddedEngine } from '../embedded-engine.ts';
import type { Estimator, EvalMetricName, FitOptions } from '../estimator.ts';
import { EVAL_METRICS } from '../eval-metrics.ts';
import { TreeModel } from './tree-model.ts';
import { leafWarnings } from './leaf-warnings.ts';

/** Options of the fit that the parameters name. The options given to the fit itself win for threads, which change no result. */
function paramOptions({ algorithm, params }: Estimator, options: FitOptions): FitBoosterOptions {
  const threads = Number(params['nthread'] ?? params['num_threads'] ?? params['n_jobs'] ?? 0);
  const name = params['eval_metric'] === undefined ? 'metric' : 'eval_metric';
  const named = params[name];
  const byParam = named === undefined ? undefined : EVAL_METRICS[named as EvalMetricName];
  const byOption = options.evalMetric === undefined ? undefined : EVAL_METRICS[options.evalMetric];
  if (byParam !== undefined && byOption !== undefined && byOption !== byParam) {
    throw new InvalidArgumentError(
      `${algorithm}: evalMetric must be the ${name} of the parameters, ${String(named)}, got ${options.evalMetric}`,
    );
  }
  const evalMetric = byOption ?? byParam;
  return {
    ...(threads > 0 ? { nThreads: threads } : {}),
    ...(evalMetric === undefined ? {} : { evalMetric }),
  };
}

/** Fits an ensemble on the embedded engine and wraps it as the model of an estimator. */
export async function fitModel(
  estimator: Estimator,
  spec: BoosterSpec,
  x: Matrix,
  y: Uint8Array,
  options: FitOptions,
): Promise<TreeModel> {
  const { sampleWeight, seed: _seed, evalMetric: _evalMetric, ...rest } = options;
  const rows = { x, y, ...(sampleWeight === undefined ? {} : { sampleWeight }) };
  const fitted = await fitBooster(rows, spec, { ...paramOptions(estimator, options), ...rest });
  return new TreeModel({
    algorithm: estimator.algorithm,
    engine: { ...embeddedEngine, kernels: fitted.kernels },
    warnings: [...fitted.warnings, ...leafWarnings(estimator, fitted, y)],
    params: estimator.params,
    featureNames: x.names,
    featureTypes: x.types,
    bestIteration: fitted.bestIteration,
    ensemble: fitted.ensemble,
  });
}
