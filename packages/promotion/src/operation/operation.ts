import { throwIfAborted } from '@fraudx/core';
import { appendHistory } from '../history/history.ts';
import type { OpenJournal } from '../journal/journal-store.ts';
import type { PromotionJournal } from '../journal/journal.ts';
import { sealJournal } from '../journal/journal.ts';
import { ConfigChange } from './config-change.ts';
import { JournalKeeper } from './journal-keeper.ts';
import type { OperationContext } from './operation-context.ts';
import { ParameterChanges } from './parameter-changes.ts';
import type { Backup } from './snapshot.ts';
import type { PromotionStep } from './steps.ts';

/**
 * A journalled change of production. Every change is planned in the journal before it is made and noted after it, so that
 * {@link Operation.apply} and {@link Operation.undo} can be called again after a crash at any point and end in the new or the
 * old state.
 */
export class Operation {
  readonly #context: OperationContext;
  readonly #keeper: JournalKeeper;
  readonly #parameters: ParameterChanges;
  readonly #config: ConfigChange;
  /** The step that is being done. */
  step: PromotionStep = 'journal';

  /**
   * @param backup - What was there before.
   * @param values - New values by full name, for the writes that have one.
   * @param placements - Tier and key for parameters that `backup` does not have.
   */
  constructor(
    context: OperationContext,
    open: OpenJournal,
    backup: Backup,
    values: ReadonlyMap<string, string>,
    placements: Backup['parameters'] = [],
  ) {
    this.#context = context;
    this.#keeper = new JournalKeeper(context.journals, open);
    this.#parameters = new ParameterChanges(context, this.#keeper, backup, values, placements);
    this.#config = new ConfigChange(context, this.#keeper, backup);
  }

  /** The journal as it stands. */
  get journal(): PromotionJournal {
    return this.#keeper.journal;
  }

  /** Makes all planned changes and starts the pipeline; leaves those alone that are made already. */
  async apply(): Promise<void> {
    await this.#step('parameters', () => this.#parameters.write());
    await this.#step('verify', () => this.#parameters.verify());
    await this.#step('archive', () => this.#config.archive());
    await this.#step('config', () => this.#config.write());
    await this.#step('execution', () => this.#startExecution());
    await this.#step('complete', async () => {
      await this.#keeper.save({ state: 'DONE' });
      await this.#recordHistory();
      return `history ${this.journal.kind === 'promotion' ? 'promoted' : 'rolled-back'}`;
    });
  }

  /** Puts back what was there, in reverse order, wherever the current state is ours. */
  async undo(failure: PromotionJournal['failure']): Promise<void> {
    if (this.journal.state === 'APPLYING') {
      await this.#keeper.save({ state: 'UNDOING', ...(failure === undefined ? {} : { failure }) });
    }
    await this.#config.restore();
    await this.#parameters.restore();
    await this.#keeper.save({ state: 'UNDONE' });
    await this.#recordHistory();
  }

  /** After the end: history and event, each once. */
  async finish(): Promise<void> {
    if (this.journal.history === 'pending') await this.#recordHistory();
    if (this.journal.event === 'recorded') return;
    this.step = 'event';
    const { journal } = this;
    const type = this.#outcome();
    await this.#context.events.record({
      eventId: `${journal.id}/${type}`,
      type,
      promotionId: journal.id,
      runId: journal.request.runId,
      experiment: journal.request.experiment,
      algorithm: journal.request.algorithm,
      approvedBy: journal.request.approvedBy,
      at: journal.updatedAt,
      parameters: journal.writes.filter((write) => write.action !== 'equal').map((write) => write.name),
      hyperparameters: journal.request.hyperparameters,
      ...(journal.request.registryVersion === undefined ? {} : { registryVersion: journal.request.registryVersion }),
      configKey: journal.config.key,
      ...(journal.config.archiveKey === undefined ? {} : { archiveKey: journal.config.archiveKey }),
      ...(journal.execution?.arn === undefined ? {} : { executionArn: journal.execution.arn }),
    });
    await this.#keeper.save({ event: 'recorded' });
  }

  #outcome(): 'promoted' | 'rolled-back' | 'undone' {
    if (this.journal.state === 'UNDONE') return 'undone';
    return this.journal.kind === 'promotion' ? 'promoted' : 'rolled-back';
  }

  async #step(step: PromotionStep, action: () => Promise<string | undefined>): Promise<void> {
    // once the pipeline runs there is no way back
    if (step !== 'complete') throwIfAborted(this.#context.signal, this.journal.id);
    this.step = step;
    await this.#context.lock.guard();
    const detail = await action();
    this.#context.log.add(step, detail === undefined ? 'skipped' : 'done', detail ?? 'nothing to do');
  }

  async #startExecution(): Promise<string | undefined> {
    const { execution } = this.journal;
    if (execution === undefined) return undefined;
    if (execution.status === 'started') return execution.arn;
    const started = await this.#context.pipeline.start({
      name: execution.name,
      input: execution.input,
      machine: execution.machine,
    });
    await this.#keeper.save({ execution: { ...execution, status: 'started', arn: started.executionArn } });
    return started.executionArn;
  }

  async #recordHistory(): Promise<void> {
    const { journal } = this;
    const archived: Record<string, string> = {};
    if (journal.state === 'DONE') {
      const { archiveKey, previousArchiveKey, newSha256, oldSha256 } = journal.config;
      if (previousArchiveKey !== undefined && oldSha256 !== null) archived[previousArchiveKey] = oldSha256;
      if (archiveKey !== undefined && newSha256 !== null) archived[archiveKey] = newSha256;
    }
    await appendHistory(this.#context.objects, {
      at: journal.updatedAt,
      type: this.#outcome(),
      operationId: journal.id,
      runId: journal.request.runId,
      approvedBy: journal.request.approvedBy,
      ...(journal.request.registryVersion === undefined ? {} : { registryVersion: journal.request.registryVersion }),
      journalSha256: sealJournal(journal),
      backupSha256: journal.backup.sha256,
      archived,
    });
    await this.#keeper.save({ history: 'recorded' });
  }
}
