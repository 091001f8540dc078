import { checkArgument, InvalidArgumentError } from '@fraudx/core';
import type { ProductionIntegratorOptions, PromotionReport, StepListener } from '@fraudx/promotion';
import { ProductionIntegrator } from '@fraudx/promotion';
import {
  checkEvaluateOptions,
  checkExperimentDeps,
  checkInferenceInput,
  checkPromotion,
  checkSettings,
} from './check-calls.ts';
import { loadModelOf } from './dataset/reopen.ts';
import type { EvaluateOptions, EvaluationResult } from './evaluation/evaluate-run.ts';
import { evaluateRun } from './evaluation/evaluate-run.ts';
import { champion } from './evaluation/find-champion.ts';
import type { InferenceInput, InferenceResult } from './inference/inference-pipeline.ts';
import { InferencePipeline } from './inference/inference-pipeline.ts';
import { openChampion } from './inference/open-champion.ts';
import { collectLineage } from './lineage/collect-lineage.ts';
import type { PipelineDeps } from './pipeline-deps.ts';
import { outsideOf } from './pipeline-deps.ts';
import type { JudgedRun, JudgeOptions, RequestOptions } from './promotion/judge-run.ts';
import { createPromotionRequest, judgeRun } from './promotion/judge-run.ts';
import { createTrackedEvents } from './promotion/tracked-events.ts';
import { chooseRun } from './runs/choose-run.ts';
import type { ExperimentSettings } from './settings.ts';
import type { SweepResult } from './sweep/run-sweep.ts';
import { runSweep } from './sweep/run-sweep.ts';
import type { SweepOptions } from './sweep/sweep-plan.ts';
import type { TrainingOptions, TrainingResult } from './training/training-pipeline.ts';
import { TrainingPipeline } from './training/training-pipeline.ts';
import type { TuningWorkspace } from './tuning/search-trials.ts';
import type { TuningOptions, TuningResult } from './tuning/tuning-pipeline.ts';
import { TuningPipeline } from './tuning/tuning-pipeline.ts';

/** What an {@link Experiment} works with. */
export interface ExperimentDeps extends Omit<PipelineDeps, 'openWorkspace'> {
  /** Where runs, studies, artifacts and models are kept. The caller closes it. */
  readonly workspace: TuningWorkspace;
  /** Where models are promoted to, such as the `production` of a local workspace. Default: nothing can be promoted. */
  readonly production?: Pick<
    ProductionIntegratorOptions,
    'parameters' | 'objects' | 'pipeline' | 'place' | 'registry' | 'removeLeftovers'
  >;
}

function noProduction(): InvalidArgumentError {
  return new InvalidArgumentError('experiment: production must be given to promote, got none', {
    code: 'PRODUCTION_MISSING',
    hint: 'Give the stores to promote to, such as the production of a local workspace.',
  });
}

/** How a run is promoted. */
export interface PromoteOptions extends Omit<JudgeOptions, 'run' | 'dryRun'>, RequestOptions {
  /** Steps of the promotion, as they are done. */
  readonly onStep?: StepListener;
}

/** A promotion, and what it was decided by. */
export interface PromotionResult {
  readonly judged: JudgedRun;
  readonly report: PromotionReport;
}

/**
 * The main job on one config: train or tune, evaluate, promote, predict. Runs are those that the command line makes: each side evaluates and promotes
 * the runs of the other.
 *
 * See `docs/typescript.md` for a whole script.
 */
export class Experiment {
  readonly #settings: ExperimentSettings;
  readonly #deps: ExperimentDeps;
  readonly #pipeline: PipelineDeps & { readonly openWorkspace: () => Promise<TuningWorkspace> };

  /** @param settings - As `resolveConfig` gives them. Their `inProduction` is the given production, where they name none. */
  constructor(settings: ExperimentSettings, deps: ExperimentDeps) {
    checkSettings('experiment', settings);
    checkExperimentDeps(deps);
    const { production } = deps;
    const inProduction = production === undefined ? undefined : () => this.#integrator().inProduction();
    this.#settings = { ...(inProduction === undefined ? {} : { inProduction }), ...settings };
    this.#deps = deps;
    this.#pipeline = { ...deps, openWorkspace: () => Promise.resolve(deps.workspace) };
  }

  /** Trains one model; see {@link TrainingPipeline}. */
  async train(options: TrainingOptions = {}): Promise<TrainingResult> {
    return await new TrainingPipeline(this.#settings, options).execute(this.#pipeline);
  }

  /** Searches hyperparameters; see {@link TuningPipeline}. */
  async tune(options: TuningOptions = {}): Promise<TuningResult> {
    return await new TuningPipeline(this.#settings, options).execute(this.#pipeline);
  }

  /** Compares feature strategies, tunes in three stages, keeps the final model; see {@link runSweep}. */
  async sweep(options: SweepOptions = {}): Promise<SweepResult> {
    return await runSweep(this.#settings, options, this.#pipeline);
  }

  /**
   * Measures a run on its test rows and decides the gates; see {@link evaluateRun}.
   *
   * @param run - Default: the best run of this config, by validation rows.
   */
  async evaluate(run?: string, options: Omit<EvaluateOptions, 'run'> = {}): Promise<EvaluationResult> {
    checkEvaluateOptions(options);
    return await evaluateRun(this.#settings, { ...options, run }, this.#pipeline);
  }

  /**
   * Measures a run and promotes it where its gates hold; a refused one changes nothing. What the options leave open is as the config's `promotion` says;
   * the pipeline is started by default, but for target aws.
   *
   * @param run - Undefined: the best run of this config, by validation rows.
   * @throws {FraudxError} As `evaluateRun` and `ProductionIntegrator.promoteToProduction`.
   */
  async promote(run: string | undefined, options: PromoteOptions): Promise<PromotionResult> {
    checkPromotion(run, options);
    const judged = await judgeRun(this.#settings, { ...options, run }, this.#pipeline);
    const { promotion = {} } = this.#settings.config;
    const request = await createPromotionRequest(judged, {
      ...options,
      trigger: options.trigger ?? promotion.trigger ?? promotion.target !== 'aws',
      prune: options.prune ?? promotion.prune,
      registryVersion: options.registryVersion ?? promotion.registryVersion,
    });
    const { facts, signal } = outsideOf(this.#pipeline);
    const lineage = (): ReturnType<typeof collectLineage> => collectLineage(this.#settings, facts, undefined);
    const integrator = this.#integrator(createTrackedEvents(this.#deps.workspace.runs, lineage));
    const report = await integrator.promoteToProduction(request, {
      signal,
      ...(options.onStep === undefined ? {} : { onStep: options.onStep }),
    });
    return { judged, report };
  }

  /**
   * Scores rows with the model of a run; see {@link InferencePipeline}.
   *
   * @param run - An id, or `champion`: the model in production, at its threshold there. Default: the best run of this config.
   * @throws {NotFoundError} `RUN_NOT_FOUND`, `CHAMPION_NOT_FOUND`.
   */
  async predict(input: InferenceInput, run?: string): Promise<InferenceResult> {
    checkInferenceInput(input);
    checkArgument('predict', 'run', run, 'text?');
    const { workspace } = this.#deps;
    if (run === champion) {
      const { saved } = await openChampion(this.#settings, workspace.models);
      return await new InferencePipeline(saved, this.#settings).execute(input, this.#pipeline);
    }
    const { record } = await chooseRun(workspace, run, this.#settings);
    const saved = await loadModelOf(workspace, record, this.#settings);
    return await new InferencePipeline(saved, this.#settings).execute(input, this.#pipeline);
  }

  #integrator(events?: ProductionIntegratorOptions['events']): ProductionIntegrator {
    const { production } = this.#deps;
    if (production === undefined) throw noProduction();
    const { parameterPrefix } = this.#settings.config.promotion ?? {};
    return new ProductionIntegrator({
      ...production,
      ...(events === undefined ? {} : { events }),
      ...(parameterPrefix === undefined ? {} : { prefix: parameterPrefix }),
    });
  }
}
