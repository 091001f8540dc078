import {
  canonicalJson,
  ConflictError,
  DataError,
  InterruptedError,
  InvalidArgumentError,
  systemClock,
} from '@fraudx/core';
import type { OuterFold } from '@fraudx/data';
import { calculateMetrics } from '@fraudx/evaluation';
import type { Params } from '@fraudx/tuning';
import { isExhaustive, studyPartId } from '@fraudx/tuning';
import { labelsOf } from '../../dataset/dataset-rows.ts';
import { contextOf } from '../../evaluation/row-context.ts';
import type { Outside } from '../../pipeline-deps.ts';
import { testMatrix } from '../../training/prepare.ts';
import { BestCandidate } from '../best-candidate.ts';
import { confirmBest } from '../confirm/confirm-best.ts';
import type { LastWork } from '../finish-study.ts';
import { finishOnce } from '../finish-study.ts';
import { defaultPoint } from '../default-point.ts';
import type { Contest } from '../last-work.ts';
import { lookAt } from '../last-work.ts';
import type { TrialFits } from '../objective.ts';
import { createPlainObjective, fitTrial } from '../objective.ts';
import { refitTrial } from '../refit-trial.ts';
import type { StartedStudy, Winner } from '../search-trials.ts';
import { searchTrials } from '../search-trials.ts';
import { foldsByEncodings } from '../searched-encodings.ts';
import { specOfPlan } from '../study-plan.ts';
import type { OuterEstimate, OuterFoldResult } from './outer-estimate.ts';
import { outerFoldsOf } from './outer-folds-of.ts';
import { OUTER_FOLDS_TAG, outerFoldName, storedOuterEstimate, storedOuterFold } from './stored-outer.ts';

/** The study of an outer fold: the same search in the rows that may be learned from; its test rows are those that the fold measures. */
function studyOfFold(started: StartedStudy, { plan: splitPlan, ...rows }: OuterFold, name: string): StartedStudy {
  const { studyId, settings, dataset } = started;
  return {
    ...started,
    studyId: studyPartId(studyId, name),
    settings: { ...settings, seed: splitPlan.seed },
    dataset: { ...dataset, rows, splitPlan },
  };
}

/** Begins the study of an outer fold, or leaves it as it is where this or another process has begun it. */
async function begin({ studyId, settings, plan, workspace }: StartedStudy): Promise<void> {
  // What is in production and what earlier studies found may come from the very rows that the fold measures.
  const isFirst = settings.config.tuning?.portfolio !== false && !isExhaustive(plan.strategy);
  const first = isFirst ? defaultPoint(plan) : undefined;
  try {
    await workspace.studies.createStudy(
      { studyId, spec: specOfPlan(plan, settings), createdAt: systemClock.now() },
      [],
      first === undefined ? [] : [first],
    );
  } catch (error) {
    if (!(error instanceof ConflictError) || error.code !== 'STUDY_EXISTS') throw error;
  }
}

/** Fits what the search of a fold chose and the defaults on all rows of the search, and measures both on the rows of the fold. */
async function measureFold(
  started: StartedStudy,
  fits: TrialFits,
  { best, trials }: Winner,
  outside: Outside,
): Promise<OuterFoldResult> {
  const { dataset, plan, settings } = started;
  const { test: measured, train, validation } = dataset.rows;
  const y = labelsOf(dataset.y, measured);
  const measure = async (point: Params, trial?: number): Promise<number> => {
    const known = trial === undefined ? undefined : fits.best.of(trial);
    const { signal } = outside;
    const candidate = known ?? (await fitTrial(fits, point, { nThreads: settings.workers, signal }));
    const { dataset: chosen, model, features } = await refitTrial(started, point, candidate, outside);
    const { values } = calculateMetrics(
      {
        yTrue: y,
        yScore: model.score(testMatrix(chosen, features)),
        threshold: candidate.threshold,
        ...contextOf(chosen, measured),
      },
      { also: [plan.metric] },
    );
    const value = values[plan.metric] ?? Number.NaN;
    if (Number.isFinite(value)) return value;
    throw new InvalidArgumentError(`tune: ${plan.metric} must have a value on the rows of an outer fold, got none`);
  };
  const defaults = defaultPoint(plan) ?? {};
  const isDefault = canonicalJson(defaults) === canonicalJson(best.params);
  const value = await measure(best.params, best.trial);
  return {
    trials: trials.length,
    trial: best.trial,
    params: best.params,
    isDefault,
    validation: best.value!,
    value,
    defaults: isDefault ? value : await measure(defaults),
    rows: measured.length,
    frauds: y.reduce((sum, label) => sum + label, 0),
    learned: train.length + validation.length,
  };
}

/** Searches in an outer fold, where the trials are not done yet, and keeps what the winner reaches on the rows of the fold. */
async function searchFold(of: StartedStudy, fold: OuterFold, name: string, outside: Outside): Promise<void> {
  const started = studyOfFold(of, fold, name);
  const { dataset, plan, settings, studyId, workspace } = started;
  await begin(started);
  const fits: TrialFits = {
    plan,
    foldsOf: foldsByEncodings(dataset),
    seed: settings.seed,
    best: new BestCandidate(plan.direction),
  };
  await searchTrials(started, createPlainObjective(fits), outside, outside.signal);
  // of a search that was extended, what is kept says of how many trials, also where they changed nothing else
  const look = async (): Promise<LastWork<Contest>> => {
    const { work, subject } = await lookAt(started, 'model')();
    return { work: `${work} of ${subject.trials.length}`, subject };
  };
  await finishOnce(workspace, studyId, outside.signal, look, async ({ best, finalists, trials }) => {
    const confirmation = finalists === undefined ? undefined : await confirmBest(started, finalists, outside);
    const kept = trials.find(({ trial }) => trial === confirmation?.kept) ?? best;
    const result = await measureFold(started, fits, { best: kept, trials }, outside);
    await workspace.runs.setTags(of.studyId, { [name]: storedOuterFold(result) });
  });
}

/**
 * Estimates what the search of a study reaches on new rows by nested cross-validation: in each outer fold the whole search is repeated, with everything that is
 * fitted or chosen, in the rows that may be learned from; its winner and the defaults are fitted on all of these and measured once on the rows of the fold.
 *
 * The search of a fold is a study of its own in the store, a part of that of `started`: it goes on where it was stopped, and processes share its trials. Results are kept as
 * tags of the run of `started`. Test rows are not touched.
 *
 * @returns undefined where the settings ask for none, or a search or a measurement failed; a note says so.
 * @throws {InterruptedError} The signal was aborted.
 */
export async function estimateSearch(started: StartedStudy, outside: Outside): Promise<OuterEstimate | undefined> {
  const { studyId, plan, workspace } = started;
  const folds = outerFoldsOf(started);
  if (folds.length === 0) return undefined;
  for (const [k, fold] of folds.entries()) {
    const shown = `outer fold ${k + 1} of ${folds.length}`;
    try {
      await searchFold(started, fold, outerFoldName(k, folds.length), {
        ...outside,
        progress: (event) => outside.progress({ ...event, task: `${shown}: ${event.task}` }),
        onNotes: (notes) => outside.onNotes(notes.map((note) => `${shown}: ${note}`)),
      });
    } catch (error) {
      if (error instanceof InterruptedError) {
        throw new InterruptedError(`tune: interrupted in ${shown}, after all trials of the study`, {
          details: { study_id: studyId },
          hint: 'Finished trials are kept.',
          cause: error,
        });
      }
      // the model of the study is kept all the same
      if (!(error instanceof InvalidArgumentError || error instanceof DataError)) throw error;
      outside.onNotes([
        `the search is not estimated by nested folds: ${shown}: ${error.message.replace(/^tune: /, '')}`,
      ]);
      return undefined;
    }
  }
  const { tags } = await workspace.runs.getRun(studyId);
  const estimate = storedOuterEstimate(tags, plan, folds.length);
  if (estimate !== undefined) await workspace.runs.setTags(studyId, { [OUTER_FOLDS_TAG]: String(folds.length) });
  return estimate;
}
