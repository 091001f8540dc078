// Longer than other files: how an operation begins, settles what an earlier one left, and ends is one sequence, to be read in one place.
import { FraudxError, InterruptedError, OutsideError } from '@fraudx/core';
import { readLastEntry } from '../history/history.ts';
import { JournalStore } from '../journal/journal-store.ts';
import type { OpenJournal } from '../journal/journal-store.ts';
import type { PromotionJournal } from '../journal/journal.ts';
import { operationId, sequenceOf } from '../journal/journal.ts';
import type { LockOptions } from '../lock/promotion-lock.ts';
import { PromotionLock } from '../lock/promotion-lock.ts';
import type { PromotionRecord } from '../promotion-request.ts';
import type { Draft } from './draft.ts';
import type { ProductionServices } from './operation-context.ts';
import { Operation } from './operation.ts';
import { promotionFailure } from './promotion-failure.ts';
import type { PlaceHere, ProductionPlace } from './require-same-place.ts';
import { requireSamePlace } from './require-same-place.ts';
import type { Snapshot } from './snapshot.ts';
import { readBackup, takeSnapshot, writeBackup } from './snapshot.ts';
import type { PromotionStep, StepLog } from './steps.ts';
import { writesOf } from './writes-of.ts';

/** What every operation of a target needs. */
export interface OperationTarget extends ProductionServices {
  readonly prefix: string;
  /** The parameter path that was asked for; undefined when `prefix` is the default. */
  readonly askedPrefix?: string | undefined;
  /** Which production this is; undefined for a target that has one place only. */
  readonly place?: (() => Promise<ProductionPlace>) | undefined;
  readonly lock: LockOptions;
  /** Options for the next command in messages; may be empty. */
  readonly commandOptions: string;
}

/** What is to be done. */
export interface OperationSpec {
  /** For messages and the lock, e.g. `promote run-…`. */
  readonly title: string;
  readonly kind: PromotionJournal['kind'];
  readonly digest: string;
  readonly record: PromotionRecord;
  readonly rollbackOf?: PromotionJournal;
  draft(snapshot: Snapshot, place: { id: string; now: number; archive: readonly string[] }): Promise<Draft>;
  readonly log: StepLog;
  readonly signal?: AbortSignal | undefined;
}

/** How an operation ended. */
export interface OperationResult {
  readonly journal: PromotionJournal;
  readonly resumed: boolean;
  readonly recovered?: { readonly promotionId: string; readonly state: PromotionJournal['state'] };
}

function settled(journal: PromotionJournal): boolean {
  const final = journal.state === 'DONE' || journal.state === 'UNDONE';
  return final && journal.history === 'recorded' && journal.event === 'recorded';
}

/** What an unfinished operation must have been begun with: to be taken back, only where its changes are. */
function placeFor(target: OperationTarget, forward: boolean): PlaceHere {
  const { place, pipeline, askedPrefix } = target;
  return forward ? { place, machine: pipeline.machine, prefix: askedPrefix } : { place };
}

/** One holder of the lock, working on journals. */
class Session {
  readonly #target: OperationTarget;
  readonly #lock: PromotionLock;
  readonly #title: string;
  readonly #log: StepLog;
  readonly #signal: AbortSignal | undefined;
  readonly journals: JournalStore;

  constructor(target: OperationTarget, lock: PromotionLock, title: string, log: StepLog, signal?: AbortSignal) {
    this.#target = target;
    this.#lock = lock;
    this.#title = title;
    this.#log = log;
    this.#signal = signal;
    this.journals = new JournalStore(target.objects, target.clock);
  }

  /** The operation of a journal, with the values it writes. */
  async open(open: OpenJournal): Promise<Operation> {
    const { journal } = open;
    const { objects } = this.#target;
    const backup = await readBackup(objects, journal.backup.key, journal.backup.sha256);
    const { values, placements } = await writesOf(journal, this.journals, objects);
    const context = {
      ...this.#target,
      lock: this.#lock,
      journals: this.journals,
      log: this.#log,
      signal: this.#signal,
    };
    return new Operation(context, open, backup, values, placements);
  }

  /** Brings an operation to its end: forward, or back when that fails. */
  async complete(operation: Operation): Promise<void> {
    try {
      await operation.apply();
    } catch (error) {
      await this.#settleFailure(operation, error);
    }
    await this.finish(operation);
  }

  /** Records history and event of an ended operation; a tracker that fails is reported, not raised. */
  async finish(operation: Operation): Promise<void> {
    try {
      await operation.finish();
      this.#log.add('event', 'done', `${operation.journal.id} recorded`);
    } catch (error) {
      if (!(error instanceof FraudxError) || error.kind === 'internal') throw error;
      this.#log.add('event', 'failed', `${error.message}; fraudx promotions resume ${operation.journal.id} records it`);
    }
  }

  async #settleFailure(operation: Operation, error: unknown): Promise<never> {
    const { step } = operation;
    this.#log.add(step, 'failed', error instanceof Error ? error.message : String(error));
    const fail = (state: 'undone' | 'unfinished', cause: unknown = error): FraudxError =>
      promotionFailure(cause, {
        operation: this.#title,
        commandOptions: this.#target.commandOptions,
        step,
        state,
        journal: operation.journal,
      });
    const lost = error instanceof FraudxError && (error.code === 'LOCK_LOST' || error.code === 'JOURNAL_CHANGED');
    if (error instanceof InterruptedError || lost || step === 'complete') throw fail('unfinished');
    if (step === 'execution') {
      // an answer may have been lost on the way: only a clear refusal may be undone
      if (error instanceof OutsideError && error.retryable) throw fail('unfinished');
      const { execution } = operation.journal;
      const find = this.#target.pipeline.find(execution!.name, execution!.machine);
      const found = await find.catch(() => 'unknown' as const);
      if (found === 'unknown' || found?.input === execution!.input) throw fail('unfinished');
    }
    const failure = {
      step,
      code: error instanceof FraudxError ? error.code : 'INTERNAL',
      message: error instanceof Error ? error.message : String(error),
    };
    try {
      await operation.undo(failure);
    } catch {
      throw fail('unfinished');
    }
    await this.finish(operation);
    throw fail('undone');
  }

  /** Ends an operation that somebody left unfinished. */
  async settle(open: OpenJournal, forward: boolean): Promise<PromotionJournal> {
    await requireSamePlace(open.journal, placeFor(this.#target, forward));
    const operation = await this.open(open);
    const { journal } = operation;
    if (journal.state === 'APPLYING') {
      if (forward || journal.kind === 'rollback' || (await this.#started(journal))) {
        await this.complete(operation);
        return operation.journal;
      }
      await operation.undo({ step: 'lock', code: 'ABANDONED', message: 'another operation came after a crash' });
    } else if (journal.state === 'UNDOING') await operation.undo(undefined);
    await this.finish(operation);
    return operation.journal;
  }

  async #started(journal: PromotionJournal): Promise<boolean> {
    if (journal.execution === undefined) return false;
    if (journal.execution.status === 'started') return true;
    // the pipeline comes after all of these are noted
    const { writes, config } = journal;
    if (writes.some((write) => write.action !== 'equal' && write.status === 'planned')) return false;
    if (config.action !== 'none' && config.status === 'planned') return false;
    const { name, machine } = journal.execution;
    return (await this.#target.pipeline.find(name, machine)) !== undefined;
  }
}

/**
 * Runs an operation under the lock: settles what a crash left behind, snapshots, journals, applies, or undoes.
 *
 * An unfinished operation with the same request is completed and is then the result.
 */
export async function runOperation(target: OperationTarget, spec: OperationSpec): Promise<OperationResult> {
  const { log, title } = spec;
  let step: PromotionStep = 'lock';
  let lock: PromotionLock;
  let place: ProductionPlace | undefined;
  try {
    if (target.place !== undefined) {
      const newest = await new JournalStore(target.objects, target.clock).latest();
      if (newest !== undefined && !settled(newest.journal)) {
        await requireSamePlace(newest.journal, placeFor(target, newest.journal.requestDigest === spec.digest));
      }
      place = await target.place();
    }
    lock = await PromotionLock.acquire(target.objects, target.clock, title, spec.digest, target.lock);
  } catch (error) {
    throw promotionFailure(error, {
      operation: title,
      commandOptions: target.commandOptions,
      step,
      state: 'nothing-changed',
    });
  }
  const session = new Session(target, lock, title, log, spec.signal);
  try {
    log.add('lock', 'done', lock.takenFrom === undefined ? 'taken' : `taken over from ${lock.takenFrom.purpose}`);
    const latest = await session.journals.latest();
    let recovered: OperationResult['recovered'];
    if (latest !== undefined && !settled(latest.journal)) {
      const same = latest.journal.requestDigest === spec.digest;
      const journal = await session.settle(latest, same);
      if (same && journal.state === 'DONE') return { journal, resumed: true };
      recovered = { promotionId: journal.id, state: journal.state };
    } else if (latest !== undefined && wasOurs(latest.journal, lock, spec.digest)) {
      return { journal: latest.journal, resumed: true };
    }
    step = 'backup';
    // an entry that cannot be followed must show before anything is changed
    await readLastEntry(target.objects);
    const now = target.clock.now();
    const sequence = sequenceOf(latest?.journal.id ?? '') + 1;
    const id = operationId(spec.kind, sequence, spec.digest);
    const snapshot = await takeSnapshot(target.parameters, target.objects, target.prefix);
    const draft = await spec.draft(snapshot, { id, now, archive: await target.objects.list('archive/') });
    await lock.guard();
    const backup = await writeBackup(target.objects, id, target.prefix, snapshot, now);
    log.add('backup', 'done', `${snapshot.parameters.length} parameters in ${target.objects.uri(backup.key)}`);
    step = 'journal';
    await lock.guard();
    const open = await session.journals.create({
      version: 1,
      id,
      kind: spec.kind,
      sequence,
      state: 'APPLYING',
      createdAt: now,
      updatedAt: now,
      requestDigest: spec.digest,
      request: spec.record,
      ...(spec.rollbackOf === undefined ? {} : { rollbackOf: spec.rollbackOf.id }),
      prefix: target.prefix,
      ...(place === undefined ? {} : { place }),
      backup,
      ...draft,
      leftAlone: [...draft.leftAlone],
      history: 'pending',
      event: 'pending',
    });
    log.add('journal', 'done', target.objects.uri(`promotions/${id}.json`));
    const operation = await session.open(open);
    await session.complete(operation);
    return { journal: operation.journal, resumed: false, ...(recovered === undefined ? {} : { recovered }) };
  } catch (error) {
    if (error instanceof FraudxError && 'stepNumber' in error.details) throw error;
    throw promotionFailure(error, {
      operation: title,
      commandOptions: target.commandOptions,
      step,
      state: 'nothing-changed',
    });
  } finally {
    await release(lock, log);
  }
}

/** The holder of the lock we took over had finished this very request, and died before it gave the lock back. */
function wasOurs(journal: PromotionJournal, lock: PromotionLock, digest: string): boolean {
  const from = lock.takenFrom;
  if (from === undefined || from.requestDigest !== digest || journal.requestDigest !== digest) return false;
  return journal.state === 'DONE' && journal.createdAt >= from.startedAt;
}

async function release(lock: PromotionLock, log: StepLog): Promise<void> {
  try {
    await lock.release();
    log.add('unlock', 'done', 'released');
  } catch (error) {
    // the lease runs out by itself; the outcome of the operation must not be hidden by this
    log.add('unlock', 'failed', error instanceof Error ? error.message : String(error));
  }
}

/** Ends one unfinished operation by its id, under the lock. */
export async function resumeOperation(
  target: OperationTarget,
  id: string,
  log: StepLog,
  signal?: AbortSignal,
): Promise<OperationResult> {
  const title = `promotions resume ${id}`;
  const journals = new JournalStore(target.objects, target.clock);
  const before = (await journals.read(id)).journal;
  if (settled(before)) return { journal: before, resumed: false };
  await requireSamePlace(before, placeFor(target, true));
  let lock: PromotionLock;
  try {
    lock = await PromotionLock.acquire(target.objects, target.clock, title, before.requestDigest, target.lock);
  } catch (error) {
    throw promotionFailure(error, {
      operation: title,
      commandOptions: target.commandOptions,
      step: 'lock',
      state: 'nothing-changed',
    });
  }
  try {
    log.add('lock', 'done', 'taken');
    const session = new Session(target, lock, title, log, signal);
    const open = await session.journals.read(id);
    const journal = settled(open.journal) ? open.journal : await session.settle(open, true);
    return { journal, resumed: true };
  } catch (error) {
    if (error instanceof FraudxError && 'stepNumber' in error.details) throw error;
    throw promotionFailure(error, {
      operation: title,
      commandOptions: target.commandOptions,
      step: 'lock',
      state: 'unfinished',
      journal: before,
    });
  } finally {
    await release(lock, log);
  }
}
