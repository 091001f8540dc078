import { canonicalJson, NotFoundError, sha256, StateError } from '@fraudx/core';
import { findInEffect, checkNewest } from '../journal/in-effect.ts';
import { JournalStore } from '../journal/journal-store.ts';
import { sequenceOf } from '../journal/journal-id.ts';
import { checkWholeHistory } from '../history/verify-history.ts';
import type { RollbackReport } from '../plan/promotion-plan.ts';
import { effects } from '../plan/promotion-plan.ts';
import { approverNotGiven } from '../promotion-request.ts';
import type { Parts } from './draft.ts';
import { draftRollback } from './draft.ts';
import { checkPlanUnchanged } from './check-plan-unchanged.ts';
import { checkSamePlace } from './check-same-place.ts';
import type { OperationTarget } from './operation-session.ts';
import { placeOfDone } from './operation-session.ts';
import { runOperation } from './run-operation.ts';
import type { StepListener } from './steps.ts';
import { lockLeft, StepLog } from './steps.ts';

/** How a rollback behaves. */
export interface RollbackOptions {
  readonly onStep?: StepListener;
  /** Stops between two changes; the work can be resumed. */
  readonly signal?: AbortSignal;
  /** Also where somebody changed production since, and upon a damaged history. */
  readonly force?: boolean;
  /** Who takes it back. Default {@link approverNotGiven}: who approved the promotion did not approve this. */
  readonly approvedBy?: string;
}

/**
 * The promotion that a rollback without an id means: the newest one that was not undone, also when the last operation has taken it back. So the
 * same command again, after a kill at any moment, means the same promotion; going back further takes an id.
 */
async function findNewest(journals: JournalStore): Promise<string | undefined> {
  const inEffect = await findInEffect(journals);
  for (const id of (await journals.ids()).toReversed()) {
    const { kind, state, rollbackOf } = (await journals.read(id)).journal;
    if (state === 'UNDONE') continue;
    // an operation that a rollback took back may be a rollback itself: then its promotion is in effect again
    const isLast = kind === 'rollback' && rollbackOf?.startsWith('promotion-') === true;
    return isLast && sequenceOf(rollbackOf) > sequenceOf(inEffect ?? '') ? rollbackOf : inEffect;
  }
  return inEffect;
}

/**
 * Takes an operation back, as an operation of its own. The same call again changes nothing more: where the last operation is this very rollback
 * and production is as it left it, that one is reported.
 *
 * @param promotionId - Default: the newest promotion, as {@link findNewest} says.
 * @throws {NotFoundError} `PROMOTION_NOT_FOUND`.
 * @throws {InvalidArgumentError} `OTHER_PLACE`.
 * @throws {ConflictError} `NEWER_PROMOTION`.
 * @throws {StateError} `NOTHING_TO_ROLL_BACK`.
 * @throws {OutsideError} `HISTORY_DAMAGED`, unless `force` is given.
 */
export async function rollBack(
  target: OperationTarget,
  promotionId: string | undefined,
  parts: Parts,
  options: RollbackOptions,
): Promise<RollbackReport> {
  const { objects, clock } = target;
  const journals = new JournalStore(objects, clock);
  const id = promotionId === undefined ? await findNewest(journals) : await journals.resolve(promotionId);
  if (id === undefined) {
    throw new NotFoundError('PROMOTION_NOT_FOUND', 'rollback: there must be a promotion in effect, got none');
  }
  const log = new StepLog(options.onStep);
  const force = options.force ?? false;
  let { journal: taken } = await journals.read(id);
  if (taken.state === 'UNDONE') {
    throw new StateError('NOTHING_TO_ROLL_BACK', `rollback: ${id} must be in effect, got one that was undone`);
  }
  await checkSamePlace(taken, placeOfDone(target));
  // a target that has one place only: the parameters are where the operation put them, whatever prefix is asked for now
  const { prefix } = taken;
  const record = { ...taken.request, trigger: false, approvedBy: options.approvedBy ?? approverNotGiven };
  const { journal, resumed, recovered, repeated } = await runOperation(
    { ...target, prefix },
    {
      call: { call: 'rollback', promotionId: id },
      kind: 'rollback',
      digest: sha256(canonicalJson({ rollbackOf: id, force, ...parts, prefix })),
      record,
      rollbackOf: taken,
      log,
      signal: options.signal,
      draft: async (snapshot, place) => {
        if (!force) await checkWholeHistory(objects, id);
        ({ journal: taken } = await journals.read(id));
        const { backup, values: left } = await checkPlanUnchanged(taken, journals, objects);
        if (taken.state === 'DONE' && !force) await checkNewest(journals, taken);
        if (taken.state === 'DONE') return draftRollback(taken, backup, snapshot, { ...place, force, parts, left });
        // it was unfinished and has just been undone: nothing is left to roll back
        return draftRollback(taken, backup, snapshot, {
          ...place,
          force: false,
          left,
          parts: { parameters: false, config: false },
        });
      },
    },
  );
  const { written, untouched } = effects(journal);
  const undone = recovered?.promotionId === id ? effects(taken).restored : [];
  return {
    rollbackId: journal.id,
    promotionId: id,
    complete: journal.leftAlone.length === 0,
    steps: log.steps,
    restored: [...undone, ...written],
    untouched,
    leftAlone: journal.leftAlone,
    backup: objects.uri(taken.backup.key),
    resumed,
    repeated: repeated ?? false,
    inEffect: await findInEffect(journals),
    ...lockLeft(log.steps),
  };
}
