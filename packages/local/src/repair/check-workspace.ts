import { existsSync } from 'node:fs';
import { access, constants, mkdtemp, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FraudxError } from '@fraudx/core';
import { translateFileError } from '@fraudx/core/files';
import { openLocalWorkspace } from '../open-local-workspace.ts';
import { checkStore } from './check-store.ts';
import type { StoreRepair } from './repair-store.ts';
import { repairStore } from './repair-store.ts';

/** What {@link checkWorkspace} found. */
export interface WorkspaceCheck {
  /** Id of the latest run; undefined where there is none. */
  readonly latestRun?: string;
  /** What is wrong with the store, at most 20 entries. */
  readonly problems: readonly string[];
  /** What a repair did. */
  readonly repaired?: StoreRepair;
}

/**
 * Whether a folder of runs can be written, or made where it is not there yet.
 *
 * @throws {OutsideError} `FILE_NOT_WRITABLE`, `DISK_FULL`, `FILE_IO`.
 */
export async function checkWritable(folder: string): Promise<void> {
  let at = folder;
  while (!existsSync(at)) at = dirname(at);
  try {
    await access(at, constants.W_OK);
    // a new file of a name that nobody can know, so that no link lies there
    if (at === folder) await rmdir(await mkdtemp(join(folder, '.doctor-')));
  } catch (error) {
    throw translateFileError(error, at, 'write');
  }
}

/**
 * Looks through the store of a workspace; a folder without one is left as it is.
 *
 * @param options - `repair`: where the store is damaged, makes a new one of what can be read. Default false.
 * @throws {OutsideError} The store cannot be opened at all.
 */
export async function checkWorkspace(
  folder: string,
  options: { readonly repair?: boolean } = {},
): Promise<WorkspaceCheck> {
  const path = join(folder, 'fraudx.db');
  if (!existsSync(path)) return { problems: [] };
  const problems = await checkStore(path).catch((error: unknown) => {
    if (error instanceof FraudxError && error.code === 'STORE_CORRUPT') return [error.message];
    throw error;
  });
  if (problems.length > 0) {
    return options.repair === true ? { problems, repaired: await repairStore(path, Date.now()) } : { problems };
  }
  await using workspace = await openLocalWorkspace(folder);
  const [latest] = await workspace.runs.queryRuns({ limit: 1 });
  return { problems, ...(latest === undefined ? {} : { latestRun: latest.runId }) };
}
