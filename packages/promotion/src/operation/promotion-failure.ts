import type { FraudxErrorOptions, JsonValue } from '@fraudx/core';
import {
  ConflictError,
  FraudxError,
  InternalError,
  InterruptedError,
  InvalidArgumentError,
  NotFoundError,
  OutsideError,
  StateError,
  shellQuoted,
} from '@fraudx/core';
import type { PromotionJournal } from '../journal/journal.ts';
import { effects } from '../plan/promotion-plan.ts';
import type { PromotionStep } from './steps.ts';
import { promotionSteps } from './steps.ts';

/** State that a failure leaves behind. */
export type LeftState = 'nothing-changed' | 'undone' | 'unfinished';

const texts: Readonly<Record<LeftState, string>> = {
  'nothing-changed': 'nothing was changed',
  undone: 'everything written was put back',
  unfinished: 'the work is unfinished',
};

function rebuild(error: FraudxError, message: string, options: FraudxErrorOptions): FraudxError {
  switch (error.kind) {
    case 'conflict':
      return new ConflictError(error.code, message, options);
    case 'outside':
      return new OutsideError(error.code, message, {
        ...options,
        retryable: error instanceof OutsideError && error.retryable,
      });
    case 'interrupted':
      return new InterruptedError(message, options);
    case 'absent':
      return new NotFoundError(error.code, message, options);
    case 'state':
      return new StateError(error.code, message, options);
    case 'invalid':
      return new InvalidArgumentError(message, { ...options, code: error.code });
    case 'internal':
      return new InternalError(message, options);
  }
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

/**
 * The error of a promotion or rollback that stopped: which step of how many, what was written, restored and untouched, whether trying
 * again is safe, and the next command. Kind and code stay those of the cause.
 */
export function promotionFailure(
  error: unknown,
  at: {
    readonly operation: string;
    /** Options that the next command needs; may be empty. */
    readonly commandOptions: string;
    readonly step: PromotionStep;
    readonly state: LeftState;
    readonly journal?: PromotionJournal;
  },
): FraudxError {
  const cause = error instanceof FraudxError ? error : new InternalError(String(error), { cause: error });
  const number = promotionSteps.indexOf(at.step) + 1;
  const { written, restored, untouched } =
    at.journal === undefined ? { written: [], restored: [], untouched: [] } : effects(at.journal);
  const leftAlone = at.journal?.leftAlone ?? [];
  const state = at.state === 'undone' && leftAlone.length > 0 ? 'what was still ours was put back' : texts[at.state];
  const id = at.journal?.id;
  const suffix = at.commandOptions === '' ? '' : ` ${at.commandOptions}`;
  // what ended undone cannot be resumed: the next step is a new operation
  const { operation } = at;
  const ended =
    at.state !== 'undone' || at.journal === undefined || !operation.startsWith('promotions resume')
      ? operation
      : at.journal.rollbackOf === undefined
        ? `promote ${shellQuoted(at.journal.request.runId)}`
        : `rollback ${shellQuoted(at.journal.rollbackOf)}`;
  const next =
    at.state === 'unfinished' && id !== undefined
      ? `fraudx promotions resume ${shellQuoted(id)}${suffix}`
      : `fraudx ${ended}${suffix}${ended === operation ? ' (the same command again)' : ''}`;
  const lists =
    at.journal === undefined
      ? ''
      : `; written: ${listed(written)}; restored: ${listed(restored)}; untouched: ${listed(untouched)}${
          leftAlone.length === 0 ? '' : `; changed by others, left alone: ${leftAlone.join(', ')}`
        }`;
  const message = `${at.operation}: step ${number} of ${promotionSteps.length} (${at.step}) failed: ${cause.message}; ${state}${lists}`;
  const details: Record<string, JsonValue> = {
    ...cause.details,
    step: at.step,
    stepNumber: number,
    totalSteps: promotionSteps.length,
    state: at.state,
    written,
    restored,
    untouched,
    leftAlone,
    safeToRetry: true,
    next,
    ...(id === undefined ? {} : { promotionId: id }),
  };
  const first = cause.hint === undefined ? '' : `${cause.hint} `;
  return rebuild(cause, message, { details, cause, hint: `${first}Trying again is safe. Next: ${next}` });
}
