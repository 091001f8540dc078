import { knownAlgorithmNames } from '@fraudx/core';
import type { FraudxConfig } from './config-fields.ts';

type Params = NonNullable<FraudxConfig['params']>;

/**
 * The hyperparameters of a config that are for one algorithm: those without an algorithm's name, and below its name those of its own, which win.
 *
 * @example
 * paramsFor({ eta: 0.1, xgboost: { eta: 0.3 } }, 'xgboost'); // { eta: 0.3 }
 */
export function paramsFor(params: Params, algorithm: string): Params {
  const isName = (name: string): boolean => knownAlgorithmNames().includes(name);
  const shared = Object.entries(params).filter(([name]) => !isName(name));
  const own = Object.hasOwn(params, algorithm) && isName(algorithm) ? Object.entries(params[algorithm] as object) : [];
  return Object.fromEntries([...shared, ...own]) as Params;
}
