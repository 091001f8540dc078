import { canonicalJson, InvalidArgumentError } from '@fraudx/core';
import type { AlgorithmName, ParamValues } from '@fraudx/models';
import { defaultSearchSpace, paramSchema, parseParams } from '@fraudx/models';
import type { PrunerSpec, SamplerSpec, SearchSpace, StudySpec } from '@fraudx/tuning';
import {
  createSampler,
  isExhaustive,
  parseSearchSpace,
  plannedTrials,
  resolveSampler,
  studySpecOf,
  samplerPruner,
} from '@fraudx/tuning';
import type { CategoryEncoding } from '@fraudx/features';
import { categoryEncodings } from '@fraudx/features';
import { checkedParams } from '../training/checked-params.ts';
import { checkStops } from '../training/check-rounds.ts';
import { ENCODING_PREFIX } from '../dataset/text-columns.ts';
import type { ExperimentSettings } from '../settings.ts';
import { canonicalNames, checkSpace } from './check-space.ts';
import { checkNoConditions, ownDimension, withFixedParents } from './conditional-space.ts';
import { measuredMetricNames } from './measured-metrics.ts';
import type { MetricConstraint } from './metric-constraints.ts';
import { parseConstraints } from './metric-constraints.ts';
import { checkOuterMetric } from './outer/check-outer-metric.ts';
import { defaultPoint } from './default-point.ts';
import { checkOwnPruner, prunerOf } from './pruner-of.ts';
import type { StudyObjective } from './study-objectives.ts';
import { objectivesOf, oneMetric } from './study-objectives.ts';

/** Everything that decides what a study tries and how it compares. */
export interface StudyPlan {
  readonly algorithm: AlgorithmName;
  /** The sampler's name; for `bayesian`, that of the chosen one. */
  readonly strategy: string;
  /** The sampler with its options. */
  readonly sampler: SamplerSpec;
  /** The first metric: it chooses among the trials that no other one beats. */
  readonly metric: string;
  /** That of the first metric. */
  readonly direction: 'maximize' | 'minimize';
  /** All metrics that trials are compared by, at least one. */
  readonly objectives: readonly StudyObjective[];
  /** What a trial must meet to be the best. */
  readonly constraints: readonly MetricConstraint[];
  readonly space: SearchSpace;
  /** Names of the hyperparameters that are searched. */
  readonly searched: readonly string[];
  /** Trials of a random search; absent for a grid. */
  readonly nTrials?: number;
  /** Trials in all. */
  readonly planned: number;
  readonly earlyStoppingRounds?: number;
  /** Which trials are stopped early, by what they reach on validation rows while they boost. Absent: none. */
  readonly pruner?: PrunerSpec;
  /** Encodings of categories that a suggestion chooses, by column. */
  readonly encodingsOf: (suggested: object) => Readonly<Record<string, CategoryEncoding>>;
  /** All hyperparameters of a suggestion, with the fixed ones and the defaults. */
  readonly paramsOf: (suggested: object) => ParamValues;
  /** What the user should know about the plan. */
  readonly notes: readonly string[];
  /** Hyperparameters with the largest trees that the search can suggest. */
  readonly largest: ParamValues;
}

/** Of each searched dimension that sizes the model, the value of the largest one. */
function largestModel(algorithm: string, space: SearchSpace): Record<string, number> {
  const largest: Record<string, number> = {};
  for (const { name, largestAt, noLimitUpTo = -Infinity } of paramSchema(algorithm).params) {
    const dimension = space[name];
    if (dimension === undefined || largestAt === undefined) continue;
    const tried = 'low' in dimension ? [dimension.low, dimension.high] : Object.values(dimension).flat();
    const numbers = tried
      .map((value) => (typeof value === 'boolean' ? Number.NaN : Number(value)))
      .filter(Number.isFinite);
    if (numbers.length === 0) continue;
    const least = Math.min(...numbers);
    const isLeast = largestAt === 'low' || least <= noLimitUpTo;
    largest[name] = isLeast ? least : Math.max(...numbers);
  }
  return largest;
}

/**
 * Refuses searched encodings that are none, and those of columns whose encoding is fixed.
 *
 * @throws {InvalidArgumentError} `CATEGORY_ENCODING`.
 */
function checkEncodings(space: SearchSpace, fixed: Readonly<Record<string, string>>): void {
  const problems = Object.entries(space).flatMap(([name, dimension]) => {
    if (!name.startsWith(ENCODING_PREFIX)) return [];
    const column = name.slice(ENCODING_PREFIX.length);
    if (Object.hasOwn(fixed, column))
      return [`tuning.space.${name}: fixed by categoryEncoding, so it cannot be searched`];
    const values =
      dimension.type === 'categorical' ? dimension.values : dimension.type === 'fixed' ? [dimension.value] : undefined;
    if (values === undefined) return [`tuning.space.${name}: must be a list of encodings, got a range of numbers`];
    const unknown = values.filter((value) => !(categoryEncodings as readonly unknown[]).includes(value));
    return unknown.map(
      (value) => `tuning.space.${name}: must be of ${categoryEncodings.join(', ')}, got "${String(value)}"`,
    );
  });
  if (problems.length === 0) return;
  throw new InvalidArgumentError(`tune: ${problems.join('; ')}`, {
    code: 'CATEGORY_ENCODING',
    details: { problems },
    hint: 'For example: tuning: { space: { categoryEncoding.email: [native, target, count] } }',
  });
}

/**
 * The sampler that a strategy stands for, with its options.
 *
 * @throws {InvalidArgumentError} `SAMPLER_OPTIONS`: the sampler does not take such options.
 */
function samplerOf(
  name: string,
  options: Readonly<Record<string, unknown>> | undefined,
  outline: Parameters<typeof resolveSampler>[1],
): SamplerSpec {
  if (options === undefined || Object.keys(options).length === 0) return resolveSampler(name, outline);
  try {
    const sampler = resolveSampler({ name, options }, outline);
    createSampler(sampler, { ...outline, seed: 0 });
    return sampler;
  } catch (error) {
    // without them, what is wrong is something else
    createSampler(name, { ...outline, seed: 0 });
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new InvalidArgumentError(`tuning.samplerOptions: ${error.message}`, {
      code: 'SAMPLER_OPTIONS',
      details: { settings: ['tuning.samplerOptions'] },
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    });
  }
}

/**
 * The study that these settings ask for. Defaults: xgboost, 20 random trials, average precision, the algorithm's own search space.
 *
 * Hyperparameters under `params` are fixed and not searched; `notes` names those that `tuning.space` wants searched.
 *
 * @param chosen - The sampler with which the study began, where it goes on. Default: the strategy of the settings.
 * @throws {InvalidArgumentError} Unknown metric or constraint, several metrics with a pruner or stopping rule, malformed space, a space with names or values that the algorithm does not allow, a space of fixed hyperparameters only, hyperparameters that the algorithm does not allow.
 */
export function planStudy(settings: ExperimentSettings, earlyStoppingRounds?: number, chosen?: string): StudyPlan {
  const tuning = settings.config.tuning ?? {};
  const algorithm = settings.config.algorithm ?? 'xgboost';
  const fixed = settings.config.params ?? {};
  checkedParams(settings, algorithm);
  checkStops('tune', algorithm, earlyStoppingRounds);
  const objectives = objectivesOf(tuning.metric);
  const constraints = parseConstraints(tuning.constraints);
  const asked = tuning.strategy ?? 'random';
  if (isExhaustive(asked) && tuning.space === undefined) {
    throw new InvalidArgumentError('tune: a grid must have a search space, got none', {
      code: 'GRID_WITHOUT_SPACE',
      hint: 'List values under tuning.space, e.g. max_depth: [4, 6, 8]; the default space is for random search.',
    });
  }
  const canonical = canonicalNames(algorithm);
  const written = Object.entries(tuning.space ?? defaultSearchSpace(algorithm)).map(
    ([name, dimension]) => [name, canonical.get(name) ?? name, ownDimension(dimension, canonical)] as const,
  );
  const named = written.map(([, name, dimension]) => [name, dimension] as const);
  const fixedValues = new Map(Object.entries(fixed).map(([name, value]) => [canonical.get(name) ?? name, value]));
  const free = withFixedParents(named, fixedValues);
  const both = named.map(([name]) => name).filter((name) => fixedValues.has(name));
  if (both.length > 0 && free.length === 0) {
    throw new InvalidArgumentError(
      `tune: the search space must have a hyperparameter that is not fixed, got only ${both.join(', ')}`,
      {
        code: 'SPACE_ALL_FIXED',
        details: { fixed: both },
        hint: 'Each is fixed by "params:". Remove it there, or search for another under tuning.space.',
      },
    );
  }
  const space = parseSearchSpace(Object.fromEntries(free));
  const isEncoding = (name: string): boolean => name.startsWith(ENCODING_PREFIX);
  checkEncodings(space, settings.config.categoryEncoding ?? {});
  const own = Object.fromEntries(Object.entries(space).filter(([name]) => !isEncoding(name)));
  const spellings = written.filter(([as]) => !isEncoding(as)).map(([as, name]) => [as, name] as const);
  checkSpace(algorithm, own, fixed, spellings, settings.configPath);
  if (chosen === undefined) checkOwnPruner(asked, tuning.pruner);
  const pruner = prunerOf(algorithm, tuning.pruner ?? samplerPruner(asked)?.name, settings.config.split?.folds ?? 1);
  if (pruner !== undefined) oneMetric(objectives, `the pruner ${pruner.name}`, 'tuning.pruner');
  if (tuning.patience !== undefined) oneMetric(objectives, 'patience', 'tuning.patience');
  if (tuning.confirm !== undefined && tuning.confirm > 0)
    oneMetric(objectives, 'a comparison with the defaults', 'tuning.confirm');
  if (tuning.targetValue !== undefined) oneMetric(objectives, 'a target value', 'tuning.targetValue');
  if (tuning.terminator === true) {
    oneMetric(objectives, 'the terminator', 'tuning.terminator');
    checkNoConditions(space);
  }
  if (tuning.outerFolds !== undefined) checkOuterMetric(objectives);
  const nTrials = isExhaustive(asked) ? undefined : (tuning.trials ?? 20);
  const directions = objectives.map(({ direction }) => direction);
  const count = nTrials === undefined ? {} : { nTrials };
  const outline = { space, directions, constraints: constraints.map(({ name }) => name), ...count };
  const sampler = samplerOf(chosen ?? asked, tuning.samplerOptions, outline);
  const strategy = sampler.name;
  const sized = { space, sampler, seed: settings.seed, directions, ...count };
  const measured = [...objectives, ...constraints].map(({ metric }) => metric);
  const noisy = measuredMetricNames().filter((name) => measured.includes(name));
  const plan: StudyPlan = {
    algorithm,
    strategy,
    sampler,
    metric: objectives[0]!.metric,
    direction: objectives[0]!.direction,
    objectives,
    constraints,
    space,
    searched: free.map(([name]) => name),
    notes: [
      ...(both.length === 0
        ? []
        : [
            `${both.join(', ')}: fixed by params, so not searched, although ${tuning.space === undefined ? 'the default search space' : 'tuning.space'} names it`,
          ]),
      ...(isExhaustive(asked) && tuning.trials !== undefined
        ? [`a ${asked} visits each of its points: trials ${tuning.trials} does not count`]
        : []),
      ...(strategy === asked ? [] : [`strategy ${asked}: ${strategy} suits a search of ${nTrials} trials`]),
      ...noisy.map((name) => `${name} is a measured time: the same search may choose other points another time`),
    ],
    planned: plannedTrials(sized),
    largest: { ...parseParams(algorithm, fixed), ...largestModel(algorithm, space) },
    encodingsOf: (suggested) =>
      Object.fromEntries(
        Object.entries(suggested).flatMap(([name, value]) =>
          isEncoding(name) ? [[name.slice(ENCODING_PREFIX.length), value as CategoryEncoding]] : [],
        ),
      ),
    paramsOf: (suggested) =>
      parseParams(algorithm, {
        ...fixed,
        ...Object.fromEntries(Object.entries(suggested).filter(([name]) => !isEncoding(name))),
      }),
    ...(nTrials === undefined ? {} : { nTrials }),
    ...(earlyStoppingRounds === undefined ? {} : { earlyStoppingRounds }),
    ...(pruner === undefined ? {} : { pruner }),
  };
  if (tuning.space !== undefined) return plan;
  // The point that stands for the defaults may have values that the algorithm does not have by default, where the space lacks those.
  const usual = canonicalJson(defaultPoint(plan) ?? null);
  return { ...plan, paramsOf: (suggested) => plan.paramsOf(canonicalJson(suggested) === usual ? {} : suggested) };
}

/** The study as it is stored. */
export function specOfPlan(plan: StudyPlan, { seed, config }: ExperimentSettings): StudySpec {
  const { space, sampler, objectives, constraints, pruner } = plan;
  const { lag, patience, targetValue, terminator } = config.tuning ?? {};
  const design = {
    space,
    sampler,
    direction: objectives.map(({ direction }) => direction),
    constraints: constraints.map(({ name }) => name),
    seed,
    ...(lag === undefined ? {} : { lag }),
    ...(pruner === undefined ? {} : { pruner }),
  };
  return studySpecOf(design, {
    owner: 'tune',
    stops: patience !== undefined || targetValue !== undefined || terminator === true,
  });
}
