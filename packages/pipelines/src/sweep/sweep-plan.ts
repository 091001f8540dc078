import { checkFields, InvalidArgumentError, shownValue } from '@fraudx/core';
import type { AlgorithmName } from '@fraudx/models';
import { paramSchema, roundsParam } from '@fraudx/models';
import type { RunRecord } from '@fraudx/tracking';
import type { Direction } from '@fraudx/tuning';
import type { FraudxConfig } from '../config/config-fields.ts';
import type { ExperimentSettings } from '../settings.ts';
import { canonicalNames } from '../tuning/check-space.ts';
import { objectivesOf, oneMetric } from '../tuning/study-objectives.ts';
import type { Grid } from './broad-space.ts';
import { broadGrid, lengthParam } from './broad-space.ts';
import type { SweepStrategy } from './sweep-strategies.ts';
import { strategiesFor } from './sweep-strategies.ts';

/** The stages of a sweep, in their order. */
export const sweepStages = ['features', 'broad', 'refined', 'final'] as const;

/** A stage of a sweep. */
export type SweepStageName = (typeof sweepStages)[number];

/** A study of a sweep: a stage, or the defaults that the final stage is compared with. */
export type SweepStudyName = SweepStageName | 'defaults';

/** How a sweep is made, beside its settings. */
export interface SweepOptions {
  /** Name of the sweep, with which the names of its studies begin: 1 to 70 visible characters. Default: experiment and algorithm, such as `default-xgboost`. */
  readonly name?: string | undefined;
  /** Run this stage alone; those before it must have finished. Default: all that are still to do. */
  readonly stage?: SweepStageName | undefined;
  /**
   * What the best strategy must reach, in the metric, for hyperparameters to be tuned. Default: what a model without skill reaches, where that is known:
   * 0.5 of `roc_auc`, the share of frauds of `average_precision`.
   */
  readonly baselineThreshold?: number | undefined;
  /** Tune hyperparameters whatever the features reach. Default false. */
  readonly force?: boolean | undefined;
  /** Rounds of boosting (trees of a forest) by stage, at least 1. Default 10, 10, 15 and 50. */
  readonly rounds?: Readonly<Partial<Record<SweepStageName, number>>> | undefined;
  /** Trials of the refined stage (default 10) and of the final one (default 3), at least 1. */
  readonly trials?: Readonly<Partial<Record<'refined' | 'final', number>>> | undefined;
  /** Rounds without a better loss after which boosting of the final stage stops, at least 1. Default 10. Of a forest: not used. */
  readonly earlyStoppingRounds?: number | undefined;
  /** Values by hyperparameter, all combinations of which the broad stage tries. Default: 48 combinations of the algorithm, see `docs/sweep.md`. */
  readonly grid?: Grid | undefined;
  /** Ways to make features that are compared. Default: baseline, temporal, behavioural, demographic_risk, combined, and what the config names. */
  readonly strategies?: readonly SweepStrategy[] | undefined;
  /** Folder of `best_features.yaml` and `final_config.yaml`, absolute. Default: `configs` beside the config, without one beside the folder of runs. */
  readonly configFolder?: string | undefined;
  /**
   * Called with that folder before anything in it is read, and again once it is made, before each config is written; throws where none may lie there. Who
   * can change a config decides which code the next command with it runs.
   */
  readonly beforeConfigs?: ((folder: string) => void) | undefined;
  /** Looks at a study that is gone on with before its data are read; throws to refuse it. */
  readonly checkStudy?: ((study: RunRecord) => void) | undefined;
}

/** A sweep with everything that decides what it tries. */
export interface SweepPlan {
  readonly settings: ExperimentSettings;
  readonly name: string;
  readonly algorithm: AlgorithmName;
  readonly metric: string;
  readonly direction: Direction;
  readonly strategies: readonly SweepStrategy[];
  readonly grid: Grid;
  readonly rounds: Readonly<Record<SweepStageName, number>>;
  readonly trials: Readonly<Record<'refined' | 'final', number>>;
  readonly earlyStoppingRounds?: number;
  /** Hyperparameters of every trial, without the one that says how long a fit is. */
  readonly fixed: NonNullable<FraudxConfig['params']>;
  /** Rounds of the defaults as a training has them: those of the config, else those of the algorithm; undefined where it has none. */
  readonly usualRounds?: number;
  /** What the user should know about the plan. */
  readonly notes: readonly string[];
}

/** Characters that a name of a study may have beyond that of its sweep: `/features/demographic_risk`. */
const longestName = 70;

function checkName(name: string): void {
  const isName = /^[^\p{C}]+$/u.test(name) && name.trim() === name && name.length <= longestName;
  if (isName && !name.startsWith('run-')) return;
  throw new InvalidArgumentError(
    `name must have 1 to ${longestName} visible characters and not begin with "run-", got ${shownValue(name)}`,
    { code: 'SWEEP_NAME', subject: 'sweep', hint: 'Without a name it is made of the experiment and the algorithm.' },
  );
}

function checkCount(what: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError(`${what} must be a whole number of at least 1, got ${shownValue(value)}`, {
    subject: 'sweep',
  });
}

function checkGrid(grid: Grid): Grid {
  const wrong = Object.entries(grid).find(([, values]) => !Array.isArray(values) || values.length === 0);
  if (wrong === undefined && Object.keys(grid).length > 0) return grid;
  throw new InvalidArgumentError(
    `grid must have a list of values for each hyperparameter, got ${wrong === undefined ? 'no hyperparameter' : `${wrong[0]}: ${shownValue(wrong[1])}`}`,
    { subject: 'sweep' },
  );
}

/** A stage by its name. @throws {InvalidArgumentError} */
function checkStage(stage: string | undefined): void {
  if (stage === undefined || (sweepStages as readonly string[]).includes(stage)) return;
  throw new InvalidArgumentError(`stage must be one of ${sweepStages.join(', ')}, got ${shownValue(stage)}`, {
    subject: 'sweep',
  });
}

/**
 * The sweep that these settings and options ask for; reads no data.
 *
 * @throws {InvalidArgumentError} `SWEEP_NAME`, `UNKNOWN_METRIC`, or an option is out of range.
 */
export function planSweep(settings: ExperimentSettings, options: SweepOptions = {}): SweepPlan {
  checkFields('sweep', 'options', options, {
    name: 'text?',
    stage: 'text?',
    force: 'flag?',
    rounds: 'object?',
    trials: 'object?',
    grid: 'object?',
    configFolder: 'text?',
    beforeConfigs: 'function?',
    checkStudy: 'function?',
  });
  checkStage(options.stage);
  const { baselineThreshold: least, rounds = {}, trials = {} } = options;
  if (least !== undefined && !Number.isFinite(least))
    throw new InvalidArgumentError(`baselineThreshold must be a number, got ${shownValue(least)}`, {
      subject: 'sweep',
    });
  const { config } = settings;
  const algorithm = config.algorithm ?? 'xgboost';
  const name = options.name ?? `${settings.experiment}-${algorithm}`;
  checkName(name);
  const { metric, direction } = oneMetric(objectivesOf(config.tuning?.metric), 'a sweep', 'tuning.metric');
  if (config.tuning?.constraints !== undefined) {
    throw new InvalidArgumentError('tuning.constraints must be absent for a sweep, which knows none', {
      subject: 'sweep',
      code: 'SWEEP_CONSTRAINTS',
      details: { settings: ['tuning.constraints'] },
    });
  }
  const usual = { features: 10, broad: 10, refined: 15, final: 50 };
  const length = lengthParam(algorithm);
  const canonical = canonicalNames(algorithm);
  const fixed = Object.fromEntries(
    Object.entries(config.params ?? {}).filter(([key]) => (canonical.get(key) ?? key) !== length),
  ) as SweepPlan['fixed'];
  const fixedNames = new Set(Object.keys(fixed).map((key) => canonical.get(key) ?? key));
  const grid = Object.entries(checkGrid(options.grid ?? broadGrid(algorithm))).map(
    ([key, values]) => [canonical.get(key) ?? key, values] as const,
  );
  const free = grid.filter(([key]) => !fixedNames.has(key));
  const both = grid.map(([key]) => key).filter((key) => fixedNames.has(key));
  return {
    settings,
    name,
    algorithm,
    metric,
    direction,
    strategies: options.strategies ?? strategiesFor(config),
    // where nothing is free, the broad stage says so
    grid: Object.fromEntries(free.length === 0 ? grid : free),
    rounds: Object.fromEntries(
      sweepStages.map((stage) => [stage, checkCount(`rounds.${stage}`, rounds[stage] ?? usual[stage])]),
    ) as SweepPlan['rounds'],
    trials: {
      refined: checkCount('trials.refined', trials.refined ?? 10),
      final: checkCount('trials.final', trials.final ?? 3),
    },
    ...(roundsParam(algorithm) === undefined
      ? {}
      : { earlyStoppingRounds: checkCount('earlyStoppingRounds', options.earlyStoppingRounds ?? 10) }),
    fixed,
    ...usualRoundsOf(algorithm, config.params),
    notes: both.length === 0 ? [] : [`${both.join(', ')}: fixed by params, so not searched by the sweep`],
  };
}

/** How many rounds a training without a sweep has. */
function usualRoundsOf(algorithm: AlgorithmName, params: FraudxConfig['params']): { readonly usualRounds?: number } {
  const length = lengthParam(algorithm);
  const canonical = canonicalNames(algorithm);
  const given = Object.entries(params ?? {}).find(([key]) => (canonical.get(key) ?? key) === length)?.[1];
  const value = Number(given ?? paramSchema(algorithm).params.find(({ name }) => name === length)?.default);
  return length === undefined || !Number.isSafeInteger(value) ? {} : { usualRounds: value };
}

/** The one point of the study of the defaults: nothing but the number of rounds that a training has. */
export function defaultsPoint(plan: SweepPlan): Grid {
  const length = lengthParam(plan.algorithm);
  return length === undefined || plan.usualRounds === undefined ? singlePoint(plan) : { [length]: [plan.usualRounds] };
}

/** The hyperparameter whose one value the feature stage tries, so that all others keep their defaults. */
export function singlePoint({ algorithm, rounds }: SweepPlan): Grid {
  const length = lengthParam(algorithm);
  if (length !== undefined) return { [length]: [rounds.features] };
  const known = paramSchema(algorithm).params.find(
    (param) => param.search !== undefined && param.default !== undefined,
  );
  return known === undefined ? broadGrid(algorithm) : { [known.name]: [known.default!] };
}
