import type { Params } from '@fraudx/tuning';
import type { FraudxConfig } from '../config/config-fields.ts';
import { namesModule } from '../config/names-module.ts';
import type { ExperimentSettings } from '../settings.ts';
import { lengthParam } from './broad-space.ts';
import { refinedSpace } from './refined-space.ts';
import type { SweepPlan, SweepStageName, SweepStudyName } from './sweep-plan.ts';
import { defaultsPoint, singlePoint } from './sweep-plan.ts';
import type { SweepStrategy } from './sweep-strategies.ts';
import { withStrategy } from './sweep-strategies.ts';

/** Name of the study of a stage; of the feature stage that of one of its strategies. */
export function studyName({ name }: SweepPlan, stage: SweepStudyName, strategy?: SweepStrategy): string {
  return stage === 'features' ? `${name}/features/${strategy?.name ?? ''}` : `${name}/${stage}`;
}

/** The hyperparameters of every trial of a stage. */
function fixedParams({ algorithm, fixed, rounds }: SweepPlan, stage: SweepStageName): FraudxConfig['params'] {
  const length = lengthParam(algorithm);
  return length === undefined ? fixed : { ...fixed, [length]: rounds[stage] };
}

/** How the study of a stage searches. */
function searchOf(plan: SweepPlan, stage: SweepStudyName, points: readonly Params[]): FraudxConfig['tuning'] {
  const { retries } = plan.settings.config.tuning ?? {};
  const shared = { metric: plan.metric, ...(retries === undefined ? {} : { retries }) };
  const lists = (grid: SweepPlan['grid']): Record<string, (string | number | boolean)[]> =>
    Object.fromEntries(Object.entries(grid).map(([name, values]) => [name, [...values]]));
  if (stage === 'features') return { ...shared, strategy: 'grid', space: lists(singlePoint(plan)) };
  if (stage === 'defaults') return { ...shared, strategy: 'grid', space: lists(defaultsPoint(plan)) };
  if (stage === 'broad') return { ...shared, strategy: 'grid', space: lists(plan.grid) };
  return {
    ...shared,
    strategy: 'random',
    trials: Math.max(1, points.length),
    portfolio: false,
    confirm: 0,
    space: refinedSpace(plan.algorithm, plan.grid) as NonNullable<NonNullable<FraudxConfig['tuning']>['space']>,
    enqueue: points.map((point) => ({ ...point })),
  };
}

/**
 * The settings of the study of a stage.
 *
 * @param points - What the refined or final stage tries. Other stages: none.
 */
export function stageSettings(
  plan: SweepPlan,
  stage: SweepStudyName,
  strategy: SweepStrategy,
  points: readonly Params[] = [],
): ExperimentSettings {
  const { settings, algorithm } = plan;
  const { params: _params, tuning: _tuning, ...others } = withStrategy(settings.config, strategy);
  const params = stage === 'features' || stage === 'defaults' ? plan.fixed : fixedParams(plan, stage);
  const tuning = searchOf(plan, stage, points);
  return withConfig(settings, {
    ...others,
    algorithm,
    ...(params === undefined ? {} : { params }),
    ...(tuning === undefined ? {} : { tuning }),
  });
}

/** Settings with another config; a module is that of the config it came from. */
function withConfig(settings: ExperimentSettings, config: FraudxConfig): ExperimentSettings {
  return { ...settings, config, strategyModule: namesModule(config) ? settings.strategyModule : undefined };
}

/** Settings of a study that has its points already. */
export function withoutQueue(settings: ExperimentSettings): ExperimentSettings {
  const { enqueue: _enqueue, ...tuning } = settings.config.tuning ?? {};
  return { ...settings, config: { ...settings.config, tuning } };
}
