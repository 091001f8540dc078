import { FraudxError, throwIfAborted } from '@fraudx/core';
import { readLastEntry } from '../history/history.ts';
import { JournalStore } from '../journal/journal-store.ts';
import type { PromotionJournal } from '../journal/journal.ts';
import { operationId, sequenceOf } from '../journal/journal-id.ts';
import { PromotionLock } from '../lock/promotion-lock.ts';
import type { PromotionRecord } from '../promotion-request.ts';
import type { Draft } from './draft.ts';
import type { OperationTarget } from './operation-session.ts';
import type { OperationCall } from './operation-call.ts';
import { callTitle } from './operation-call.ts';
import { OperationSession, placeFor } from './operation-session.ts';
import { promotionFailure } from './promotion-failure.ts';
import type { ProductionPlace } from './check-same-place.ts';
import { checkSamePlace } from './check-same-place.ts';
import type { Snapshot } from './snapshot.ts';
import { takeSnapshot, writeBackup } from './snapshot.ts';
import type { PromotionStep, StepLog } from './steps.ts';

/** What is to be done. */
export interface OperationSpec {
  /** For messages and the lock. */
  readonly call: OperationCall;
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
  /** The last operation was this very request, and production is as it left it. */
  readonly repeated?: boolean;
}

function settled(journal: PromotionJournal): boolean {
  const final = journal.state === 'DONE' || journal.state === 'UNDONE';
  return final && journal.history === 'recorded' && journal.event === 'recorded';
}

/**
 * Runs an operation under the lock: settles what a crash left behind, snapshots, journals, applies, or undoes.
 *
 * An unfinished operation with the same request is completed and is then the result.
 */
export async function runOperation(target: OperationTarget, spec: OperationSpec): Promise<OperationResult> {
  const { log, call } = spec;
  const title = callTitle(call);
  let step: PromotionStep = 'lock';
  let lock: PromotionLock;
  let place: ProductionPlace | undefined;
  try {
    throwIfAborted(spec.signal, title);
    if (target.place !== undefined) {
      const newest = await new JournalStore(target.objects, target.clock).latest();
      if (newest !== undefined && !settled(newest.journal)) {
        await checkSamePlace(newest.journal, placeFor(target, newest.journal.requestDigest === spec.digest));
      }
      place = await target.place();
    }
    lock = await PromotionLock.acquire(target.objects, target.clock, title, spec.digest, target.lock);
  } catch (error) {
    throw promotionFailure(error, {
      call,
      describeCall: target.describeCall,
      step,
      state: 'nothing-changed',
    });
  }
  const session = new OperationSession(target, lock, call, log);
  try {
    await tidy(target);
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
    if (latest !== undefined && isDoneAlready(latest.journal, spec, draft)) {
      return { journal: latest.journal, resumed: true, repeated: true };
    }
    throwIfAborted(spec.signal, title);
    await lock.guard();
    const kept = neededBack(snapshot, draft);
    const backup = await writeBackup(target.objects, id, target.prefix, kept, now);
    log.add('backup', 'done', `${kept.parameters.length} parameters in ${target.objects.uri(backup.key)}`);
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
    // a promotion that is to stop is undone while it can be; a rollback is completed, which is as far
    const operation = await session.open(open, spec.kind === 'promotion' ? spec.signal : undefined);
    await session.complete(operation);
    return { journal: operation.journal, resumed: false, ...(recovered === undefined ? {} : { recovered }) };
  } catch (error) {
    if (error instanceof FraudxError && 'stepNumber' in error.details) throw error;
    throw promotionFailure(error, {
      call,
      describeCall: target.describeCall,
      step,
      state: 'nothing-changed',
    });
  } finally {
    await release(lock, log);
  }
}

/** What a backup holds: secure parameters that nothing is written over stay where they are, out of sight of whoever reads the bucket. */
function neededBack(snapshot: Snapshot, { writes }: Draft): Snapshot {
  const written = new Set(writes.map(({ name }) => name));
  return {
    ...snapshot,
    parameters: snapshot.parameters.filter(({ name, type }) => type !== 'SecureString' || written.has(name)),
  };
}

/** Whether a rollback asks for what the last operation did, and nothing of it is left to do: the command came again, after a kill or not. */
function isDoneAlready(journal: PromotionJournal, spec: OperationSpec, draft: Draft): boolean {
  if (spec.kind !== 'rollback' || journal.requestDigest !== spec.digest || journal.state !== 'DONE') return false;
  const changes = draft.writes.some(({ action }) => action !== 'equal') || draft.config.action !== 'none';
  return !changes && draft.leftAlone.length === 0;
}

/** The holder of the lock we took over had finished this very request, and died before it gave the lock back. */
function wasOurs(journal: PromotionJournal, lock: PromotionLock, digest: string): boolean {
  const from = lock.takenFrom;
  if (from === undefined || from.requestDigest !== digest || journal.requestDigest !== digest) return false;
  return journal.state === 'DONE' && journal.createdAt >= from.startedAt;
}

/** Leftovers hinder nobody: what cannot be removed is left for the next command. */
async function tidy(target: OperationTarget): Promise<void> {
  await target.removeLeftovers?.().catch(() => {});
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
  const call = { call: 'resume', promotionId: id } as const;
  const title = callTitle(call);
  const journals = new JournalStore(target.objects, target.clock);
  const before = (await journals.read(id)).journal;
  if (settled(before)) return { journal: before, resumed: false };
  await checkSamePlace(before, placeFor(target, true));
  let lock: PromotionLock;
  try {
    // what was begun is taken to its end, however long it takes
    throwIfAborted(signal, title);
    lock = await PromotionLock.acquire(target.objects, target.clock, title, before.requestDigest, target.lock);
  } catch (error) {
    throw promotionFailure(error, {
      call,
      describeCall: target.describeCall,
      step: 'lock',
      state: 'nothing-changed',
    });
  }
  try {
    await tidy(target);
    log.add('lock', 'done', 'taken');
    const session = new OperationSession(target, lock, call, log);
    const open = await session.journals.read(id);
    const journal = settled(open.journal) ? open.journal : await session.settle(open, true);
    return { journal, resumed: true };
  } catch (error) {
    if (error instanceof FraudxError && 'stepNumber' in error.details) throw error;
    throw promotionFailure(error, {
      call,
      describeCall: target.describeCall,
      step: 'lock',
      state: 'unfinished',
      journal: before,
    });
  } finally {
    await release(lock, log);
  }
}
