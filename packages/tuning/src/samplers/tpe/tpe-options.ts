import { InvalidArgumentError, shownValue, unknownKeys } from '@fraudx/core';
import type { KernelOptions } from './kernel-rules.ts';

/** Options of the sampler `tpe`. */
export interface TpeSamplerOptions {
  /** Whether all hyperparameters are suggested together, so that what goes well together is seen; else each one by itself. Default true. */
  readonly multivariate?: boolean;
  /** Trials that have ended with a result before the first suggestion; until then, points are random. >= 0; default 10. */
  readonly nStartupTrials?: number;
  /** Candidates of which each suggestion is the best one, >= 1. Default 24. */
  readonly nEiCandidates?: number;
  /** Weight of the prior beside 1 of a trial, > 0. Default 1. */
  readonly priorWeight?: number;
  /** Whether no kernel is narrower than the range / min(100, kernels + 1). Default true. */
  readonly considerMagicClip?: boolean;
  /** Whether the ends of a range count as neighbours of the outermost trials. Default false. */
  readonly considerEndpoints?: boolean;
  /** Whether trials that run count as bad ones. Default true. */
  readonly constantLiar?: boolean;
}

const defaults: Required<TpeSamplerOptions> & KernelOptions = {
  multivariate: true,
  nStartupTrials: 10,
  nEiCandidates: 24,
  priorWeight: 1,
  considerMagicClip: true,
  considerEndpoints: false,
  constantLiar: true,
};

const least: Readonly<Record<string, number>> = { nStartupTrials: 0, nEiCandidates: 1 };

/** @throws {InvalidArgumentError} An option is unknown or out of range. */
export function parseTpeOptions(given: Readonly<Record<string, unknown>>): Required<TpeSamplerOptions> {
  const unknown = unknownKeys('option', given, Object.keys(defaults));
  if (unknown.length > 0) throw new InvalidArgumentError(`sampler tpe: ${unknown.join('; ')}`);
  for (const [name, value] of Object.entries(given)) {
    const refuse = (wanted: string): InvalidArgumentError =>
      new InvalidArgumentError(`sampler tpe: ${name} must be ${wanted}, got ${shownValue(value)}`);
    const from = least[name];
    if (from !== undefined) {
      if (!Number.isSafeInteger(value) || (value as number) < from) throw refuse(`an integer >= ${from}`);
    } else if (name === 'priorWeight') {
      if (!Number.isFinite(value) || (value as number) <= 0) throw refuse('a number > 0');
    } else if (typeof value !== 'boolean') throw refuse('true or false');
  }
  return { ...defaults, ...given };
}
