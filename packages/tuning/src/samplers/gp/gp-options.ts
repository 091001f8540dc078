import { InvalidArgumentError, shownValue, unknownKeys } from '@fraudx/core';

/** Options of the sampler `gp`. */
export interface GpSamplerOptions {
  /** Trials that have ended with a result before the first suggestion; until then, points cover the space evenly. >= 1; default 10. */
  readonly nStartupTrials?: number;
  /** Points of the whole space that are compared before the search around the best ones begins, >= 1. Default 1024. */
  readonly nCandidates?: number;
  /** Trials that the model reads at most, >= 10. Default 500. */
  readonly maxTrials?: number;
}

const defaults: Required<GpSamplerOptions> = { nStartupTrials: 10, nCandidates: 1024, maxTrials: 500 };
const limits: Readonly<Record<string, readonly [number, number]>> = {
  nStartupTrials: [1, Number.MAX_SAFE_INTEGER],
  nCandidates: [1, 2 ** 16],
  maxTrials: [10, 1000],
};

/** @throws {InvalidArgumentError} An option is unknown or out of range. */
export function parseGpOptions(given: Readonly<Record<string, unknown>>): Required<GpSamplerOptions> {
  const unknown = unknownKeys('option', given, Object.keys(defaults));
  if (unknown.length > 0) throw new InvalidArgumentError(`sampler gp: ${unknown.join('; ')}`);
  for (const [name, value] of Object.entries(given)) {
    const [from, to] = limits[name]!;
    if (Number.isSafeInteger(value) && (value as number) >= from && (value as number) <= to) continue;
    throw new InvalidArgumentError(
      `sampler gp: ${name} must be an integer in [${from}, ${to}], got ${shownValue(value)}`,
    );
  }
  return { ...defaults, ...given };
}
