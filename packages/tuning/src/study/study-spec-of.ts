import { InvalidArgumentError, shownValue } from '@fraudx/core';
import type { PrunerSpec } from '../pruners/pruner.ts';
import { createSampler, resolveSampler, samplerPruner } from '../samplers/sampler-registry.ts';
import type { SamplerSpec } from '../samplers/sampler.ts';
import type { SearchSpace } from '../space/search-space.ts';
import type { Direction } from './best-trial.ts';
import type { StudySpec } from './study-spec.ts';
import { parseStudySpec, studyFormatVersion } from './study-spec.ts';

/** What decides the points of a study, and how they compare. */
export interface StudyDesign {
  readonly space: SearchSpace;
  /** How points are chosen: `grid`, `random` or a registered sampler, with its options where it has some; or `bayesian`, which chooses one. */
  readonly sampler: SamplerSpec | string;
  /** Which trials are stopped early, by what they report: `median` or a registered pruner. Default: none. */
  readonly pruner?: PrunerSpec | string;
  /**
   * For samplers with memory, for pruners and for stopping rules: the point of trial k, whether it is pruned, and whether there is one follow from the
   * results of the trials below `k - lag` and from the parameters of the others, so that they do not depend on `concurrency`, on the number of processes
   * or on kills. A whole number >= 0; default 8, or that of the stored study.
   */
  readonly lag?: number;
  /** One, or one for each value that the objective returns; several take no pruner. */
  readonly direction: Direction | readonly Direction[];
  /**
   * Names of what every trial must meet, such as `predict_ms <= 1`: the objective returns a number for each, at most 0 where it is met. Names are not empty and
   * differ. Default: none.
   */
  readonly constraints?: readonly string[];
  readonly seed: number;
}

/** A design, and how many trials it asks for, which `bayesian` needs to know. */
type SizedDesign = StudyDesign & { readonly nTrials?: number };

/** The lag of studies that look back, where none is given. */
export const defaultLag = 8;

/** A part by its name and its options; without options where they are empty. */
function named(given: SamplerSpec | PrunerSpec | string): SamplerSpec & PrunerSpec {
  const { name, options = {} } = typeof given === 'string' ? { name: given } : given;
  return Object.keys(options).length === 0 ? { name } : { name, options };
}

/** What is stored, exactly as it will be read: options that JSON does not know are refused here. */
function storable(owner: string, spec: StudySpec): StudySpec {
  const text = JSON.stringify(spec, (key, value: unknown) => {
    const isPlain = value === null || ['string', 'boolean', 'object'].includes(typeof value);
    if (isPlain || (typeof value === 'number' && Number.isFinite(value))) return value;
    throw new InvalidArgumentError(`${key} must be a JSON value, got ${shownValue(value)}`, { subject: owner });
  });
  return parseStudySpec(JSON.parse(text));
}

function lagOf(owner: string, design: SizedDesign, stops: boolean): { readonly lag?: number } {
  const looksBack = createSampler(design.sampler, design).hasMemory || design.pruner !== undefined || stops;
  const { lag = looksBack ? defaultLag : undefined } = design;
  if (lag === undefined) return {};
  if (!Number.isSafeInteger(lag) || lag < 0) {
    throw new InvalidArgumentError(`lag must be an integer >= 0, got ${String(lag)}`, { subject: owner });
  }
  if (looksBack) return { lag };
  throw new InvalidArgumentError(
    `lag must be absent for ${named(design.sampler).name}, which has no memory, without a pruner, got ${lag}`,
    { subject: owner },
  );
}

function directionsOf(owner: string, { direction, pruner }: StudyDesign): readonly Direction[] {
  const directions = typeof direction === 'string' ? [direction] : direction;
  for (const one of Array.isArray(directions) ? directions : [directions]) {
    if (one !== 'maximize' && one !== 'minimize') {
      throw new InvalidArgumentError(`direction must be maximize or minimize, got ${String(one)}`, { subject: owner });
    }
  }
  if (directions.length === 0)
    throw new InvalidArgumentError(`direction must be at least one, got none`, { subject: owner });
  if (directions.length > 1 && pruner !== undefined) {
    throw new InvalidArgumentError(`pruner must be absent with several directions, got one`, {
      subject: owner,
      hint: 'A report is one number; leave the pruner out, or optimise one value.',
    });
  }
  return directions;
}

/** @throws {InvalidArgumentError} A name is empty, no text, or there twice. */
function constraintsOf(owner: string, { constraints = [] }: StudyDesign): { readonly constraints?: readonly string[] } {
  for (const [i, name] of constraints.entries()) {
    if (typeof name === 'string' && name !== '' && constraints.indexOf(name) === i) continue;
    throw new InvalidArgumentError(`constraints must be names that differ, got ${shownValue(name)}`, {
      subject: owner,
    });
  }
  return constraints.length === 0 ? {} : { constraints };
}

/**
 * The specification of a study, as it is stored.
 *
 * @param design - `nTrials`: how many trials are asked for; `bayesian` needs it.
 * @param options - `owner`: who asks, for errors. `stops`: whether a stopping rule looks at the trials; default false.
 * @throws {InvalidArgumentError} Something of the design is out of range, or JSON does not know it.
 */
export function studySpecOf(design: SizedDesign, options: { owner?: string; stops?: boolean } = {}): StudySpec {
  const { owner = 'studySpecOf', stops = false } = options;
  const { space, sampler, seed } = design;
  const own = samplerPruner(sampler);
  const { pruner = own } = design;
  if (own !== undefined && pruner !== undefined && named(pruner).name !== own.name) {
    throw new InvalidArgumentError(
      `pruner must be absent or ${own.name} with the sampler ${named(sampler).name}, which brings it, got ${named(pruner).name}`,
      { subject: owner, hint: 'With another pruner name the sampler random.' },
    );
  }
  const whole = pruner === undefined ? design : { ...design, pruner };
  return storable(owner, {
    formatVersion: studyFormatVersion,
    space,
    sampler: resolveSampler(sampler, { ...design, directions: directionsOf(owner, whole) }),
    ...(pruner === undefined ? {} : { pruner: named(pruner) }),
    directions: directionsOf(owner, whole),
    ...constraintsOf(owner, design),
    seed,
    ...lagOf(owner, whole, stops),
  });
}
