import type { Params } from '@fraudx/tuning';
import { loadModelOf } from '../dataset/reopen.ts';
import type { TuningWorkspace } from '../tuning/search-trials.ts';
import { lengthParam } from './broad-space.ts';
import { stageSettings } from './stage-settings.ts';
import type { StudyState } from './stage-state.ts';
import type { SweepPlan } from './sweep-plan.ts';
import type { SweepStrategy } from './sweep-strategies.ts';

/** The model that a sweep ends with. */
export interface SweepModel {
  /** The run of the trial that has the model: the best one of the final stage, or of what is better. */
  readonly runId: string;
  /** Model folder. */
  readonly folder: string;
  /** Of the best trial, on validation rows. */
  readonly value: number;
  /** What was chosen, with the rounds after which boosting was best. */
  readonly params: Params;
  /** On validation rows. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** The validation metrics that a run has. */
function validationOf(metrics: Readonly<Record<string, number>>): Record<string, number> {
  const prefix = 'validation_';
  return Object.fromEntries(
    Object.entries(metrics).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  );
}

/** The model of a sweep whose final stage has finished, of the study that was kept; of the final stage the number of its rounds is what early stopping chose. */
export async function openSweepModel(
  plan: SweepPlan,
  strategy: SweepStrategy,
  { run, best, trials, stage }: StudyState,
  workspace: TuningWorkspace,
): Promise<SweepModel> {
  const runId = run!.tags['best_run']!;
  const record = await workspace.runs.getRun(runId);
  const { folder, model } = await loadModelOf(workspace, record, stageSettings(plan, stage, strategy));
  const length = lengthParam(plan.algorithm);
  const rounds = length === undefined ? undefined : model.params[length];
  const kept = trials.find((trial) => trial.runId === runId) ?? best!;
  const params = { ...kept.params, ...(rounds === undefined ? {} : { [length!]: rounds }) };
  return { runId, folder, value: kept.value!, params, metrics: validationOf(record.metrics) };
}
