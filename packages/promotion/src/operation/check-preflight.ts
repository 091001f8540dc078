import { InvalidArgumentError, OutsideError } from '@fraudx/core';
import type { PreflightCheck } from '../ports/preflight.ts';
import type { OperationCall } from './operation-call.ts';
import { promotionFailure } from './promotion-failure.ts';

/**
 * Stops a promotion before its first change when a check failed.
 *
 * @param runId - The run to promote, for the message.
 * @param describeCall - How to name the next call in the message.
 * @throws {InvalidArgumentError} `PREFLIGHT_FAILED`: all that failed can be mended by other input.
 * @throws {OutsideError} `PREFLIGHT_FAILED`: something cannot be reached or is not allowed.
 */
export function checkPreflight(
  checks: readonly PreflightCheck[],
  runId: string,
  describeCall: (of: OperationCall) => string,
): void {
  const failed = checks.filter((check) => !check.ok);
  if (failed.length === 0) return;
  const message = failed.map((check) => `${check.check}: ${check.detail}`).join('; ');
  const hints = failed.flatMap((check) => (check.hint === undefined ? [] : [check.hint]));
  const options = {
    details: { checks: failed.map(({ check, detail }) => ({ check, detail })) },
    ...(hints.length === 0 ? {} : { hint: [...new Set(hints)].join(' ') }),
  };
  const cause = failed.every((check) => check.kind === 'invalid')
    ? new InvalidArgumentError(message, { ...options, code: 'PREFLIGHT_FAILED' })
    : new OutsideError('PREFLIGHT_FAILED', message, options);
  const call = { call: 'promote', runId } as const;
  throw promotionFailure(cause, { call, describeCall, step: 'preflight', state: 'nothing-changed' });
}
