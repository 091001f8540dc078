import { createHash } from 'node:crypto';
import { lstat, mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownIdentity, processBirth } from '../processes/index.ts';
import { OutsideError } from '../errors.ts';
import { translateFileError } from './file-error.ts';
import { pinFolder, removeFolder } from './pinned-folder.ts';
import type { FileIdentity } from './plain-files.ts';
import { isSharedFolder } from './shared-folder.ts';

/** A folder for copies of what is read or written, while it is; only its owner may look into it. */
export interface ScratchFolder extends AsyncDisposable {
  readonly path: string;
}

function short(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** `fraudx-WHAT-PID-HOST-BIRTH-RANDOM`: the name says whose it is, so that there is no moment at which nobody's folder lies there. */
const pattern =
  /^fraudx-(?:decimals|link|object|output|redis|rows|study|text)-(\d+)-([0-9a-f]{12})-([0-9a-f]{12})-[^/]{6}$/;

/** Whether the process that made a folder of this name has ended; false where that cannot be known. */
function isAbandoned(name: string): boolean {
  const [, pid, host, birth] = pattern.exec(name) ?? [];
  if (pid === undefined || host !== short(ownIdentity().host) || birth === short('')) return false;
  const now = processBirth(Number(pid));
  if (now === '') return false;
  return now === undefined || short(now) !== birth;
}

/**
 * Removes the scratch folders that killed processes of this user left: they hold rows of data.
 *
 * Those of processes that live stay, and those of another machine or container that shares the folder of temporary files. What cannot be looked
 * at or removed stays too, and so does everything where others can give a folder another name.
 */
export async function removeAbandonedScratch(): Promise<void> {
  const place = tmpdir();
  const names = await readdir(place).catch(() => []);
  for (const name of names) {
    if (!isAbandoned(name)) continue;
    const path = join(place, name);
    const found = await lstat(path).catch(() => undefined);
    if (found?.isDirectory() !== true || found.uid !== process.getuid?.()) continue;
    try {
      if (!isSharedFolder(path)) removeFolder(path, found);
    } catch {
      // what cannot be removed stays
    }
  }
}

/** What others have put in its place stays; what an engine still writes there goes with the next start. */
function dispose(path: string, made: FileIdentity): void {
  try {
    removeFolder(path, made);
  } catch (error) {
    if (!(error instanceof OutsideError) || error.code !== 'FILE_REPLACED') throw error;
  }
}

let cleaning: Promise<void> | undefined;

/**
 * Makes a folder in the place for temporary files, after what killed processes left there has been removed, once in a process.
 *
 * @throws {OutsideError} The place does not take it.
 */
export async function openScratchFolder(
  what: 'decimals' | 'link' | 'object' | 'output' | 'redis' | 'rows' | 'study' | 'text',
): Promise<ScratchFolder> {
  await (cleaning ??= removeAbandonedScratch());
  const { pid, host, birth } = ownIdentity();
  const start = join(tmpdir(), `fraudx-${what}-${pid}-${short(host)}-${short(birth)}-`);
  const path = await mkdtemp(start).catch((error: unknown) => {
    throw translateFileError(error, tmpdir(), 'write');
  });
  if (!isSharedFolder(path)) {
    const made = await lstat(path);
    return { path, [Symbol.asyncDispose]: () => Promise.resolve(dispose(path, made)) };
  }
  const pinned = pinFolder(path);
  const made = await stat(pinned.path);
  return {
    path: pinned.path,
    [Symbol.asyncDispose]: () => {
      using _ = pinned;
      return Promise.resolve(dispose(path, made));
    },
  };
}
