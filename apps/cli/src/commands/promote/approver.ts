import { InvalidArgumentError } from '@fraudx/core';
import type { Io } from '../../io.ts';

/** Environment variables in which CI systems say who started the job, in the order they are asked. */
const ciVariables = [
  'FRAUDX_APPROVED_BY',
  'GITHUB_ACTOR',
  'GITLAB_USER_LOGIN',
  'BUILD_REQUESTEDFOR',
  'CIRCLE_USERNAME',
  'BUILDKITE_BUILD_CREATOR',
  'BITBUCKET_STEP_TRIGGERER_UUID',
] as const;

/**
 * Who approves: the flag, the config, the CI system, or the user of this machine where `user` is given (local target).
 *
 * @param flag - Given but empty is refused: nobody else shall stand in for it.
 * @throws {InvalidArgumentError} `APPROVER_MISSING`.
 */
export function approverOf(
  command: 'promote' | 'rollback',
  flag: string | undefined,
  config: string | undefined,
  env: Io['env'],
  user: (() => string) | undefined,
): string {
  if (flag?.trim() === '') throw missing(command, 'an empty --approved-by');
  const named = [flag, config, ...ciVariables.map((name) => env[name]), user?.()].find(
    (who) => who !== undefined && who.trim() !== '',
  );
  if (named !== undefined) return named.trim();
  throw missing(command, 'nobody');
}

function missing(command: string, got: string): InvalidArgumentError {
  return new InvalidArgumentError(`${command}: an approver must be named, got ${got}`, {
    code: 'APPROVER_MISSING',
    hint: `Give --approved-by WHO, set promotion.approvedBy in fraudx.yaml, or one of ${ciVariables.join(', ')}.`,
  });
}
