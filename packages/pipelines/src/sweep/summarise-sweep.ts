import { NotFoundError } from '@fraudx/core';
import { checkSettings } from '../check-calls.ts';
import type { ExperimentSettings } from '../settings.ts';
import type { TuningWorkspace } from '../tuning/search-trials.ts';
import type { SweepComparison } from './compare-final.ts';
import { compareFinal } from './compare-final.ts';
import type { SweepGate } from './gate.ts';
import { decideGate } from './gate.ts';
import type { StageGain } from './stage-gain.ts';
import { gainOver } from './stage-gain.ts';
import { impossibleBy } from './impossible-strategies.ts';
import type { StudyState } from './stage-state.ts';
import { bestStrategy, featuresDone, readStudies, studyOf } from './stage-state.ts';
import type { SweepFiles } from './sweep-files.ts';
import { sweepFiles } from './sweep-files.ts';
import type { SweepOptions, SweepPlan, SweepStageName } from './sweep-plan.ts';
import { planSweep, sweepStages } from './sweep-plan.ts';

/** The best trial of a stage. */
export interface StageBest {
  readonly value: number;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly trial: number;
  readonly runId?: string;
  /** Of the feature stage. */
  readonly strategy?: string;
}

/** A strategy of the feature stage. */
export interface MeasuredStrategy {
  readonly name: string;
  /** `impossible`: these data do not have what it needs. */
  readonly state: StudyState['state'] | 'impossible';
  /** Why it is impossible, where that is known. */
  readonly reason?: string;
  readonly value?: number;
  readonly study: string;
}

/** Where a stage stands. */
export interface StageSummary {
  readonly stage: SweepStageName;
  readonly state: StudyState['state'];
  /** Rounds of boosting of each trial, trees of a forest. */
  readonly rounds: number;
  /** Trials in all. */
  readonly planned: number;
  /** Trials that have ended, those that failed among them. */
  readonly done: number;
  readonly failed: number;
  readonly best?: StageBest;
  /** Over the best of the stage before; of the feature stage over the strategy `baseline`. Partly that of more rounds. */
  readonly gain?: StageGain & { readonly over: string };
  /** Of the feature stage. */
  readonly strategies?: readonly MeasuredStrategy[];
  /** Name of the study; the feature stage has one for each strategy. */
  readonly study?: string;
}

/** Where a sweep stands. */
export interface SweepSummary {
  readonly name: string;
  readonly experiment: string;
  readonly algorithm: string;
  readonly metric: string;
  readonly direction: 'maximize' | 'minimize';
  readonly stages: readonly StageSummary[];
  /** Absent before a strategy is measured. */
  readonly gate?: SweepGate;
  /** The final stage against the defaults and the stages before; absent before it is measured. */
  readonly comparison?: SweepComparison;
  readonly files: SweepFiles;
}

/** What a summary is made of, beside the studies. */
interface SummaryParts {
  readonly plan: SweepPlan;
  readonly files: SweepFiles;
  /** Why strategies are impossible, by name. */
  readonly impossible: ReadonlyMap<string, string>;
  readonly gate?: SweepGate | undefined;
}

function bestOf({ best, strategy }: StudyState): StageBest | undefined {
  if (best?.value === undefined) return undefined;
  const { value, params, trial, runId } = best;
  return {
    value,
    params,
    trial,
    ...(runId === undefined ? {} : { runId }),
    ...(strategy === undefined ? {} : { strategy: strategy.name }),
  };
}

function featureStage(studies: readonly StudyState[], { plan, impossible }: SummaryParts): StageSummary {
  const own = studies.filter(({ stage }) => stage === 'features');
  const isDone = featuresDone(studies, ({ name }) => !impossible.has(name));
  const strategies = own.map(({ strategy, state, best, name: study }): MeasuredStrategy => {
    const { name } = strategy!;
    const reason = impossible.get(name);
    const isImpossible = state !== 'finished' && (reason !== undefined || isDone);
    return {
      name,
      state: isImpossible ? 'impossible' : state,
      ...(isImpossible && reason !== undefined ? { reason } : {}),
      ...(best?.value === undefined ? {} : { value: best.value }),
      study,
    };
  });
  const best = bestStrategy(studies, plan);
  const baseline = own.find(({ strategy, state }) => strategy!.name === 'baseline' && state === 'finished');
  const shown = best === undefined ? undefined : bestOf(best);
  const gain =
    best?.best === undefined || baseline?.best === undefined || best === baseline
      ? undefined
      : gainOver(baseline.best, best.best, plan);
  const trials = own.flatMap((study) => study.trials);
  return {
    stage: 'features',
    state: isDone ? 'finished' : own.some(({ state }) => state !== 'open') ? 'begun' : 'open',
    rounds: plan.rounds.features,
    planned: strategies.filter(({ state }) => state !== 'impossible').length,
    done: own.filter(({ state }) => state === 'finished').length,
    failed: trials.filter(({ state }) => state === 'failed').length,
    ...(shown === undefined ? {} : { best: shown }),
    ...(gain === undefined ? {} : { gain: { ...gain, over: 'baseline' } }),
    strategies,
  };
}

function plannedOf({ stage, run }: StudyState, { grid, trials }: SweepPlan): number {
  const recorded = run?.params['trials'];
  if (typeof recorded === 'number') return recorded;
  if (stage === 'refined' || stage === 'final') return trials[stage];
  return Object.values(grid).reduce((product, values) => product * values.length, 1);
}

function laterStage(
  stage: SweepStageName,
  study: StudyState,
  earlier: StudyState | undefined,
  { plan }: SummaryParts,
): StageSummary {
  const best = bestOf(study);
  const gain =
    study.best === undefined || earlier?.best === undefined ? undefined : gainOver(earlier.best, study.best, plan);
  return {
    stage,
    state: study.state,
    rounds: plan.rounds[stage],
    planned: plannedOf(study, plan),
    done: study.trials.length,
    failed: study.trials.filter(({ state }) => state === 'failed').length,
    ...(best === undefined ? {} : { best }),
    ...(gain === undefined ? {} : { gain: { ...gain, over: earlier!.stage } }),
    study: study.name,
  };
}

/** The summary of studies as they were read. */
export function summaryOf(studies: readonly StudyState[], parts: SummaryParts): SweepSummary {
  const { plan, files, gate } = parts;
  const stages = sweepStages.map((stage, i) => {
    if (stage === 'features') return featureStage(studies, parts);
    const before = sweepStages[i - 1]!;
    const earlier = before === 'features' ? bestStrategy(studies, plan) : studyOf(studies, before);
    return laterStage(stage, studyOf(studies, stage), earlier, parts);
  });
  const comparison = compareFinal(studies, plan);
  return {
    name: plan.name,
    experiment: plan.settings.experiment,
    algorithm: plan.algorithm,
    metric: plan.metric,
    direction: plan.direction,
    stages,
    ...(gate === undefined ? {} : { gate }),
    ...(comparison === undefined ? {} : { comparison }),
    files,
  };
}

/** What {@link summariseSweep} needs. */
export interface SummaryDeps {
  readonly openWorkspace: () => Promise<TuningWorkspace>;
}

/** The gate as a run of the sweep would decide it; what has begun to be tuned has passed it or was forced. */
function gateOf(studies: readonly StudyState[], plan: SweepPlan, given: number | undefined): SweepGate | undefined {
  const best = bestStrategy(studies, plan)?.best;
  if (best === undefined) return undefined;
  return decideGate(plan, best, { given, force: studyOf(studies, 'broad').state !== 'open' });
}

/**
 * Where a sweep stands: what is done of each stage, its best trial and the gain over the stage before. Reads no data and runs nothing.
 *
 * @param options - Those of the sweep, by which its name, strategies and thresholds are known.
 * @throws {NotFoundError} `SWEEP_NOT_FOUND`: no study of the sweep has begun.
 */
export async function summariseSweep(
  settings: ExperimentSettings,
  options: SweepOptions,
  { openWorkspace }: SummaryDeps,
): Promise<SweepSummary> {
  checkSettings('sweep', settings);
  const plan = planSweep(settings, options);
  const studies = await readStudies(plan, await openWorkspace());
  const begun = studies.find(({ run }) => run !== undefined)?.run;
  if (begun === undefined) {
    throw new NotFoundError('SWEEP_NOT_FOUND', `"${plan.name}" must have begun to be summarised, got no study of it`, {
      subject: 'sweep',
      details: { sweep: plan.name },
      hint: 'Name the sweep, or the experiment and algorithm it was begun with.',
    });
  }
  const files = await sweepFiles(plan, options);
  const gate = gateOf(studies, plan, options.baselineThreshold);
  return summaryOf(studies, { plan, files, impossible: impossibleBy(plan, studies), gate });
}
