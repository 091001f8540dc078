import { addSamplerName, Rng } from '@fraudx/core';
import { Registry } from '../registry.ts';
import type { Params } from '../space/search-space.ts';
import type { TrialHistory } from '../study/trial.ts';
import { cmaEsSampler } from './cma-es-sampler.ts';
import { gridSampler } from './grid-sampler.ts';
import { randomSampler } from './random-sampler.ts';
import { sobolSampler } from './sobol-sampler.ts';
import { tpeSampler } from './tpe-sampler.ts';
import type { SamplerDefinition, SamplerInput, SamplerSpec } from './sampler.ts';

const samplers = new Registry<SamplerDefinition>('sampler', [
  gridSampler,
  randomSampler,
  sobolSampler,
  tpeSampler,
  cmaEsSampler,
]);

/** The names of all samplers, the built-in ones first. */
export function samplerNames(): readonly string[] {
  return samplers.names;
}

/**
 * Adds a sampler, which studies and `tuning.strategy` of configs then know by its name.
 *
 * @throws {InvalidArgumentError} The name is taken, or has other characters than lower-case letters, digits and `-`.
 */
export function registerSampler(sampler: SamplerDefinition): void {
  samplers.add(sampler);
  addSamplerName(sampler.name);
}

/**
 * Whether a sampler visits all of its points, so that the number of trials cannot be chosen.
 *
 * @throws {InvalidArgumentError} There is no such sampler.
 */
export function isExhaustive(name: string): boolean {
  return samplers.find(name).isExhaustive;
}

/** A sampler of a study, ready to suggest. */
export interface StudySampler {
  /** How many different points there are to suggest; Infinity when there is no end. */
  readonly size: number;
  /** Whether the number of trials is `size` and cannot be chosen. */
  readonly isExhaustive: boolean;
  /** Whether suggestions depend on the history. */
  readonly hasMemory: boolean;
  /** The point of a trial; `history` is read by samplers with memory only. Default: none. */
  readonly suggest: (trial: number, history?: () => readonly TrialHistory[]) => Params;
}

/**
 * The sampler of a study.
 *
 * @param spec - Its name, or its name and options.
 * @throws {InvalidArgumentError} There is no such sampler; the space or an option does not suit it (`GRID_NOT_FINITE`); a bad seed.
 */
export function createSampler(
  spec: SamplerSpec | string,
  input: Omit<SamplerInput, 'options' | 'directions'> & Partial<Pick<SamplerInput, 'directions'>>,
): StudySampler {
  const { name, options = {} } = typeof spec === 'string' ? { name: spec } : spec;
  const definition = samplers.find(name);
  const sampler = definition.create({ directions: ['maximize'], ...input, options });
  const rng = new Rng(input.seed).stream(`${name} sampler`);
  return {
    size: sampler.size,
    isExhaustive: definition.isExhaustive,
    hasMemory: definition.hasMemory ?? true,
    suggest: (trial, history = () => []) =>
      sampler.suggest({
        trial,
        get history() {
          return history();
        },
        rng: rng.stream(`trial ${trial}`),
      }),
  };
}
