import { FraudxError, OutsideError } from '@fraudx/core';
import { JournalStore } from '../journal/journal-store.ts';
import type { OpenJournal } from '../journal/journal-store.ts';
import type { PromotionJournal } from '../journal/journal.ts';
import type { LockOptions, PromotionLock } from '../lock/promotion-lock.ts';
import type { ProductionServices } from './operation-context.ts';
import { Operation } from './operation.ts';
import type { OperationCall } from './operation-call.ts';
import { promotionFailure } from './promotion-failure.ts';
import type { PlaceHere, ProductionPlace } from './check-same-place.ts';
import { checkPlanUnchanged } from './check-plan-unchanged.ts';
import { checkSamePlace } from './check-same-place.ts';
import type { StepLog } from './steps.ts';

/** What every operation of a target needs. */
export interface OperationTarget extends ProductionServices {
  readonly prefix: string;
  /** The parameter path that was asked for; undefined when `prefix` is the default. */
  readonly askedPrefix?: string | undefined;
  /** Which production this is; undefined for a target that has one place only. */
  readonly place?: (() => Promise<ProductionPlace>) | undefined;
  readonly lock: LockOptions;
  /** How to name the next call in a message. */
  readonly describeCall: (of: OperationCall) => string;
  /** Removes what processes that died while they wrote left behind; called with the lock held. */
  readonly removeLeftovers?: (() => Promise<unknown>) | undefined;
}

/** What an unfinished operation must have been begun with, whether it is taken forward or back. */
export function placeFor(target: OperationTarget, forward: boolean): PlaceHere {
  const { place, pipeline, prefix, askedPrefix } = target;
  if (place !== undefined) return { place, machine: pipeline.machine ?? null, prefix };
  return forward ? { machine: pipeline.machine, prefix: askedPrefix } : {};
}

/** What an operation that is done must have been made with: no pipeline is started for it. */
export function placeOfDone({ place, prefix }: OperationTarget): PlaceHere {
  return place === undefined ? {} : { place, prefix };
}

/** One holder of the lock, working on journals. */
export class OperationSession {
  readonly #target: OperationTarget;
  readonly #lock: PromotionLock;
  readonly #call: OperationCall;
  readonly #log: StepLog;
  readonly journals: JournalStore;

  constructor(target: OperationTarget, lock: PromotionLock, call: OperationCall, log: StepLog) {
    this.#target = target;
    this.#lock = lock;
    this.#call = call;
    this.#log = log;
    this.journals = new JournalStore(target.objects, target.clock);
  }

  /**
   * The operation of a journal, with the values it writes.
   *
   * @throws {OutsideError} `JOURNAL_DAMAGED`, `BACKUP_DAMAGED`; nothing was changed.
   * @param signal - Stops it before the pipeline is started; it is then undone. Default: it is completed.
   */
  async open(open: OpenJournal, signal?: AbortSignal): Promise<Operation> {
    const { journal } = open;
    const { objects } = this.#target;
    const { backup, values, placements } = await checkPlanUnchanged(journal, this.journals, objects);
    const context = {
      ...this.#target,
      lock: this.#lock,
      journals: this.journals,
      log: this.#log,
      signal,
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
      this.#log.add(
        'event',
        'failed',
        `${error.message}; ${this.#target.describeCall({ call: 'resume', promotionId: operation.journal.id })} records it`,
      );
    }
  }

  async #settleFailure(operation: Operation, error: unknown): Promise<never> {
    const { step } = operation;
    this.#log.add(step, 'failed', error instanceof Error ? error.message : String(error));
    const fail = (state: 'undone' | 'unfinished', cause: unknown = error): FraudxError =>
      promotionFailure(cause, {
        call: this.#call,
        describeCall: this.#target.describeCall,
        step,
        state,
        journal: operation.journal,
      });
    const lost = error instanceof FraudxError && (error.code === 'LOCK_LOST' || error.code === 'JOURNAL_CHANGED');
    if (lost || step === 'complete') throw fail('unfinished');
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
    await checkSamePlace(open.journal, placeFor(this.#target, forward));
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
