import { canonicalJson, FraudxError, InvalidArgumentError } from '@fraudx/core';
import { searchPortfolio } from '@fraudx/models';
import type { Params, StudyStore, TrialRecord } from '@fraudx/tuning';
import { checkPoint, findStudy, isExhaustive, isFeasible, nearestPoint, paretoFront, valuesOf } from '@fraudx/tuning';
import type { ExperimentSettings } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { canonicalNames } from './check-space.ts';
import { defaultPoint } from './default-point.ts';
import type { StudyPlan } from './study-plan.ts';

/** How many of the best points of an earlier study a new one begins with. */
const fromEarlier = 5;

/** What a study tries before its sampler is asked. */
export interface FirstPoints {
  readonly points: readonly Params[];
  readonly notes: readonly string[];
}

/** Given points, whole: what they leave out is as the defaults have it. */
export function givenPoints(plan: StudyPlan, given: readonly Readonly<Record<string, unknown>>[]): Params[] {
  const names = canonicalNames(plan.algorithm);
  const base = defaultPoint(plan);
  return given.map((one) => {
    const point = Object.fromEntries(Object.entries(one).map(([name, value]) => [names.get(name) ?? name, value]));
    checkPoint('tuning.enqueue', plan.space, point);
    const whole = nearestPoint(plan.space, { ...base, ...point });
    if (whole !== undefined) {
      checkPoint('tuning.enqueue', plan.space, { ...whole, ...point });
      return whole;
    }
    const missing = Object.keys(plan.space).filter((name) => !Object.hasOwn(point, name));
    throw new InvalidArgumentError(
      `tuning.enqueue: a point must have ${missing.join(', ')} too, of which the space lacks the default`,
      { code: 'POINT_OUTSIDE', details: { settings: ['tuning.enqueue'] } },
    );
  });
}

/** Settings that were chosen for the algorithm's own search space, as far as they lie in what is searched of it; none for a space of the user's. */
function portfolioPoints(plan: StudyPlan, { config }: ExperimentSettings): Params[] {
  if (config.tuning?.space !== undefined) return [];
  const base = defaultPoint(plan);
  return searchPortfolio(plan.algorithm)
    .map((point) => nearestPoint(plan.space, { ...base, ...point }))
    .filter((point) => point !== undefined);
}

/** What is in production, where that is a run of this workspace with the same algorithm. */
async function productionPoint(
  plan: StudyPlan,
  { inProduction, config }: ExperimentSettings,
  { runs }: Pick<Workspace, 'runs'>,
): Promise<Params | undefined> {
  // A search asks nothing of AWS.
  if (inProduction === undefined || config.promotion?.target === 'aws') return undefined;
  try {
    const found = await inProduction();
    if (found.state !== 'promoted') return undefined;
    const { params } = await runs.getRun(found.runId);
    return params['algorithm'] === plan.algorithm
      ? nearestPoint(plan.space, { ...defaultPoint(plan), ...params })
      : undefined;
  } catch (error) {
    if (error instanceof FraudxError) return undefined;
    throw error;
  }
}

/** The best points of an earlier study that lie in the space, the best first; with several values points along its front. */
async function earlierPoints(plan: StudyPlan, named: string, studies: StudyStore): Promise<Params[]> {
  const studyId = await findStudy(studies, named);
  const { spec } = await studies.getStudy(studyId);
  const directions = plan.objectives.map(({ direction }) => direction);
  if (spec.directions.join() !== directions.join()) {
    const wanted = directions.length === 1 ? `one value to ${plan.direction}` : `values to ${directions.join(', ')}`;
    throw new InvalidArgumentError(
      `tuning.from: study "${named}" must have ${wanted}, got ${spec.directions.join(', ')}`,
      { code: 'OTHER_DIRECTION', details: { studyId } },
    );
  }
  const sign = plan.direction === 'maximize' ? -1 : 1;
  const complete = (await studies.listTrials(studyId)).filter((one) => valuesOf(one) !== undefined);
  const feasible = complete.filter(isFeasible);
  const known = feasible.length === 0 ? complete : feasible;
  const trials = directions.length === 1 ? known : spread(paretoFront(known, directions), fromEarlier, sign);
  const base = defaultPoint(plan);
  const points = trials
    .toSorted((a, b) => sign * (valuesOf(a)![0]! - valuesOf(b)![0]!) || a.trial - b.trial)
    .map(({ params }) => nearestPoint(plan.space, { ...base, ...params }))
    .filter((point) => point !== undefined);
  return distinct(points).slice(0, fromEarlier);
}

/** Whether a study searched one of the hyperparameters of this one. */
async function sharesNames({ space }: StudyPlan, named: string, studies: StudyStore): Promise<boolean> {
  const { spec } = await studies.getStudy(await findStudy(studies, named));
  return Object.keys(spec.space).some((name) => Object.hasOwn(space, name));
}

/** So many trials of a front, evenly along the first value, the best and the worst of it included. */
function spread(front: readonly TrialRecord[], n: number, sign: number): TrialRecord[] {
  const inOrder = front.toSorted((a, b) => sign * (valuesOf(a)![0]! - valuesOf(b)![0]!) || a.trial - b.trial);
  if (inOrder.length <= n) return inOrder;
  return Array.from({ length: n }, (_, i) => inOrder[Math.round((i * (inOrder.length - 1)) / (n - 1))]!);
}

function distinct(points: readonly Params[]): Params[] {
  return [...new Map(points.map((point) => [canonicalJson(point), point])).values()];
}

/** A grid was given points. */
export function queueOfGrid({ strategy }: StudyPlan, setting: string): InvalidArgumentError {
  return new InvalidArgumentError(`tune: a ${strategy} must have no points in front, which visits every point`, {
    code: 'QUEUE_OF_GRID',
    details: { settings: [setting] },
  });
}

/**
 * What a study tries first: the algorithm's defaults, what is in production, points that were given, the best of an earlier study, and settings that were
 * good on other fraud data. A grid, which visits every point, has none.
 *
 * @throws {InvalidArgumentError} `POINT_OUTSIDE`; `QUEUE_OF_GRID`: a grid was given points; `OTHER_DIRECTION`.
 * @throws {NotFoundError} `STUDY_NOT_FOUND`: the earlier study.
 */
export async function firstPoints(
  plan: StudyPlan,
  settings: ExperimentSettings,
  workspace: Pick<Workspace, 'runs'> & { readonly studies: StudyStore },
): Promise<FirstPoints> {
  const { enqueue = [], from, portfolio = true } = settings.config.tuning ?? {};
  if (isExhaustive(plan.strategy)) {
    if (enqueue.length === 0 && from === undefined) return { points: [], notes: [] };
    throw queueOfGrid(plan, from === undefined ? 'tuning.enqueue' : 'tuning.from');
  }
  const given = givenPoints(plan, enqueue);
  const earlier = from === undefined ? [] : await earlierPoints(plan, from, workspace.studies);
  const isUnlike =
    earlier.length === 1 &&
    canonicalJson(earlier[0]) === canonicalJson(defaultPoint(plan) ?? null) &&
    !(await sharesNames(plan, from!, workspace.studies));
  const known = portfolio ? [defaultPoint(plan), await productionPoint(plan, settings, workspace)] : [];
  const own = distinct([...known.filter((point) => point !== undefined), ...given, ...earlier]);
  const points = distinct([...own, ...(portfolio ? portfolioPoints(plan, settings) : [])]);
  const notes = [
    ...(from !== undefined && earlier.length === 0
      ? [`study "${from}" has no complete trial in this space to begin with`]
      : []),
    ...(isUnlike ? [`study "${from!}" has none of the hyperparameters that are searched: nothing of it is tried`] : []),
    ...(own.length > plan.planned
      ? [`${own.length} points are given to begin with, of which ${plan.planned} trials run the first`]
      : []),
  ];
  return { points, notes };
}
