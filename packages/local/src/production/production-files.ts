import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { FolderBelow } from '@fraudx/core/files';
import {
  mostBytes,
  openFolderBelow,
  readPlainFile,
  checkPlainBelow,
  translateFileError,
  writeFileAtomic,
} from '@fraudx/core/files';
import { makeRunsFolder } from '../make-runs-folder.ts';
import { withFolderMutex } from './folder-mutex.ts';

/**
 * The files of a production folder. What lies in it may have come from elsewhere: links below the folder that is trusted are refused, never
 * followed, wherever they lead.
 */
export class ProductionFiles {
  readonly folder: string;
  readonly #root: string;

  /**
   * @param folder - The production folder.
   * @param root - The folder that is trusted: it may be a link, and what lies above it is the caller's. Default: the production folder.
   */
  constructor(folder: string, root: string = folder) {
    this.folder = folder;
    this.#root = root;
  }

  /** A folder of runs is for its owner alone; a production folder that was named is made as ever, since a team may share it. */
  async #makeRoot(): Promise<void> {
    if (this.#root !== this.folder) await makeRunsFolder(this.#root);
  }

  /** @throws {DataError} `FILE_NOT_PLAIN`: a link lies on the way to `path`, or there. */
  async requirePlain(path: string): Promise<void> {
    await checkPlainBelow(this.#root, path);
  }

  /** The bytes of a file, or undefined when there is none. */
  async read(path: string): Promise<Uint8Array | undefined> {
    try {
      await this.requirePlain(path);
      return await readPlainFile(path, mostBytes.record);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw translateFileError(error, path, 'read');
    }
  }

  /** Writes a whole file; `secret`: for the owner alone. */
  async write(path: string, content: string | Uint8Array, options: { readonly secret: boolean }): Promise<void> {
    await this.#makeRoot();
    await writeFileAtomic(path, content, { below: this.#root, ...(options.secret ? { mode: 0o600 } : {}) });
  }

  /** Removes a file; one that is not there is fine. */
  async remove(path: string): Promise<void> {
    try {
      await this.requirePlain(path);
      using folder = this.openFolder(dirname(path));
      await rm(join(folder.path, basename(path)), { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw translateFileError(error, path, 'write');
    }
  }

  /** Opens a folder, as {@link openFolderBelow} does. @throws {Error} Of the file system, not translated. */
  openFolder(folder: string): FolderBelow {
    return openFolderBelow(this.#root, folder);
  }

  /** Paths of all files below a folder, relative to it with `/`; temporary files of writers are left out. A missing folder is empty. */
  async list(folder: string): Promise<string[]> {
    try {
      await this.requirePlain(folder);
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries
        .filter((entry) => !entry.isDirectory() && !(entry.name.startsWith('.') && entry.name.endsWith('.tmp')))
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw translateFileError(error, folder, 'read');
    }
  }

  /** Runs `action` while no other process is inside the mutex of this name; see {@link withFolderMutex}. */
  async exclusively<T>(name: 'objects' | 'parameters' | 'executions', action: () => Promise<T>): Promise<T> {
    const path = join(this.folder, 'locks', `${name}.mutex`);
    await this.requirePlain(path).catch((error: unknown) => {
      throw translateFileError(error, path, 'write');
    });
    await this.#makeRoot();
    return await withFolderMutex(path, action);
  }
}
