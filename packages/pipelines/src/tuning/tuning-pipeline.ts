import { FraudxError, checkFields, InterruptedError, InvalidArgumentError, OutsideError } from '@fraudx/core';
import { checkDeps, checkSettings } from '../check-calls.ts';
import type { CategoryEncoding } from '@fraudx/features';
import type { FittedModel, ParamValues } from '@fraudx/models';
import { embeddedEngine, openTrainingPool } from '@fraudx/models';
import type { RunRecord } from '@fraudx/tracking';
import type { SelectionSummary, StudySummary, TrialRecord } from '@fraudx/tuning';
import { summariseStudy } from '@fraudx/tuning';
import type { Dataset } from '../dataset/load-dataset.ts';
import { loadModelOf } from '../dataset/reopen.ts';
import { collectLineage } from '../lineage/collect-lineage.ts';
import type { Outside, PipelineDeps } from '../pipeline-deps.ts';
import { outsideOf } from '../pipeline-deps.ts';
import { asReason } from '../runs/as-reason.ts';
import type { ExperimentSettings } from '../settings.ts';
import { checkRounds } from '../training/check-rounds.ts';
import type { Candidate } from '../training/fit.ts';
import type { MemoryPlan } from '../training/plan-memory.ts';
import { planMemory } from '../training/plan-memory.ts';
import { selectionNotes } from '../training/prepare.ts';
import { recordMetrics } from '../training/record-metrics.ts';
import { saveModel, validationMetrics } from '../training/save-model.ts';
import { BestCandidate } from './best-candidate.ts';
import type { Confirmation } from './confirm/choose-confirmed.ts';
import { confirmBest } from './confirm/confirm-best.ts';
import { parseConfirmation, storedConfirmation } from './confirm/stored-confirmation.ts';
import { enterStudy, trackerOf } from './enter-study.ts';
import { finishOnce, finishRunOf, leaveRunOf } from './finish-study.ts';
import { lookAt } from './last-work.ts';
import type { TrialDeps } from './objective.ts';
import { createObjective, fitTrial } from './objective.ts';
import type { OuterEstimate } from './outer/outer-estimate.ts';
import { estimateSearch } from './outer/estimate-search.ts';
import { refitTrial } from './refit-trial.ts';
import type { StartedStudy, TuningWorkspace } from './search-trials.ts';
import { searchTrials, trialsAtOnce } from './search-trials.ts';
import { foldsByEncodings, largestEncodings } from './searched-encodings.ts';
import { writeStudyReport } from './report/write-study-report.ts';
import { selectionOf } from './selection.ts';
import type { StudyPlan } from './study-plan.ts';

/** How {@link TuningPipeline} searches beside its settings. */
export interface TuningOptions {
  /** Rounds without a better loss on validation rows after which boosting stops, at least 1. Default: all rounds. A resumed study keeps its own. */
  readonly earlyStoppingRounds?: number | undefined;
  /** Id of a study that was stopped, to go on with. Default: a new one. */
  readonly resume?: string | undefined;
  /**
   * Name of a study: begins it, or goes on with it, also where other processes are at it; `tuning.trials` counts the trials of all. Default: a new one, which
   * gets a name by itself.
   */
  readonly study?: string | undefined;
  /** Writes the page of the study at its end, to this absolute path. Default: none. */
  readonly report?: string | undefined;
  /** Looks at the study that is gone on with before its data are read; throws to refuse it. */
  readonly checkStudy?: (study: RunRecord) => void;
}

/** What {@link TuningPipeline.execute} needs. */
export interface TuningDeps extends PipelineDeps {
  readonly openWorkspace: () => Promise<TuningWorkspace>;
  /** The study has begun, and can be resumed from now on. */
  readonly onStudy?: (studyId: string) => void;
  /** Receives how much memory the fits will take, before they begin. Default: none. */
  readonly onMemory?: (plan: MemoryPlan) => void;
}

/** A finished study with the model of its best trial. */
export interface TuningResult {
  readonly studyId: string;
  /** What people call the study. */
  readonly name: string;
  /** The run of the best trial, which has the model. */
  readonly runId: string;
  /** Those of the study: of a resumed one, as it began. */
  readonly settings: ExperimentSettings;
  readonly plan: StudyPlan;
  readonly dataset: Dataset;
  /**
   * The trial whose model is kept: the best one of the search, or the one that was kept when the best ones were confirmed. With several metrics, of the trials
   * that no other one beats the one with the best value of the first metric.
   */
  readonly best: TrialRecord;
  readonly trials: readonly TrialRecord[];
  /** How the best trials compare with the defaults on rows on which the search measured nothing; undefined where they were not compared. */
  readonly confirmation: Confirmation | undefined;
  /** What the search reaches on rows that none of its trials has seen, by nested folds; undefined where none were asked for or the estimate failed. */
  readonly outer: OuterEstimate | undefined;
  /** Hyperparameters of the best trial, with the fixed ones and the defaults. */
  readonly params: ParamValues;
  /** Encodings of categories that the best trial chose, by column. */
  readonly encodings: Readonly<Record<string, CategoryEncoding>>;
  /** Model folder. */
  readonly folder: string;
  readonly model: FittedModel;
  readonly candidate: Candidate;
  /** What the study has found: its specification, counts by state, importances. */
  readonly summary: StudySummary;
  /** How far the best trial can be trusted; undefined where no trial was measured. */
  readonly selection: SelectionSummary | undefined;
  /** Where the page of the study is; undefined where none was asked for. */
  readonly report: string | undefined;
}

/** A study whose trials have all ended. */
interface EndedSearch {
  readonly started: StartedStudy;
  readonly trials: TrialDeps;
  readonly outside: Outside;
}

/**
 * Searches hyperparameters on validation rows and keeps the model of the best trial; test rows are not touched. Every trial that has ended is kept,
 * so that a study that was stopped goes on with `resume`.
 */
export class TuningPipeline {
  readonly #settings: ExperimentSettings;
  readonly #options: TuningOptions;

  constructor(settings: ExperimentSettings, options: TuningOptions = {}) {
    checkSettings('TuningPipeline', settings);
    checkFields('TuningPipeline', 'options', options, {
      resume: 'text?',
      study: 'text?',
      report: 'text?',
      checkStudy: 'function?',
    });
    this.#settings = settings;
    this.#options = options;
    checkRounds('TuningPipeline', options.earlyStoppingRounds);
    if (options.resume !== undefined && options.study !== undefined) {
      throw new InvalidArgumentError('either resume or study must be given, got both', { subject: 'TuningPipeline' });
    }
  }

  /**
   * Runs all trials that are still to do, then fits the best one again.
   *
   * @throws {InvalidArgumentError} `INVALID_SEARCH_SPACE`, `UNKNOWN_METRIC`, `ALL_TRIALS_FAILED`, `NO_FEASIBLE_TRIAL` and others.
   * @throws {InterruptedError} The signal was aborted; `details.study_id` can be resumed.
   */
  async execute(deps: TuningDeps): Promise<TuningResult> {
    return await this.#run(deps, (ended) => this.#keepModel(ended));
  }

  /**
   * Runs all trials that are still to do, and keeps no model: of a study that only says which points are good. {@link TuningPipeline.execute} on the same study
   * keeps one later.
   *
   * @throws {FraudxError} As {@link TuningPipeline.execute}.
   */
  async search(deps: TuningDeps): Promise<void> {
    await this.#run(deps, async ({ started, outside: { signal } }) => {
      const { studyId, workspace } = started;
      await finishOnce(workspace, studyId, signal, lookAt(started, 'values'), async ({ best }) => {
        await recordMetrics(workspace.runs, studyId, (await workspace.runs.getRun(best.runId!)).metrics);
        await finishRunOf(workspace, studyId);
      });
    });
  }

  /** Searches, then does what is to be done with the best trial. */
  async #run<T>(deps: TuningDeps, end: (ended: EndedSearch) => Promise<T>): Promise<T> {
    checkDeps('TuningPipeline', deps);
    const outside = outsideOf(deps);
    const { facts, signal, onNotes } = outside;
    const started = await enterStudy(this.#settings, this.#options, deps, outside);
    const { studyId, settings, dataset, plan, workspace } = started;
    deps.onStudy?.(studyId);
    const broken = new AbortController();
    const pool = openTrainingPool({ nWorkers: settings.workers });
    try {
      const foldsOf = foldsByEncodings(dataset);
      const folds = foldsOf(largestEncodings(plan));
      const trials: TrialDeps = {
        plan,
        foldsOf,
        tracker: trackerOf(workspace, settings),
        studyId,
        lineage: await collectLineage(settings, facts, dataset, embeddedEngine),
        seed: settings.seed,
        best: new BestCandidate(plan.direction),
        stop: (reason) => broken.abort(reason),
      };
      onNotes(selectionNotes(dataset, folds[0]!));
      // refuses what cannot fit, whoever listens
      const memory = planMemory({
        algorithm: plan.algorithm,
        params: plan.largest,
        folds,
        watches: plan.earlyStoppingRounds !== undefined || plan.pruner !== undefined,
        nThreads: settings.workers,
        trialsAtOnce: trialsAtOnce(settings, plan),
      });
      deps.onMemory?.(memory);
      await searchTrials(started, createObjective(trials), outside, AbortSignal.any([signal, broken.signal]));
      return await end({ started, trials, outside });
    } catch (error) {
      const isOutside = error instanceof OutsideError;
      try {
        const status = isOutside || error instanceof InterruptedError ? 'interrupted' : 'failed';
        await leaveRunOf(workspace, { studyId, planned: plan.planned }, status, asReason(error));
      } catch (ending) {
        // What ended the search is worth more than that its end could not be written.
        if (!(ending instanceof FraudxError)) throw ending;
      }
      // Trials say it themselves; the last fit knows no study.
      if (error instanceof InterruptedError && error.details['study_id'] === undefined) {
        throw new InterruptedError('tune: interrupted in the last fit, after all trials', {
          details: { study_id: studyId },
          hint: 'Finished trials are kept.',
          cause: error,
        });
      }
      throw error;
    } finally {
      await pool[Symbol.asyncDispose]();
    }
  }

  /** Fits the best trial again, on training and validation rows, where no other process has done it. */
  async #keepModel({ started, trials, outside }: EndedSearch): Promise<TuningResult> {
    const { studyId, name, settings, dataset, plan, workspace } = started;
    const { signal, onNotes } = outside;
    const outer = await estimateSearch(started, outside);
    const fit = async (best: TrialRecord): Promise<Candidate> =>
      // An earlier start or another process may have fitted the winner; the same hyperparameters and seed give the same candidate.
      trials.best.of(best.trial) ?? (await fitTrial(trials, best.params, { nThreads: settings.workers, signal }));
    const { subject: winner, result } = await finishOnce(
      workspace,
      studyId,
      signal,
      lookAt(started, 'model'),
      async (of) => {
        const confirmation = of.finalists === undefined ? undefined : await confirmBest(started, of.finalists, outside);
        const best = of.trials.find(({ trial }) => trial === confirmation?.kept) ?? of.best;
        const runId = best.runId!;
        const candidate = await fit(best);
        const { dataset: chosen, model, features } = await refitTrial(started, best.params, candidate, outside);
        onNotes(model.warnings.map(({ message }) => message));
        const { folder } = await saveModel(runId, workspace, settings, chosen, { model, features, candidate });
        await recordMetrics(workspace.runs, studyId, validationMetrics(candidate.validation.values));
        await workspace.runs.setTags(studyId, { best_run: runId, confirmation: storedConfirmation(confirmation) });
        await finishRunOf(workspace, studyId);
        return { folder, model, candidate, confirmation, best };
      },
    );
    // another process may have kept the model
    const { best_run: keptRun, confirmation: stored } = (await workspace.runs.getRun(studyId)).tags;
    const confirmation = result === undefined ? parseConfirmation(stored, plan.direction) : result.confirmation;
    const best = result?.best ?? winner.trials.find(({ runId }) => runId === keptRun) ?? winner.best;
    const runId = best.runId!;
    const params = plan.paramsOf(best.params);
    const encodings = plan.encodingsOf(best.params);
    const { folder, model, candidate } = result ?? {
      ...(await loadModelOf(workspace, await workspace.runs.getRun(runId), settings)),
      candidate: await fit(best),
    };
    onNotes(candidate.choice.warnings);
    const { report } = this.#options;
    if (report !== undefined) await writeStudyReport(workspace, studyId, report);
    return {
      studyId,
      name,
      runId,
      settings,
      plan,
      dataset,
      best,
      trials: winner.trials,
      summary: summariseStudy(await workspace.studies.getStudy(studyId), winner.trials),
      params,
      encodings,
      folder,
      model,
      candidate,
      confirmation,
      outer,
      selection: selectionOf(winner.trials, plan.metric, plan.direction),
      report,
    };
  }
}
