import { FraudxError, InvalidArgumentError, Rng, shownValue } from '@fraudx/core';
import type { StudySampler } from '../samplers/sampler-registry.ts';
import { createSampler } from '../samplers/sampler-registry.ts';
import { checkPoint } from '../space/points.ts';
import type { Params } from '../space/search-space.ts';
import type { ClaimedTrial, ClaimRequest } from '../storage/study-store.ts';
import { SeenTrials } from './seen-trials.ts';
import { Terminator } from '../terminator/terminator.ts';
import type { StoppingRules } from './stopping-rules.ts';
import { hasRules, isOver } from './stopping-rules.ts';
import { defaultLag } from './study-spec-of.ts';
import type { StudySpec } from './study-spec.ts';

/** Refuses a point that is none before it is stored. */
function checkedPoint(sampler: string, params: Params): Params {
  for (const [name, value] of Object.entries(params)) {
    const isScalar = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
    if (isScalar) continue;
    throw new InvalidArgumentError(
      `sampler ${sampler}: ${name} must be a text, a finite number or true/false, got ${shownValue(value)}`,
    );
  }
  return params;
}

/** Asks a store for the next trial of a study. */
export class Suggester {
  readonly spec: StudySpec;
  readonly #sampler: StudySampler;
  /** That of the study; of rules on a study that began without one, the default. */
  readonly #lag: number | undefined;
  readonly #seen: SeenTrials | undefined;
  readonly #rules: StoppingRules;
  readonly #terminator: Terminator | undefined;
  readonly #seeds: Rng;
  /** Trials whose point came from the sampler, here. */
  readonly #own = new Set<number>();

  constructor(spec: StudySpec, rules: StoppingRules = {}) {
    this.spec = spec;
    this.#sampler = createSampler(spec.sampler, spec);
    this.#lag = spec.lag ?? (hasRules(rules) ? defaultLag : undefined);
    this.#seen = this.#lag === undefined ? undefined : new SeenTrials(this.#lag);
    this.#rules = rules;
    this.#terminator = rules.noiseOf === undefined ? undefined : new Terminator(spec, rules.noiseOf);
    this.#seeds = new Rng(spec.seed).stream('trial seeds');
  }

  /** How many different points there are; Infinity where there is no end. */
  get size(): number {
    return this.#sampler.size;
  }

  /** A seed that depends only on the study's seed and the trial's number. */
  seedOf(trial: number): number {
    return this.#seeds.stream(`trial ${trial}`).uint32();
  }

  /**
   * Why a point that came from the store, queued or of a trial that is run again, is none of the space: whoever can write to the store may have put it
   * there. Undefined where it is one, or was suggested here.
   */
  problemOf({ trial, params }: Pick<ClaimedTrial, 'trial' | 'params'>): string | undefined {
    if (this.#own.has(trial)) return undefined;
    try {
      checkPoint(`trial ${trial}`, this.spec.space, params);
      return undefined;
    } catch (error) {
      if (error instanceof FraudxError) return error.message;
      throw error;
    }
  }

  /** @param maxTrials - Trials of the whole study. */
  request(maxTrials: number): ClaimRequest {
    const { sampler, directions } = this.spec;
    const lag = this.#lag;
    return {
      maxTrials,
      ...(lag === undefined ? {} : { lag }),
      suggest: (trial, history) => {
        this.#own.add(trial);
        return checkedPoint(
          sampler.name,
          this.#sampler.suggest(trial, () => this.#seen?.before(trial, history) ?? history()),
        );
      },
      ...(hasRules(this.#rules)
        ? {
            endsBefore: (trial, history) => {
              const before = this.#seen?.before(trial, history) ?? history();
              return isOver(before, this.#rules, directions[0]!) || this.#terminator?.settled(before) !== undefined;
            },
          }
        : {}),
    };
  }
}
