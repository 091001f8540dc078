import { addSamplerName, InvalidArgumentError, Rng } from '@fraudx/core';
import type { PrunerSpec } from '../pruners/pruner.ts';
import { Registry } from '../registry.ts';
import type { Params } from '../space/search-space.ts';
import type { TrialHistory } from '../study/trial.ts';
import { bayesianSampler, hyperbandSampler } from './choose-sampler.ts';
import { cmaEsSampler } from './cma-es-sampler.ts';
import { gpSampler } from './gp-sampler.ts';
import { gridSampler } from './grid-sampler.ts';
import { nsgaIiSampler } from './nsga-ii-sampler.ts';
import { randomSampler } from './random-sampler.ts';
import { sobolSampler } from './sobol-sampler.ts';
import { tpeSampler } from './tpe-sampler.ts';
import type { SamplerChoice, SamplerDefinition, SamplerInput, SamplerSpec, StudyOutline } from './sampler.ts';

const samplers = new Registry<SamplerDefinition | SamplerChoice>('sampler', [
  gridSampler,
  randomSampler,
  sobolSampler,
  tpeSampler,
  cmaEsSampler,
  gpSampler,
  nsgaIiSampler,
  bayesianSampler,
  hyperbandSampler,
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

/**
 * The sampler that a name stands for: itself, or, of `bayesian`, the one that suits the study.
 *
 * @param study - Its space, how many trials it asks for, its directions and constraints; read where there is a choice.
 * @throws {InvalidArgumentError} There is no such sampler; there is a choice and `nTrials` is no integer >= 1, or options are given.
 * @example
 * resolveSampler('bayesian', { space: parseSearchSpace({ max_depth: [4, 6] }), nTrials: 500 }); // {"name":"tpe"}
 */
export function resolveSampler(
  given: SamplerSpec | string,
  { nTrials, ...study }: Omit<StudyOutline, 'nTrials'> & { readonly nTrials?: number },
): SamplerSpec {
  const { name, options = {} } = typeof given === 'string' ? { name: given } : given;
  const definition = samplers.find(name);
  if (!('choose' in definition)) return { name, ...(Object.keys(options).length === 0 ? {} : { options }) };
  if (nTrials === undefined || !Number.isSafeInteger(nTrials) || nTrials < 1) {
    throw new InvalidArgumentError(`sampler ${name}: nTrials must be an integer >= 1, got ${String(nTrials)}`, {
      hint: `Its choice depends on the number of trials; where that is open, name ${definition.candidates.join(', ')}.`,
    });
  }
  const names = Object.keys(options);
  if (names.length === 0) return definition.choose({ ...study, nTrials });
  throw new InvalidArgumentError(`sampler ${name}: options must be none, got ${names.join(', ')}`, {
    hint: `Name the sampler they are for: ${definition.candidates.join(', ')}.`,
  });
}

/**
 * The names of the samplers that a name may stand for, where it is a choice such as `bayesian`; else none.
 *
 * @throws {InvalidArgumentError} There is no such sampler.
 */
export function samplerCandidates(given: SamplerSpec | string): readonly string[] {
  const definition = samplers.find(typeof given === 'string' ? given : given.name);
  return 'choose' in definition ? definition.candidates : [];
}

/**
 * The pruner that belongs to a strategy, such as `hyperband`; undefined where there is none.
 *
 * @throws {InvalidArgumentError} There is no such sampler.
 */
export function samplerPruner(given: SamplerSpec | string): PrunerSpec | undefined {
  const definition = samplers.find(typeof given === 'string' ? given : given.name);
  return 'choose' in definition ? definition.pruner : undefined;
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
 * @param spec - Its name, or its name and options. `bayesian` needs `nTrials`: {@link resolveSampler}.
 * @throws {InvalidArgumentError} There is no such sampler; the space or an option does not suit it (`GRID_NOT_FINITE`); a bad seed.
 */
export function createSampler(
  spec: SamplerSpec | string,
  input: Omit<SamplerInput, 'options' | 'directions'> &
    Partial<Pick<SamplerInput, 'directions'>> & { readonly nTrials?: number },
): StudySampler {
  const { name, options = {} } = resolveSampler(spec, input);
  const definition = samplers.find(name) as SamplerDefinition;
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
