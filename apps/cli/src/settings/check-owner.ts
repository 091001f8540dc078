import { lstatSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, resolve, sep } from 'node:path';
import { InvalidArgumentError } from '@fraudx/core';
import type { Io } from '../io.ts';

/** Names folders whose config and modules may belong to others: paths as in PATH, or `*` for all. */
export const SAFE_FOLDERS = 'FRAUDX_SAFE_FOLDERS';

function isSafeFolder(path: string, { env }: Pick<Io, 'env'>): boolean {
  const folders = (env[SAFE_FOLDERS] ?? '').split(delimiter).filter((folder) => folder !== '');
  const at = realpathSync(dirname(path));
  return folders.some((folder) => {
    if (folder === '*') return true;
    const safe = resolve(folder);
    return at === safe || at.startsWith(safe.endsWith(sep) ? safe : `${safe}${sep}`);
  });
}

/** Users whose files this process may act on: its own, the administrator, and with sudo the one who asked. */
function trustedUsers(uid: number, env: Io['env']): number[] {
  const asked = Number.parseInt(env['SUDO_UID'] ?? '', 10);
  return uid === 0 && Number.isInteger(asked) ? [0, asked] : [0, uid];
}

/**
 * Refuses a file that was found, not named, and that another user can change: what it says decides which code runs and where data goes.
 *
 * The file, what it links to and the folder around it must belong to the user of this process or to the administrator. Systems without user
 * ids are not checked.
 *
 * @param what - Names the file in the message, e.g. `config`.
 * @param hint - What to do when its owner is trusted.
 * @throws {InvalidArgumentError} `FILE_OF_OTHERS`.
 */
export function checkOwner(what: string, path: string, io: Pick<Io, 'env' | 'uid'>, hint: string): void {
  const { uid, env } = io;
  if (uid === undefined) return;
  const trusted = trustedUsers(uid, env);
  // The owner of a link decides where it leads.
  const owners = [
    lstatSync(path).uid,
    statSync(path).uid,
    statSync(dirname(realpathSync(path))).uid,
    statSync(dirname(path)).uid,
  ];
  const owner = owners.find((one) => !trusted.includes(one));
  if (owner === undefined || isSafeFolder(path, io)) return;
  throw new InvalidArgumentError(
    `${what}: ${path} must belong to the user who runs this (id ${uid}), got user id ${owner}`,
    {
      code: 'FILE_OF_OTHERS',
      details: { path, owner, uid },
      hint: `${hint} or add ${dirname(path)} to the environment variable ${SAFE_FOLDERS}.`,
    },
  );
}
