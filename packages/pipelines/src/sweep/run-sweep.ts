import { FraudxError, InterruptedError, metricText } from '@fraudx/core';
import type { Params } from '@fraudx/tuning';
import { checkDeps, checkSettings } from '../check-calls.ts';
import { reopenDataset } from '../dataset/reopen.ts';
import type { Outside, PipelineDeps } from '../pipeline-deps.ts';
import { outsideOf } from '../pipeline-deps.ts';
import type { ExperimentSettings } from '../settings.ts';
import { changedSettings, refuseChanged } from '../tuning/settings-of-study.ts';
import type { TuningWorkspace } from '../tuning/search-trials.ts';
import type { MemoryPlan } from '../training/plan-memory.ts';
import { planStudy } from '../tuning/study-plan.ts';
import { TuningPipeline } from '../tuning/tuning-pipeline.ts';
import type { SweepGate } from './gate.ts';
import { decideGate } from './gate.ts';
import { impossibleBy, keepRefusals } from './impossible-strategies.ts';
import { refinedPoints, refinedSpace } from './refined-space.ts';
import { stageSettings, withoutQueue } from './stage-settings.ts';
import type { StudyState } from './stage-state.ts';
import { bestStrategy, bestTrials, featuresDone, readStudies, studyOf } from './stage-state.ts';
import type { SweepSummary } from './summarise-sweep.ts';
import { summaryOf } from './summarise-sweep.ts';
import type { SweepFiles } from './sweep-files.ts';
import { sweepFiles, writeBestFeatures, writeFinalConfig } from './sweep-files.ts';
import type { SweepModel } from './sweep-model.ts';
import { openSweepModel } from './sweep-model.ts';
import type { SweepOptions, SweepPlan, SweepStudyName } from './sweep-plan.ts';
import { planSweep, sweepStages } from './sweep-plan.ts';
import { checkStagesBefore } from './stages-before.ts';
import { eachOnce, withoutJoining } from './stage-notes.ts';
import { stageProgress } from './stage-progress.ts';
import { refusedByData } from './sweep-strategies.ts';

/** How many of the best points of the broad stage the refined one begins with. */
const refinedAround = 3;

/** What {@link runSweep} needs. */
export interface SweepDeps extends PipelineDeps {
  readonly openWorkspace: () => Promise<TuningWorkspace>;
  /** Receives how much memory the fits of a study will take, before they begin. Default: none. */
  readonly onMemory?: (plan: MemoryPlan) => void;
}

/** A sweep as it was left. */
export interface SweepResult extends SweepSummary {
  /**
   * `finished`: a model is kept. `stage-finished`: the one stage that was asked for is done. `not-worth-tuning`: the best strategy misses the threshold.
   */
  readonly outcome: 'finished' | 'stage-finished' | 'not-worth-tuning';
  readonly model?: SweepModel;
}

/** One process at work on a sweep. */
class SweepRun {
  readonly #plan: SweepPlan;
  readonly #options: SweepOptions;
  readonly #deps: SweepDeps;
  readonly #outside: Outside;
  readonly #workspace: TuningWorkspace;
  readonly #files: SweepFiles;
  /** Strategies that cannot be measured, with the reason. */
  #impossible = new Map<string, string>();
  #studies: readonly StudyState[] = [];
  /** Whether this process has read the data, as the studies have them. */
  #hasRead = false;
  #gate: SweepGate | undefined;

  constructor(
    plan: SweepPlan,
    options: SweepOptions,
    parts: { deps: SweepDeps; outside: Outside; workspace: TuningWorkspace; files: SweepFiles },
  ) {
    this.#plan = plan;
    this.#options = options;
    this.#deps = parts.deps;
    this.#outside = parts.outside;
    this.#workspace = parts.workspace;
    this.#files = parts.files;
  }

  async run(): Promise<SweepResult> {
    const { stage } = this.#options;
    await this.#read();
    this.#impossible = impossibleBy(this.#plan, this.#studies);
    this.#checkSame();
    if (stage !== undefined) checkStagesBefore(stage, this.#summary(), this.#plan.name);
    for (const one of stage === undefined ? sweepStages : [stage]) {
      if (one === 'features') await this.#features();
      else {
        if (!this.#isWorthTuning()) return { ...this.#summary(), outcome: 'not-worth-tuning' };
        await this.#search(one);
      }
    }
    if (stage !== undefined && stage !== 'final') return { ...this.#summary(), outcome: 'stage-finished' };
    await this.#defaults();
    return { outcome: 'finished', model: await this.#model(), ...this.#summary() };
  }

  async #read(): Promise<void> {
    this.#studies = await readStudies(this.#plan, this.#workspace);
  }

  #summary(): SweepSummary {
    return summaryOf(this.#studies, {
      plan: this.#plan,
      files: this.#files,
      impossible: this.#impossible,
      gate: this.#gate,
    });
  }

  #best(): StudyState {
    return bestStrategy(this.#studies, this.#plan)!;
  }

  /** Refuses a sweep of that name that was begun with other settings. */
  #checkSame(): void {
    for (const { stage, strategy, run, name } of this.#studies) {
      const chosen = strategy ?? bestStrategy(this.#studies, this.#plan)?.strategy;
      if (run === undefined || chosen === undefined) continue;
      this.#options.checkStudy?.(run);
      refuseChanged(run, name, changedSettings(run, stageSettings(this.#plan, stage, chosen).config));
    }
  }

  /** @param keep - Whether its best model is kept, of a study whose trials have ended. */
  async #tune(
    stage: SweepStudyName,
    study: StudyState,
    { points = [], keep = false }: { readonly points?: readonly Params[]; readonly keep?: boolean } = {},
  ): Promise<void> {
    const { earlyStoppingRounds } = this.#plan;
    const settings = stageSettings(this.#plan, stage, study.strategy ?? this.#best().strategy!, points);
    const options = {
      study: study.name,
      ...(this.#options.checkStudy === undefined ? {} : { checkStudy: this.#options.checkStudy }),
      ...(stage === 'final' && earlyStoppingRounds !== undefined ? { earlyStoppingRounds } : {}),
    };
    const progress = stageProgress(stage, this.#outside.progress);
    const pipeline = new TuningPipeline(study.run === undefined ? settings : withoutQueue(settings), options);
    try {
      const deps = { ...this.#deps, progress, openWorkspace: () => Promise.resolve(this.#workspace) };
      // of the other studies only the points count, and a model of theirs would be taken for a result
      if (keep) await pipeline.execute({ ...deps, onNotes: withoutJoining(deps.onNotes) });
      else await pipeline.search(deps);
      this.#hasRead = true;
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
      throw new InterruptedError(`interrupted in stage ${stage} of "${this.#plan.name}"`, {
        subject: 'sweep',
        details: { sweep: this.#plan.name, stage },
        hint: 'Finished trials are kept.',
        cause: error,
      });
    }
  }

  /** Measures each strategy that these data have the columns for; those that nobody has begun come first. */
  async #features(): Promise<void> {
    const tried = new Set<string>();
    const refusals = new Map<string, string>();
    let refusal: unknown;
    const isPossible = (name: string): boolean => !this.#impossible.has(name) && !tried.has(name);
    for (;;) {
      this.#showFeatures();
      if (featuresDone(this.#studies, ({ name }) => isPossible(name))) break;
      const left = this.#studies.filter(
        ({ stage, state, strategy }) => stage === 'features' && state !== 'finished' && isPossible(strategy!.name),
      );
      const next = left.find(({ state }) => state === 'open') ?? left[0]!;
      const { name } = next.strategy!;
      try {
        await this.#tune('features', next);
        tried.add(name);
      } catch (error) {
        if (!(error instanceof FraudxError) || !refusedByData.has(error.code)) throw error;
        refusal = error;
        refusals.set(name, error.message);
        this.#impossible.set(name, error.message);
      }
      await this.#read();
    }
    const best = bestStrategy(this.#studies, this.#plan);
    if (best === undefined) throw refusal;
    await keepRefusals(this.#workspace, best, refusals);
    await writeBestFeatures(this.#files, this.#plan, best.strategy!, best.best!.value!, this.#options);
  }

  #showFeatures(): void {
    const [{ done, planned: total, best }] = this.#summary().stages as [SweepSummary['stages'][number]];
    const note =
      best === undefined ? '' : `best ${this.#plan.metric} ${metricText(best.value)} (${String(best.strategy)})`;
    this.#outside.progress({ task: 'features', done, total, note });
  }

  /** Refuses rows that are no longer those of the first studies; those that this process has read before are. */
  async #checkRows(): Promise<void> {
    if (this.#hasRead) return;
    const { run, strategy } = this.#best();
    await reopenDataset(run!, stageSettings(this.#plan, 'features', strategy!), this.#outside);
    this.#hasRead = true;
  }

  /** Whether the features reach the threshold; what has begun to be tuned goes on. */
  #isWorthTuning(): boolean {
    const { baselineThreshold: given, force = false } = this.#options;
    const hasBegun = studyOf(this.#studies, 'broad').run !== undefined;
    this.#gate = decideGate(this.#plan, this.#best().best!, { given, force: force || hasBegun });
    return this.#gate.state !== 'refused';
  }

  async #search(stage: 'broad' | 'refined' | 'final'): Promise<void> {
    const study = studyOf(this.#studies, stage);
    if (study.state === 'finished') return;
    // A study that has begun looks at its data itself.
    if (study.run === undefined) await this.#checkRows();
    await this.#tune(stage, study, { points: this.#pointsOf(stage) });
    await this.#read();
  }

  /** Measures what a training without a sweep would have with the same features. */
  async #defaults(): Promise<void> {
    const study = studyOf(this.#studies, 'defaults');
    if (study.state === 'finished') return;
    await this.#checkRows();
    try {
      await this.#tune('defaults', study);
    } catch (error) {
      if (!(error instanceof FraudxError) || error.code !== 'ALL_TRIALS_FAILED') throw error;
      this.#outside.onNotes([`the final stage is not compared with the defaults: ${error.message}`]);
    }
    await this.#read();
  }

  /** The study whose model is kept. */
  #kept(): StudyState {
    const { kept } = this.#summary().comparison!;
    return kept === 'features' ? this.#best() : studyOf(this.#studies, kept);
  }

  async #model(): Promise<SweepModel> {
    const { strategy } = this.#best();
    const kept = this.#kept();
    if (kept.run!.tags['best_run'] === undefined) {
      await this.#tune(kept.stage, kept, { keep: true });
      await this.#read();
    }
    const model = await openSweepModel(this.#plan, strategy!, this.#kept(), this.#workspace);
    await writeFinalConfig(this.#files, this.#plan, strategy!, model, this.#options);
    return model;
  }

  #pointsOf(stage: 'broad' | 'refined' | 'final'): readonly Params[] {
    if (stage === 'broad') return [];
    const plan = this.#plan;
    const { algorithm, grid, trials, settings } = plan;
    if (stage === 'final')
      return bestTrials(studyOf(this.#studies, 'refined'), plan, trials.final).map(({ params }) => params);
    const best = bestTrials(studyOf(this.#studies, 'broad'), plan, refinedAround).map(({ params }) => params);
    const space = refinedSpace(algorithm, grid);
    return refinedPoints(best, { grid, space, count: trials.refined, seed: settings.seed });
  }
}

/**
 * Runs a staged sweep: compares feature strategies, tunes hyperparameters where the best one is worth it, keeps the final model. All is measured on
 * validation rows; test rows are not touched.
 *
 * 1. `features`: each strategy once, with the defaults of the algorithm at 10 rounds.
 * 2. The gate: `not-worth-tuning` where the best one does not reach `baselineThreshold`.
 * 3. `broad`: every combination of a grid at 10 rounds.
 * 4. `refined`: 10 points, the best 3 of them and others around these, at 15 rounds.
 * 5. `final`: the best 3 of those at 50 rounds, with early stopping.
 * 6. The defaults of the algorithm are measured with the same features. The best one of the final stage is fitted on training and validation rows and kept,
 *    unless its interval says that it is worse than the defaults or than an earlier stage: then the better one is.
 *
 * Each is one or several studies, whose names begin with that of the sweep: with the same settings a sweep that was stopped or killed goes on at that trial,
 * and several processes work on one sweep. Writes `best_features.yaml` and `final_config.yaml`.
 *
 * @throws {InvalidArgumentError} As `planSweep`, `TuningPipeline`.
 * @throws {StateError} `SWEEP_STAGE_OPEN`: `stage` needs one before it.
 * @throws {ConflictError} `STUDY_CHANGED`: the sweep of that name has other settings; `SWEEP_FILE_EXISTS`.
 * @throws {InterruptedError} The signal was aborted; the same call goes on.
 */
export async function runSweep(
  settings: ExperimentSettings,
  options: SweepOptions,
  deps: SweepDeps,
): Promise<SweepResult> {
  checkSettings('sweep', settings);
  checkDeps('sweep', deps);
  const plan = planSweep(settings, options);
  // what later stages would refuse, before anything is read
  planStudy(stageSettings(plan, 'broad', plan.strategies[0]!));
  const files = await sweepFiles(plan, options);
  const once: SweepDeps = { ...deps, onNotes: eachOnce(deps.onNotes) };
  const outside = outsideOf(once);
  outside.onNotes(plan.notes);
  const workspace = await deps.openWorkspace();
  return await new SweepRun(plan, options, { deps: once, outside, workspace, files }).run();
}
