// Longer than other files: each change and its undoing stay side by side, so that both can be checked together.
import type { Clock } from '@fraudx/core';
import { ConflictError, OutsideError, sha256, throwIfAborted } from '@fraudx/core';
import { appendHistory } from '../history/history.ts';
import type { JournalStore, OpenJournal } from '../journal/journal-store.ts';
import type { JournalWrite, PromotionJournal } from '../journal/journal.ts';
import { sealJournal } from '../journal/journal.ts';
import { putExactly } from '../journal/put-exactly.ts';
import type { PromotionLock } from '../lock/promotion-lock.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ParameterStore, ParameterVersion, StoredParameter } from '../ports/parameter-store.ts';
import type { PipelineRunner } from '../ports/pipeline-runner.ts';
import type { PromotionEventSink } from '../ports/promotion-event-sink.ts';
import type { Backup } from './snapshot.ts';
import type { PromotionStep, StepLog } from './steps.ts';

/** What an operation works with. */
export interface OperationContext {
  readonly parameters: ParameterStore;
  readonly objects: ObjectStore;
  readonly pipeline: PipelineRunner;
  readonly events: PromotionEventSink;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  readonly lock: PromotionLock;
  readonly journals: JournalStore;
  readonly log: StepLog;
  readonly signal?: AbortSignal | undefined;
}

const yaml = { contentType: 'application/yaml' };
const done = { create: 'created', update: 'updated', delete: 'removed', equal: 'equal already' } as const;

function sameState(current: StoredParameter | undefined, version: number, value: string | undefined): boolean {
  return version === 0 ? current === undefined : current?.version === version && current.value === value;
}

/**
 * A journalled change of production. Every change is planned in the journal before it is made and noted after it, so that
 * {@link Operation.apply} and {@link Operation.undo} can be called again after a crash at any point and end in the new or the
 * old state.
 */
export class Operation {
  readonly #context: OperationContext;
  readonly #backup: Backup;
  readonly #values: ReadonlyMap<string, string>;
  readonly #placements: Backup['parameters'];
  #open: OpenJournal;
  /** The parameter whose write was tried without an answer being noted; writes come one after the other, so there is one at most. */
  #unanswered: string | undefined;
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
    this.#open = open;
    this.#backup = backup;
    this.#values = values;
    this.#placements = [...backup.parameters, ...placements];
    // in a journal that is opened again, only the first write that is not noted can have been tried
    this.#unanswered = open.journal.writes.find(
      ({ action, status }) => action !== 'equal' && status === 'planned',
    )?.name;
  }

  /** The journal as it stands. */
  get journal(): PromotionJournal {
    return this.#open.journal;
  }

  /** Makes all planned changes and starts the pipeline; leaves those alone that are made already. */
  async apply(): Promise<void> {
    await this.#step('parameters', () => this.#writeParameters());
    await this.#step('verify', () => this.#verifyParameters());
    await this.#step('archive', () => this.#archive());
    await this.#step('config', () => this.#writeConfig());
    await this.#step('execution', () => this.#startExecution());
    await this.#step('complete', async () => {
      await this.#save({ state: 'DONE' });
      await this.#recordHistory();
      return `history ${this.journal.kind === 'promotion' ? 'promoted' : 'rolled-back'}`;
    });
  }

  /** Puts back what was there, in reverse order, wherever the current state is ours. */
  async undo(failure: PromotionJournal['failure']): Promise<void> {
    if (this.journal.state === 'APPLYING') {
      await this.#save({ state: 'UNDOING', ...(failure === undefined ? {} : { failure }) });
    }
    await this.#restoreConfig();
    for (let i = this.journal.writes.length - 1; i >= 0; i--) await this.#restoreParameter(i);
    await this.#save({ state: 'UNDONE' });
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
    await this.#save({ event: 'recorded' });
  }

  #outcome(): 'promoted' | 'rolled-back' | 'undone' {
    if (this.journal.state === 'UNDONE') return 'undone';
    return this.journal.kind === 'promotion' ? 'promoted' : 'rolled-back';
  }

  async #step(step: PromotionStep, action: () => Promise<string | undefined>): Promise<void> {
    throwIfAborted(this.#context.signal, this.journal.id);
    this.step = step;
    await this.#context.lock.guard();
    const detail = await action();
    this.#context.log.add(step, detail === undefined ? 'skipped' : 'done', detail ?? 'nothing to do');
  }

  async #save(change: Partial<PromotionJournal>): Promise<void> {
    this.#open = await this.#context.journals.save(this.#open, change);
  }

  async #saveWrite(index: number, change: Partial<JournalWrite>): Promise<void> {
    await this.#save({
      writes: this.journal.writes.map((write, i) => (i === index ? { ...write, ...change } : write)),
    });
  }

  /** Whether `current` is what this write makes; `newVersion` is known only after an answer came. */
  #isOurs(write: JournalWrite, current: StoredParameter | undefined): boolean {
    if (write.action === 'delete') return current === undefined;
    return sameState(current, write.newVersion ?? write.oldVersion + 1, this.#values.get(write.name));
  }

  async #writeParameters(): Promise<string | undefined> {
    const { parameters, lock } = this.#context;
    for (const [i, write] of this.journal.writes.entries()) {
      if (write.action === 'equal') continue;
      if (write.status === 'written') {
        // noted, but the process died before it could stop because of it
        if ((write.newVersion ?? 0) > write.oldVersion + 1) throw this.#moved(write, write.newVersion! - 1);
        continue;
      }
      await lock.guard();
      throwIfAborted(this.#context.signal, this.journal.id);
      const current = await parameters.get(write.name);
      if (this.#isOurs(write, current)) {
        await this.#saveWrite(i, { status: 'written', newVersion: current?.version ?? 0 });
        continue;
      }
      const old = this.#backup.parameters.find((parameter) => parameter.name === write.name);
      // a parameter that was removed and made again counts its versions from 1
      if (!sameState(current, write.oldVersion, old?.value)) {
        const { others } = await this.#lookBack(i, current);
        throw this.#moved(write, others?.version ?? current?.version ?? 0, others?.modifiedBy);
      }
      this.#unanswered = write.name;
      if (write.action === 'delete') {
        await parameters.delete(write.name, write.oldVersion);
        await this.#saveWrite(i, { status: 'written', newVersion: 0 });
        continue;
      }
      const { version } = await parameters.put({
        name: write.name,
        value: this.#values.get(write.name)!,
        type: write.type,
        expectedVersion: write.oldVersion,
        ...this.#placement(write.name),
      });
      await this.#saveWrite(i, { status: 'written', newVersion: version });
      if (version !== write.oldVersion + 1) throw this.#moved(write, version - 1);
    }
    this.#unanswered = undefined;
    const counts = new Map<string, number>();
    for (const { action } of this.journal.writes) counts.set(done[action], (counts.get(done[action]) ?? 0) + 1);
    return [...counts].map(([word, count]) => `${count} ${word}`).join(', ') || undefined;
  }

  /**
   * What became of a write whose answer never came, now that the parameter is not at the version it would have: notes the version it got,
   * if it got one.
   *
   * @returns The newest version that somebody else wrote since the snapshot.
   */
  async #lookBack(index: number, current: StoredParameter | undefined): Promise<{ others?: ParameterVersion }> {
    const write = this.journal.writes[index]!;
    const { parameters } = this.#context;
    const versions = current === undefined ? [] : await parameters.versions(write.name, write.oldVersion);
    const tried = this.#unanswered === write.name && write.status === 'planned' && write.action !== 'delete';
    const value = this.#values.get(write.name);
    const ours = tried ? versions.findLast((version) => version.value === value) : undefined;
    if (ours !== undefined) await this.#saveWrite(index, { status: 'written', newVersion: ours.version });
    const others = versions.findLast((version) => version !== ours);
    return others === undefined ? {} : { others };
  }

  #placement(name: string): { tier?: string; keyId?: string } {
    const old = this.#placements.find((parameter) => parameter.name === name);
    return {
      ...(old?.tier === undefined ? {} : { tier: old.tier }),
      ...(old?.keyId === undefined ? {} : { keyId: old.keyId }),
    };
  }

  #moved(write: JournalWrite, version: number, by?: string): ConflictError {
    const who = by === undefined ? 'another writer' : `another writer, ${by}`;
    const got = version === write.oldVersion ? 'another value' : version === 0 ? 'none' : `version ${version}`;
    return new ConflictError(
      'PARAMETER_MOVED',
      `promotion: ${write.name} must be at version ${write.oldVersion}, got ${got} by ${who}`,
      {
        details: {
          parameter: write.name,
          expected: write.oldVersion,
          version,
          ...(by === undefined ? {} : { modifiedBy: by }),
        },
      },
    );
  }

  /** Reads all back; a store may show a write late, so it looks again before it gives up. */
  async #verifyParameters(): Promise<string | undefined> {
    const changes = this.journal.writes.filter((write) => write.action !== 'equal');
    if (changes.length === 0) return undefined;
    let wrong: string[] = [];
    for (let attempt = 0; attempt < 6; attempt++) {
      if (attempt > 0) await this.#context.sleep(200 * 2 ** attempt);
      const current = new Map((await this.#context.parameters.list(this.journal.prefix)).map((p) => [p.name, p]));
      wrong = changes.filter((write) => !this.#isOurs(write, current.get(write.name))).map((write) => write.name);
      if (wrong.length === 0) return `${changes.length} read back as written`;
    }
    throw new ConflictError(
      'READ_BACK_DIFFERS',
      `promotion: parameters must read back as written, got others for ${wrong.join(', ')}`,
      {
        details: { parameters: wrong },
      },
    );
  }

  async #archive(): Promise<string | undefined> {
    const { config } = this.journal;
    const put = async (key: string | undefined, text: string | null): Promise<void> => {
      if (key === undefined || text === null) return;
      await putExactly(this.#context.objects, key, new TextEncoder().encode(text), { ...yaml, ifNoneMatch: '*' });
    };
    await put(config.previousArchiveKey, this.#backup.config.content);
    await put(config.archiveKey, config.content);
    return config.archiveKey ?? config.previousArchiveKey;
  }

  async #writeConfig(): Promise<string | undefined> {
    const { config } = this.journal;
    if (config.action === 'none' || config.status === 'written')
      return config.action === 'none' ? undefined : config.key;
    const { objects } = this.#context;
    const changed = (cause?: unknown): ConflictError =>
      new ConflictError('CONFIG_CHANGED', `promotion: ${config.key} must be as in the snapshot, got another content`, {
        details: { key: config.key },
        cause,
      });
    try {
      if (config.action === 'delete') {
        const current = await objects.get(config.key);
        if (current !== undefined) await objects.delete(config.key, { ifMatch: config.oldEtag ?? current.etag });
      } else {
        const body = new TextEncoder().encode(config.content ?? '');
        const condition = config.oldEtag === null ? ({ ifNoneMatch: '*' } as const) : { ifMatch: config.oldEtag };
        await putExactly(objects, config.key, body, { ...yaml, ...condition });
        const back = await objects.get(config.key);
        if (back === undefined || sha256(back.body) !== config.newSha256) throw changed();
      }
    } catch (error) {
      if (error instanceof ConflictError) throw changed(error);
      throw error;
    }
    await this.#save({ config: { ...config, status: 'written' } });
    return objects.uri(config.key);
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
    await this.#save({ execution: { ...execution, status: 'started', arn: started.executionArn } });
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
    await this.#save({ history: 'recorded' });
  }

  async #restoreConfig(): Promise<void> {
    const { config } = this.journal;
    if (config.action === 'none' || config.status === 'restored' || config.status === 'left') return;
    await this.#context.lock.guard();
    const { objects } = this.#context;
    const current = await objects.get(config.key);
    const digest = current === undefined ? null : sha256(current.body);
    if (digest === config.oldSha256) {
      await this.#save({ config: { ...config, status: config.status === 'written' ? 'restored' : 'planned' } });
      return;
    }
    if (digest !== config.newSha256) {
      if (config.status === 'written') await this.#leave(config.key, { config: { ...config, status: 'left' } });
      return;
    }
    const old = this.#backup.config.content;
    if (old === null) await objects.delete(config.key, { ifMatch: current!.etag });
    else {
      const condition = current === undefined ? ({ ifNoneMatch: '*' } as const) : { ifMatch: current.etag };
      await putExactly(objects, config.key, new TextEncoder().encode(old), { ...yaml, ...condition });
    }
    await this.#save({ config: { ...config, status: 'restored' } });
  }

  async #restoreParameter(index: number): Promise<void> {
    const planned = this.journal.writes[index]!;
    if (planned.action === 'equal' || planned.status === 'restored' || planned.status === 'left') return;
    const { parameters, lock } = this.#context;
    await lock.guard();
    const current = await parameters.get(planned.name);
    const old = this.#backup.parameters.find((parameter) => parameter.name === planned.name);
    if (!this.#isOurs(planned, current)) {
      if (planned.status === 'planned' && sameState(current, planned.oldVersion, old?.value)) return;
      await this.#lookBack(index, current);
    }
    const write = this.journal.writes[index]!;
    if (!this.#isOurs(write, current)) {
      // a version that went down: it was removed, perhaps by us, and somebody made it again
      const remade = this.#unanswered === write.name && (current?.version ?? 0) < write.oldVersion;
      if (current?.value === old?.value) await this.#saveWrite(index, { status: 'restored' });
      else if (write.status === 'written' || remade) await this.#leaveParameter(index);
      return;
    }
    const value = await this.#valueBefore(write, old?.value);
    if (value === undefined) await parameters.delete(write.name, current!.version);
    else {
      const expectedVersion = current?.version ?? 0;
      const rest = { name: write.name, type: write.type, ...this.#placement(write.name) };
      const { version } = await parameters.put({ ...rest, value, expectedVersion });
      const between = version > expectedVersion + 1 ? await parameters.get(write.name, version - 1) : undefined;
      if (between !== undefined) {
        // somebody wrote between our look and our write: theirs stays
        await parameters.put({ ...rest, value: between.value, expectedVersion: version });
        await this.#leaveParameter(index);
        return;
      }
    }
    await this.#saveWrite(index, { status: 'restored' });
  }

  async #leaveParameter(index: number): Promise<void> {
    const { name } = this.journal.writes[index]!;
    const writes = this.journal.writes.map((item, i) => (i === index ? { ...item, status: 'left' as const } : item));
    await this.#leave(name, { writes });
  }

  /** The value under our write: that of the backup, or that of another writer who came between snapshot and write. */
  async #valueBefore(write: JournalWrite, old: string | undefined): Promise<string | undefined> {
    if (write.newVersion === undefined || write.newVersion <= write.oldVersion + 1 || write.action === 'delete')
      return old;
    const between = await this.#context.parameters.get(write.name, write.newVersion - 1);
    if (between === undefined) {
      throw new OutsideError(
        'VERSION_GONE',
        `promotion: version ${write.newVersion - 1} of ${write.name} must exist, got none`,
      );
    }
    return between.value;
  }

  async #leave(name: string, change: Partial<PromotionJournal>): Promise<void> {
    await this.#save({ ...change, leftAlone: [...this.journal.leftAlone, name] });
  }
}
