import type { BuiltInAlgorithm } from '@fraudx/core';
import { addAlgorithmName, InvalidArgumentError, nearest, shownValue } from '@fraudx/core';
import type { AlgorithmName } from '../estimator.ts';
import { lightgbm } from '../lightgbm/lightgbm.ts';
import { randomForest } from '../random-forest/random-forest.ts';
import { xgboost } from '../xgboost/xgboost.ts';
import { defineParams } from '../parameters/param-schema.ts';
import type { Algorithm } from './algorithm.ts';

/** The algorithms that are there from the start: those that configs know, no more and no less. */
const builtIn = { xgboost, lightgbm, 'random-forest': randomForest } satisfies Readonly<
  Record<BuiltInAlgorithm, Algorithm>
>;

/** The models of a built-in algorithm. */
export type BuiltInModel<Name extends BuiltInAlgorithm> = Awaited<ReturnType<(typeof builtIn)[Name]['load']>>;

const algorithms = new Map<string, Algorithm>(Object.entries(builtIn));

/** The names of all algorithms, the built-in ones first. */
export function algorithmNames(): readonly AlgorithmName[] {
  return [...algorithms.keys()];
}

/**
 * Adds an algorithm, which `createEstimator`, `loadModelFolder` and `parseConfig` then know by its name. In configs its parameters stand directly below
 * `params`.
 *
 * @throws {InvalidArgumentError} `ALGORITHM_EXISTS`: the name is taken; a name of other characters than letters, digits and `-`.
 */
export function registerAlgorithm(algorithm: Algorithm): void {
  const { name } = algorithm;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) {
    throw new InvalidArgumentError(`name must be lower-case letters, digits and -, got ${shownValue(name)}`, {
      subject: 'registerAlgorithm',
    });
  }
  if (algorithms.has(name)) {
    throw new InvalidArgumentError(`name must be new, got ${name}`, {
      subject: 'registerAlgorithm',
      code: 'ALGORITHM_EXISTS',
    });
  }
  algorithms.set(name, {
    ...defineParams(algorithm),
    createEstimator: (params) => algorithm.createEstimator(params),
    load: (files, manifest) => algorithm.load(files, manifest),
    ...(algorithm.rounds === undefined ? {} : { rounds: algorithm.rounds }),
    ...(algorithm.memory === undefined ? {} : { memory: algorithm.memory }),
  });
  addAlgorithmName(name);
}

/**
 * An algorithm by its name.
 *
 * @throws {InvalidArgumentError} `UNKNOWN_ALGORITHM`, with the nearest known one.
 */
export function findAlgorithm(name: AlgorithmName): Algorithm {
  const algorithm = algorithms.get(name);
  if (algorithm !== undefined) return algorithm;
  const known = algorithmNames();
  const got = shownValue(name);
  const near = nearest(got.replaceAll('"', ''), known);
  throw new InvalidArgumentError(`algorithm must be one of ${known.join(', ')}, got ${got}`, {
    code: 'UNKNOWN_ALGORITHM',
    details: { algorithm: name, known },
    hint: near === undefined ? `Choose one of ${known.join(', ')}.` : `Did you mean "${near}"?`,
  });
}
