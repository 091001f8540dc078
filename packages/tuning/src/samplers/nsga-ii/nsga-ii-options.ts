import { InvalidArgumentError, shownValue, unknownKeys } from '@fraudx/core';

/** How two parents give numbers to a child; categories are always taken from one of them (uniform crossover). */
export type Crossover = 'sbx' | 'blx-alpha' | 'uniform';

/** Options of the sampler `nsga-ii`. */
export interface NsgaIiSamplerOptions {
  /** Trials of a generation, and how many of them are kept as parents, >= 2. Default 50. */
  readonly populationSize?: number;
  /** How parents give numbers to a child: simulated binary crossover (distribution index 15), blend crossover (alpha 0.5), or one of both. Default `blx-alpha`. */
  readonly crossover?: Crossover;
  /** Chance that a child has two parents, and not one, in [0, 1]. Default 0.9. */
  readonly crossoverProbability?: number;
  /** Chance that a value comes from the second parent, where one of both is taken, in [0, 1]. Default 0.5. */
  readonly swappingProbability?: number;
  /** Chance of each hyperparameter to be changed at random, in [0, 1]. Default 1 / number of hyperparameters with more than one value. */
  readonly mutationProbability?: number;
}

/** {@link NsgaIiSamplerOptions} with their defaults; the chance of a mutation follows from the space where none was given. */
export type CheckedNsgaIiOptions = Required<Omit<NsgaIiSamplerOptions, 'mutationProbability'>> &
  Pick<NsgaIiSamplerOptions, 'mutationProbability'>;

const crossovers: readonly Crossover[] = ['sbx', 'blx-alpha', 'uniform'];

const defaults: CheckedNsgaIiOptions = {
  populationSize: 50,
  crossover: 'blx-alpha',
  crossoverProbability: 0.9,
  swappingProbability: 0.5,
};

/** @throws {InvalidArgumentError} An option is unknown or out of range. */
export function parseNsgaIiOptions(given: Readonly<Record<string, unknown>>): CheckedNsgaIiOptions {
  const unknown = unknownKeys('option', given, [...Object.keys(defaults), 'mutationProbability']);
  if (unknown.length > 0) throw new InvalidArgumentError(`sampler nsga-ii: ${unknown.join('; ')}`);
  for (const [name, value] of Object.entries(given)) {
    const refuse = (wanted: string): InvalidArgumentError =>
      new InvalidArgumentError(`sampler nsga-ii: ${name} must be ${wanted}, got ${shownValue(value)}`);
    if (name === 'populationSize') {
      if (!Number.isSafeInteger(value) || (value as number) < 2) throw refuse('an integer >= 2');
    } else if (name === 'crossover') {
      if (!(crossovers as readonly unknown[]).includes(value)) throw refuse(`one of ${crossovers.join(', ')}`);
    } else if (!(typeof value === 'number' && value >= 0 && value <= 1)) throw refuse('a number in [0, 1]');
  }
  return { ...defaults, ...given };
}
