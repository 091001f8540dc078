import type { Io } from '../../io.ts';

/** Environment variables in which CI systems say who started the job, in the order they are asked. */
const ciVariables = [
  'FRAUDX_APPROVED_BY',
  'GITHUB_ACTOR',
  'GITLAB_USER_LOGIN',
  'BUILD_REQUESTEDFOR',
  'CIRCLE_USERNAME',
] as const;

/** Who approves: the flag, the config, the CI system, or (for the local target) the user of this machine. */
export function approverOf(
  flag: string | undefined,
  config: string | undefined,
  env: Io['env'],
  user: () => string,
): string {
  const named = [flag, config, ...ciVariables.map((name) => env[name])].find(
    (who) => who !== undefined && who.trim() !== '',
  );
  return (named ?? user()).trim();
}
