import { shownValue } from '@fraudx/core';
import type { EvalMetric } from './booster-spec.ts';
import type { FitBoosterOptions } from './fit-options.ts';
import { rangeProblems, whole } from './range-problems.ts';

const KERNELS: readonly unknown[] = ['auto', 'wasm', 'js'];
const METRICS: readonly string[] = ['logloss', 'auc', 'aucpr', 'average_precision'] satisfies EvalMetric[];
const RANGES = {
  nThreads: { ...whole(1, 64), isOptional: true },
  earlyStoppingRounds: { ...whole(1, 2 ** 31 - 1), isOptional: true },
} as const;

/**
 * Says of each option of a fit what is wrong with its value: types do not reach a script in JavaScript, and a wrong word would stand
 * for another choice. Names and validation rows are not looked at.
 *
 * @param metrics - The names that `evalMetric` may have. Default: those of this package.
 * @returns One problem per option, e.g. `nThreads must be an integer in [1, 64], got 0`; empty when all are right.
 */
export function optionProblems(
  options: Readonly<Partial<Record<keyof FitBoosterOptions, unknown>>>,
  metrics: readonly string[] = METRICS,
): string[] {
  const { evalMetric, kernels, onIteration, signal } = options;
  const problems = rangeProblems(options, RANGES);
  const refuse = (name: string, kind: string, value: unknown): void =>
    void problems.push(`${name} must be ${kind}, got ${shownValue(value)}`);
  if (evalMetric !== undefined && !(metrics as readonly unknown[]).includes(evalMetric)) {
    refuse('evalMetric', `one of ${metrics.join(', ')}`, evalMetric);
  }
  if (kernels !== undefined && !KERNELS.includes(kernels)) refuse('kernels', 'auto, wasm or js', kernels);
  if (onIteration !== undefined && typeof onIteration !== 'function') {
    refuse('onIteration', 'a function', onIteration);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) refuse('signal', 'an AbortSignal', signal);
  return problems;
}
