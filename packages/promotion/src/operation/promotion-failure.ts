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
} from '@fraudx/core';
import type { PromotionJournal } from '../journal/journal.ts';
import { effects } from '../plan/promotion-plan.ts';
import type { OperationCall } from './operation-call.ts';
import { callTitle } from './operation-call.ts';
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

/** What ended undone cannot be resumed: the next step is a new operation. */
function callAfterEnd(call: OperationCall, state: LeftState, journal: PromotionJournal | undefined): OperationCall {
  if (state !== 'undone' || journal === undefined || call.call !== 'resume') return call;
  return journal.rollbackOf === undefined
    ? { call: 'promote', runId: journal.request.runId }
    : { call: 'rollback', promotionId: journal.rollbackOf };
}

/**
 * The error of a promotion or rollback that stopped: which step of how many, what was written, restored and untouched, whether trying
 * again is safe, and the next call. Kind and code stay those of the cause.
 */
export function promotionFailure(
  error: unknown,
  at: {
    readonly call: OperationCall;
    /** How to name the next call in the message. */
    readonly describeCall: (of: OperationCall) => string;
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
  const nextCall =
    at.state === 'unfinished' && id !== undefined
      ? ({ call: 'resume', promotionId: id } as const)
      : callAfterEnd(at.call, at.state, at.journal);
  const next = at.describeCall(nextCall);
  const again = nextCall === at.call ? ' (the same again)' : '';
  const lists =
    at.journal === undefined
      ? ''
      : `; written: ${listed(written)}; restored: ${listed(restored)}; untouched: ${listed(untouched)}${
          leftAlone.length === 0 ? '' : `; changed by others, left alone: ${leftAlone.join(', ')}`
        }`;
  const message = `${callTitle(at.call)}: step ${number} of ${promotionSteps.length} (${at.step}) failed: ${cause.message}; ${state}${lists}`;
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
  return rebuild(cause, message, { details, cause, hint: `${first}Trying again is safe. Next: ${next}${again}` });
}
