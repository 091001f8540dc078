// Longer than other files: the public methods of one class, each a few lines; the work is done in operation/, plan/ and history/.
import type { Clock, OutsideError } from '@fraudx/core';
import { ConflictError, InvalidArgumentError, NotFoundError, StateError, systemClock } from '@fraudx/core';
import type { ProductionConfig } from './config/production-config.ts';
import { parseProductionConfig } from './config/production-config.ts';
import type { HistoryVerification } from './history/verify-history.ts';
import { verifyHistory } from './history/verify-history.ts';
import type { HyperparameterValue } from './hyperparameters/format-hyperparameter.ts';
import type { ParameterCheck, ParameterRule } from './hyperparameters/parameter-rule.ts';
import { findHyperparameterProblems } from './hyperparameters/validate-hyperparameters.ts';
import { findInEffect } from './journal/in-effect.ts';
import type { InProduction } from './journal/in-production.ts';
import { findInProduction } from './journal/in-production.ts';
import { JournalStore } from './journal/journal-store.ts';
import type { PromotionJournal } from './journal/journal.ts';
import { operationId, sequenceOf } from './journal/journal-id.ts';
import { isDamagedJournal } from './journal/journal.ts';
import type { LockOptions } from './lock/promotion-lock.ts';
import { PromotionLock } from './lock/promotion-lock.ts';
import type { Parts } from './operation/draft.ts';
import { buildProductionConfig, draftPromotion, executionInput, executionName } from './operation/draft.ts';
import type { ProductionPlace } from './operation/check-same-place.ts';
import { checkPreflight } from './operation/check-preflight.ts';
import { checkSamePlace } from './operation/check-same-place.ts';
import { rollBack } from './operation/roll-back.ts';
import type { OperationCall } from './operation/operation-call.ts';
import { callOfScript } from './operation/operation-call.ts';
import { promotionFailure } from './operation/promotion-failure.ts';
import type { OperationTarget } from './operation/operation-session.ts';
import { placeFor } from './operation/operation-session.ts';
import { resumeOperation, runOperation } from './operation/run-operation.ts';
import { configKey, normalisePrefix, takeSnapshot, writeBackup } from './operation/snapshot.ts';
import type { StepListener } from './operation/steps.ts';
import { lockLeft, promotionSteps, StepLog } from './operation/steps.ts';
import type { PromotionPlan, PromotionReport, PromotionSummary, RollbackReport } from './plan/promotion-plan.ts';
import { describeChanges, effects, summarise } from './plan/promotion-plan.ts';
import { diffText } from './plan/text-diff.ts';
import type { ModelRegistry } from './ports/model-registry.ts';
import type { ObjectStore } from './ports/object-store.ts';
import type { ParameterStore } from './ports/parameter-store.ts';
import type { PipelineExecution, PipelineRunner } from './ports/pipeline-runner.ts';
import type { Preflight, PreflightCheck } from './ports/preflight.ts';
import type { PromotionEventSink } from './ports/promotion-event-sink.ts';
import { silentEvents } from './ports/promotion-event-sink.ts';
import type { PromotionRequest } from './promotion-request.ts';
import { checkRequest, gateReasons, requestDigest, toRecord } from './promotion-request.ts';

/** Where hyperparameters live unless told otherwise. */
export const defaultPrefix = '/fraud-detection/hyperparameters';

/** What a {@link ProductionIntegrator} works with. */
export interface ProductionIntegratorOptions {
  readonly parameters: ParameterStore;
  readonly objects: ObjectStore;
  readonly pipeline: PipelineRunner;
  /** Asked where a request names a `registryVersion`. */
  readonly registry?: ModelRegistry | undefined;
  /** Default: events are not kept. */
  readonly events?: PromotionEventSink;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** Default {@link defaultPrefix}. */
  readonly prefix?: string;
  /**
   * Which production this is, fact by fact, e.g. account, region and bucket, when there can be several: kept in the journal, and work on an
   * operation of another place is refused. Default: one place only.
   */
  readonly place?: (() => Promise<ProductionPlace>) | undefined;
  readonly preflight?: Preflight;
  readonly lock?: LockOptions;
  /** Removes what processes that died while they wrote left in the target; called with the promotion lock held. Default: nothing. */
  readonly removeLeftovers?: (() => Promise<unknown>) | undefined;
  /** How messages name the next call. Default: as a method of this class. */
  readonly describeCall?: (of: OperationCall) => string;
  /** Waiting between reads of a store that shows writes late. Default: a timer. */
  readonly sleep?: (ms: number) => Promise<void>;
}

/** How one call behaves. */
export interface CallOptions {
  readonly onStep?: StepListener;
  /** A promotion stops between two changes and is undone, or finished where the pipeline is started; a rollback is finished. */
  readonly signal?: AbortSignal;
}

const all: Parts = { parameters: true, config: true };

/**
 * Brings a model's hyperparameters and config into production, all or nothing.
 *
 * Every change is journalled before and after: after a crash at any point the same call, `resume` or `rollback` ends in the new state or the
 * old one. One promotion at a time; a second one raises `ConflictError` having changed nothing.
 */
export class ProductionIntegrator {
  readonly #target: OperationTarget;
  readonly #preflight: Preflight | undefined;
  readonly #registry: ModelRegistry | undefined;

  /** @throws {InvalidArgumentError} `INVALID_PREFIX`. */
  constructor(options: ProductionIntegratorOptions) {
    this.#target = {
      parameters: options.parameters,
      objects: options.objects,
      pipeline: options.pipeline,
      events: options.events ?? silentEvents,
      clock: options.clock ?? systemClock,
      sleep: options.sleep ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms))),
      prefix: normalisePrefix(options.prefix ?? defaultPrefix),
      askedPrefix: options.prefix === undefined ? undefined : normalisePrefix(options.prefix),
      place: options.place,
      lock: options.lock ?? {},
      describeCall: options.describeCall ?? callOfScript,
      removeLeftovers: options.removeLeftovers,
    };
    this.#preflight = options.preflight;
    this.#registry = options.registry;
  }

  /**
   * Promotes: gate, validate, preflight, lock, backup, journal, parameters, verified read-back, archive, config, execution, history, event,
   * unlock. A refused gate, or a registry version that is not approved, is an outcome, not an error, and changes nothing.
   *
   * @throws {InvalidArgumentError} `INVALID_HYPERPARAMETERS`, `APPROVER_MISSING`, `INVALID_PRODUCTION_CONFIG`; nothing was changed.
   * @throws {ConflictError} `LOCK_HELD`, or somebody changed production meanwhile.
   * @throws {OutsideError} The target cannot be reached or refuses; `details` say what was written, restored and untouched.
   * @throws {InterruptedError} `signal` was aborted; what was written is put back.
   */
  async promoteToProduction(asked: PromotionRequest, options: CallOptions = {}): Promise<PromotionReport> {
    const log = new StepLog(options.onStep);
    const { request, reasons } = await this.#gate(asked);
    if (reasons.length > 0) {
      log.add('gate', 'failed', reasons.join('; '));
      return this.#refused(reasons, log);
    }
    const version = request.registryVersion === undefined ? '' : `, ${request.registryVersion} is approved`;
    log.add('gate', 'done', `${request.evaluation.gates.length} gates passed${version}`);
    this.#validate(request);
    log.add('validate', 'done', `${Object.keys(request.hyperparameters).length} hyperparameters`);
    const checks = await this.#runPreflight(request.trigger);
    checkPreflight(checks, request.runId, this.#target.describeCall);
    log.add('preflight', checks.length === 0 ? 'skipped' : 'done', `${checks.length} checks`);
    return await this.#promote(request, all, log, options);
  }

  /** What {@link promoteToProduction} would do, exactly; reads only. */
  async plan(asked: PromotionRequest): Promise<PromotionPlan> {
    const { request, reasons } = await this.#gate(asked);
    this.#validate(request);
    const preflight = await this.#runPreflight(request.trigger);
    const { parameters, objects, prefix, clock } = this.#target;
    const record = toRecord(request);
    const latest = (await this.#journals().ids()).at(-1);
    const id = operationId('promotion', sequenceOf(latest ?? '') + 1, requestDigest(record, prefix));
    const snapshot = await takeSnapshot(parameters, objects, prefix);
    const archive = await objects.list('archive/');
    const { machine } = this.#target.pipeline;
    const place = { id, prefix, now: clock.now(), archive, configUri: objects.uri(configKey), parts: all, machine };
    const draft = draftPromotion({ ...record, parameterSchema: request.parameterSchema }, snapshot, place);
    const held = await PromotionLock.inspect(objects);
    const notes: string[] = [];
    if (held !== undefined)
      notes.push(`the lock is held by process ${held.owner.pid} on ${held.owner.host} (${held.purpose})`);
    if (latest !== undefined) {
      const { state } = (await this.#journals().read(latest)).journal;
      if (state === 'APPLYING' || state === 'UNDOING') notes.push(`${latest} is unfinished and would be settled first`);
    }
    const before = snapshot.config?.text ?? null;
    return {
      promotionId: id,
      decision: reasons.length === 0 ? 'would-promote' : 'refused',
      reasons,
      steps: promotionSteps.map((step) => ({ step, status: 'planned', detail: '' })),
      parameters: describeChanges(draft.writes, snapshot.parameters),
      config: {
        key: configKey,
        uri: objects.uri(configKey),
        archiveKey: draft.config.archiveKey,
        before,
        after: draft.config.content,
        diff: diffText(before ?? '', draft.config.content ?? ''),
      },
      execution:
        draft.execution === undefined
          ? undefined
          : { name: draft.execution.name, input: draft.execution.input, ...(machine === undefined ? {} : { machine }) },
      preflight,
      notes,
    };
  }

  /**
   * Puts parameters and config back to what they were before a promotion, wherever they still are as that promotion left them.
   *
   * The same call again changes nothing more: the report of the rollback that was done already comes back with `repeated`. Without an id it
   * means the newest promotion, also when the last operation has rolled that one back; the one before is rolled back by its id.
   *
   * @param promotionId - Default: the newest promotion that was not undone.
   * @param options - `force`: also where somebody changed them since. `approvedBy`: who takes it back, for the journal; default `not given`.
   * @throws {NotFoundError} `PROMOTION_NOT_FOUND`.
   * @throws {InvalidArgumentError} `OTHER_PLACE`: it was made in another region or account.
   * @throws {ConflictError} `NEWER_PROMOTION`: a newer one is in effect, and `force` is not given.
   * @throws {StateError} `NOTHING_TO_ROLL_BACK`.
   * @throws {OutsideError} `HISTORY_DAMAGED`: somebody changed the history, or the journal or backup of this promotion, and `force` is not given.
   */
  async rollback(
    promotionId?: string,
    options: CallOptions & { readonly force?: boolean; readonly approvedBy?: string } = {},
  ): Promise<RollbackReport> {
    return await rollBack(this.#target, promotionId, all, options);
  }

  /** {@link rollback} for the parameters alone. */
  async rollbackParameterStore(
    promotionId?: string,
    options: { readonly force?: boolean } = {},
  ): Promise<RollbackReport> {
    return await rollBack(this.#target, promotionId, { parameters: true, config: false }, options);
  }

  /** {@link rollback} for the config file alone. */
  async rollbackConfigFile(promotionId?: string, options: { readonly force?: boolean } = {}): Promise<RollbackReport> {
    return await rollBack(this.#target, promotionId, { parameters: false, config: true }, options);
  }

  /**
   * Ends an unfinished promotion or rollback; a finished one is only reported.
   *
   * @param promotionId - As for {@link showPromotion}. Default: `latest`.
   * @throws {NotFoundError} `PROMOTION_NOT_FOUND`.
   * @throws {InterruptedError} `options.signal` was aborted before it began; what was begun is taken to its end.
   */
  async resume(promotionId = 'latest', options: CallOptions = {}): Promise<PromotionJournal> {
    const latest = promotionId === 'latest';
    const id = latest ? (await this.#journals().ids()).at(-1) : await this.#journals().resolve(promotionId);
    if (id === undefined) {
      throw new NotFoundError('PROMOTION_NOT_FOUND', 'promotions resume: there must be a promotion, got none');
    }
    const { journal } = await resumeOperation(this.#target, id, new StepLog(options.onStep), options.signal);
    return journal;
  }

  /**
   * Promotions and rollbacks, newest first.
   *
   * @param options - `limit`: default 100. `onDamaged`: told of each journal that cannot be read, which is then left out.
   * @throws {OutsideError} `JOURNAL_DAMAGED`, where `onDamaged` is not given.
   */
  async listPromotions(
    options: { readonly limit?: number; readonly onDamaged?: (promotionId: string, error: OutsideError) => void } = {},
  ): Promise<PromotionSummary[]> {
    const journals = this.#journals();
    const ids = (await journals.ids()).toReversed().slice(0, options.limit ?? 100);
    const summaries: PromotionSummary[] = [];
    const readOne = async (id: string): Promise<PromotionSummary[]> => {
      try {
        return [summarise((await journals.read(id)).journal)];
      } catch (error) {
        if (options.onDamaged === undefined || !isDamagedJournal(error)) throw error;
        options.onDamaged(id, error);
        return [];
      }
    };
    for (let i = 0; i < ids.length; i += 16) {
      summaries.push(...(await Promise.all(ids.slice(i, i + 16).map(readOne))).flat());
    }
    return summaries;
  }

  /**
   * The journal of a promotion or rollback, by its id, a unique beginning of it, its number, or `latest`.
   * @throws {NotFoundError} `PROMOTION_NOT_FOUND`.
   */
  async showPromotion(promotionId: string): Promise<PromotionJournal> {
    const journals = this.#journals();
    const latest = promotionId === 'latest' ? (await journals.ids()).at(-1) : undefined;
    return (await journals.read(latest ?? (await journals.resolve(promotionId)))).journal;
  }

  /**
   * Which model is in production on this target; reads only. Every comparison with "the champion" uses this.
   *
   * @throws {OutsideError} `JOURNAL_DAMAGED`, or the target cannot be reached.
   */
  async inProduction(): Promise<InProduction> {
    return await findInProduction(this.#target.objects, this.#journals());
  }

  /** Checks the hash chain of the history and everything it vouches for. */
  async verifyHistory(): Promise<HistoryVerification> {
    return await verifyHistory(this.#target.objects);
  }

  /**
   * State, dates and output of an execution of the pipeline.
   * @throws {NotFoundError} `EXECUTION_NOT_FOUND`.
   */
  async checkPipelineStatus(executionArn: string): Promise<PipelineExecution> {
    return await this.#target.pipeline.describe(executionArn);
  }

  /**
   * Starts the pipeline for what is in production, outside of a promotion; a second call gives the same execution.
   *
   * @param of - The experiment whose model is in production, or the promotion that put it there (as for {@link showPromotion}).
   * @returns The execution; its input names the experiment.
   * @throws {NotFoundError} `PROMOTION_NOT_FOUND`.
   * @throws {InvalidArgumentError} `OTHER_PLACE`.
   * @throws {StateError} `PROMOTION_UNFINISHED`.
   * @throws {ConflictError} `NOT_IN_EFFECT`: another promotion is in production, or none; the pipeline would train with its parameters.
   */
  async triggerProductionPipeline(of: string): Promise<PipelineExecution> {
    const newest = await findInEffect(this.#journals());
    const current = newest === undefined ? undefined : await this.showPromotion(newest);
    const asked = of === current?.request.experiment ? current : await this.showPromotion(of);
    const { id, request, prefix, state, execution } = asked;
    if (id !== newest) {
      throw new ConflictError('NOT_IN_EFFECT', `pipeline: ${id} must be in production, got ${newest ?? 'none'}`, {
        details: { promotionId: id, inEffect: newest ?? null },
      });
    }
    if (state !== 'DONE') {
      throw new StateError('PROMOTION_UNFINISHED', `pipeline: ${id} must be done, got ${state}`, {
        details: { promotionId: id },
        hint: `Next: ${this.#target.describeCall({ call: 'resume', promotionId: id })}`,
      });
    }
    const { pipeline, objects } = this.#target;
    await checkSamePlace(asked, placeFor(this.#target, true));
    return await pipeline.start({
      name: executionName(request.experiment, id),
      input: executionInput(request, id, prefix, objects.uri(configKey)),
      machine: execution?.machine,
    });
  }

  /**
   * Checks hyperparameters against the rules of an algorithm.
   * @throws {InvalidArgumentError} `INVALID_HYPERPARAMETERS`, with all problems in `details.problems`.
   */
  validateHyperparameters(
    algorithm: string,
    hyperparameters: Readonly<Record<string, HyperparameterValue>>,
    parameterSchema: readonly ParameterRule[] = [],
    parameterCheck?: ParameterCheck,
  ): void {
    const problems = findHyperparameterProblems(algorithm, hyperparameters, parameterSchema, parameterCheck);
    if (problems.length === 0) return;
    throw new InvalidArgumentError(`promote: ${problems.map((problem) => problem.message).join('; ')}`, {
      code: 'INVALID_HYPERPARAMETERS',
      details: { algorithm, problems: problems.map((problem) => ({ ...problem })) },
      hint: 'Nothing was changed. Promote a run with valid hyperparameters.',
    });
  }

  /** Saves the parameters and the config as they stand under `backups/`, apart from any promotion. */
  async backupCurrentParameters(): Promise<{
    readonly key: string;
    readonly sha256: string;
    readonly parameters: number;
  }> {
    const { parameters, objects, prefix, clock } = this.#target;
    const snapshot = await takeSnapshot(parameters, objects, prefix);
    const now = clock.now();
    const id = `manual-${new Date(now).toISOString().replace(/[-:.]/g, '')}`;
    return { ...(await writeBackup(objects, id, prefix, snapshot, now)), parameters: snapshot.parameters.length };
  }

  /** The parameters' half of a promotion, with lock, backup, journal and verified read-back. */
  async writeHyperparametersToParameterStore(
    request: PromotionRequest,
    options: CallOptions = {},
  ): Promise<PromotionReport> {
    this.#validate(request);
    const parts = { parameters: true, config: false };
    return await this.#promote({ ...request, trigger: false }, parts, new StepLog(options.onStep), options);
  }

  /** The config's half of a promotion, with lock, backup, journal and archive; on the local target it goes to that target's objects. */
  async writeConfigToS3(request: PromotionRequest, options: CallOptions = {}): Promise<PromotionReport> {
    this.#validate(request);
    const parts = { parameters: false, config: true };
    return await this.#promote({ ...request, trigger: false }, parts, new StepLog(options.onStep), options);
  }

  /** The config that a promotion of this id would write. */
  generateProductionConfig(request: PromotionRequest, promotionId: string): ProductionConfig {
    const record = { ...toRecord(request), parameterSchema: request.parameterSchema };
    return buildProductionConfig(record, promotionId, this.#target.prefix);
  }

  /**
   * A production config from unknown input.
   * @throws {InvalidArgumentError} `INVALID_PRODUCTION_CONFIG`, with every problem.
   */
  validateConfigSchema(input: unknown): ProductionConfig {
    return parseProductionConfig(input);
  }

  #journals(): JournalStore {
    return new JournalStore(this.#target.objects, this.#target.clock);
  }

  /** Why the evaluation or the registry refuse; the request with the full name of its version. */
  async #gate(asked: PromotionRequest): Promise<{ request: PromotionRequest; reasons: string[] }> {
    const reasons = gateReasons(asked.evaluation);
    if (asked.registryVersion === undefined) return { request: asked, reasons };
    try {
      if (this.#registry === undefined) {
        throw new InvalidArgumentError(
          `promote: registryVersion must be left out where the target has no model registry, got "${asked.registryVersion}"`,
          { code: 'NO_REGISTRY', hint: 'Target aws asks the SageMaker Model Registry.' },
        );
      }
      const { id, approved, status } = await this.#registry.describeVersion(asked.registryVersion);
      if (!approved) reasons.push(`model registry: ${id} must be approved, got ${status}`);
      return { request: { ...asked, registryVersion: id }, reasons };
    } catch (error) {
      const { describeCall } = this.#target;
      const call = { call: 'promote', runId: asked.runId } as const;
      throw promotionFailure(error, { call, describeCall, step: 'gate', state: 'nothing-changed' });
    }
  }

  #validate(request: PromotionRequest): void {
    checkRequest(request);
    const { algorithm, hyperparameters, parameterSchema, parameterCheck } = request;
    this.validateHyperparameters(algorithm, hyperparameters, parameterSchema, parameterCheck);
    this.generateProductionConfig(request, operationId('promotion', 1, requestDigest(toRecord(request), '')));
  }

  async #runPreflight(trigger: boolean): Promise<PreflightCheck[]> {
    return (await this.#preflight?.run({ trigger, prefix: this.#target.prefix })) ?? [];
  }

  #refused(reasons: readonly string[], log: StepLog): PromotionReport {
    for (const step of promotionSteps.slice(1)) log.add(step, 'skipped', 'the gate refused');
    return {
      promotionId: '',
      decision: 'refused',
      reasons,
      steps: log.steps,
      written: [],
      restored: [],
      untouched: [],
      backup: '',
      configKey,
      archiveKey: '',
      resumed: false,
    };
  }

  async #promote(
    request: PromotionRequest,
    parts: Parts,
    log: StepLog,
    options: CallOptions,
  ): Promise<PromotionReport> {
    const { prefix, objects } = this.#target;
    const record = toRecord(request);
    const { parameterSchema } = request;
    const digest = requestDigest(record, prefix, parts === all ? {} : { ...parts });
    const { journal, resumed, recovered } = await runOperation(this.#target, {
      call: { call: 'promote', runId: request.runId },
      kind: 'promotion',
      digest,
      record,
      log,
      signal: options.signal,
      draft: async (snapshot, place) =>
        draftPromotion({ ...record, parameterSchema }, snapshot, {
          ...place,
          prefix,
          configUri: objects.uri(configKey),
          parts,
          machine: this.#target.pipeline.machine,
        }),
    });
    const arn = journal.execution?.arn;
    return {
      promotionId: journal.id,
      decision: 'promoted',
      reasons: [],
      steps: log.steps,
      ...(arn === undefined ? {} : { executionArn: arn }),
      ...effects(journal),
      backup: objects.uri(journal.backup.key),
      configKey: journal.config.key,
      archiveKey: journal.config.archiveKey ?? '',
      resumed,
      ...(recovered === undefined ? {} : { recovered }),
      ...lockLeft(log.steps),
    };
  }
}
