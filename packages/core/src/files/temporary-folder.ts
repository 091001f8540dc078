import { lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { translateFileError } from './file-error.ts';
import { pinFolder, removeFolder } from './pinned-folder.ts';
import { isSharedFolder } from './shared-folder.ts';

/** A folder that is filled before it gets its name by a rename; what is left of it at the end is removed. */
export interface TemporaryFolder {
  /** A path to what is in it, also where others put something else in its place. */
  readonly path: string;
  /** Refuses where something else lies by the name now. @throws {OutsideError} `FILE_REPLACED`. */
  checkAt(path: string): void;
  [Symbol.dispose](): void;
}

/**
 * Makes a folder that is filled before it gets its name. Disposed of, it is removed unless it has one; what cannot be removed stays, and so does what others
 * put in its place.
 *
 * @param path - In a folder that is there; see `temporaryPath`.
 * @param options - `mode`: its permissions; default by the umask.
 * @throws {OutsideError} It cannot be made; `FILE_REPLACED`: somebody put another one in its place at once.
 */
export function makeTemporaryFolder(path: string, options: { readonly mode?: number } = {}): TemporaryFolder {
  try {
    mkdirSync(path, options.mode === undefined ? {} : { mode: options.mode });
  } catch (error) {
    throw translateFileError(error, path, 'write');
  }
  const pinned = isSharedFolder(dirname(path)) ? pinFolder(path) : undefined;
  // through the open folder, where another one may lie by its name by now
  const made = lstatSync(pinned === undefined ? path : `${pinned.path}/.`);
  return {
    path: pinned?.path ?? path,
    checkAt: (at) => pinned?.checkAt(at),
    [Symbol.dispose]: () => {
      using _ = pinned;
      try {
        removeFolder(path, made);
      } catch {
        // whoever looks for what dead processes left removes it
      }
    },
  };
}
