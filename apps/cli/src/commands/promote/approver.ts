import { InvalidArgumentError } from '@fraudx/core';
import { approverNotGiven } from '@fraudx/promotion';
import type { Io } from '../../io.ts';

/** The environment variable that is meant for an approver; those of CI systems say who started a job, not who approved it. */
const variable = 'FRAUDX_APPROVED_BY';

/**
 * Who approves: a name that somebody gave, by the flag, the config or {@link variable}; never the user of the machine or of the CI job.
 *
 * @param flag - Given but empty is refused: nobody else shall stand in for it.
 * @param required - Whether a name must be given; otherwise `not given` is recorded.
 * @throws {InvalidArgumentError} `APPROVER_MISSING`.
 */
export function approverOf(
  command: 'promote' | 'rollback',
  flag: string | undefined,
  config: string | undefined,
  env: Io['env'],
  required: boolean,
): string {
  if (flag?.trim() === '') throw missing(command, 'an empty --approved-by');
  const named = [flag, config, env[variable]].find((who) => who !== undefined && who.trim() !== '')?.trim();
  if (named !== undefined && named !== approverNotGiven) return named;
  if (required) throw missing(command, named === undefined ? 'nobody' : `"${named}"`);
  return approverNotGiven;
}

/** Whether these settings demand an approver: as they say, else for every target but the local one. */
export function requiresApprover(promotion: {
  readonly target?: string | undefined;
  readonly requireApprover?: boolean | undefined;
}): boolean {
  return promotion.requireApprover ?? (promotion.target !== undefined && promotion.target !== 'local');
}

/** What is to be said of an approver that was not given. */
export function approverNotes(approvedBy: string): string[] {
  return approvedBy === approverNotGiven
    ? [`no approver was given: "${approverNotGiven}" is recorded (--approved-by WHO, or promotion.approvedBy)`]
    : [];
}

function missing(command: string, got: string): InvalidArgumentError {
  return new InvalidArgumentError(`${command}: an approver must be named, got ${got}`, {
    code: 'APPROVER_MISSING',
    hint: `Give --approved-by WHO, set promotion.approvedBy in fraudx.yaml, or the environment variable ${variable}.`,
  });
}
