import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import {
  openPlainFile,
  readPieces,
  mostBytes,
  readPlainFile,
  checkPlainBelow,
  makeTemporaryFolder,
  removeFolder,
  syncToDisk,
  temporaryPath,
  translateFileError,
  writeFileAtomic,
} from '@fraudx/core/files';
import type { ModelStore, StoredFile, StoredModel } from '@fraudx/tracking';
import { checkArtifactName, isRunId } from '@fraudx/tracking';
import { checkModelRun, filesBelow, modelEmpty, modelExists, modelNotFound } from '@fraudx/tracking/store-kit';
import { folderMode } from '../folder-mode.ts';
import { removeDeadSaves } from './remove-dead-saves.ts';

async function fileOf(folder: string, name: string): Promise<StoredFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of readPieces(await openPlainFile(join(folder, name)))) {
    hash.update(piece);
    bytes += piece.length;
  }
  return { name, sha256: hash.digest('hex'), bytes };
}

/** Waits until everything that was written into a folder is on the disk. */
async function syncFolder(folder: string, names: readonly string[]): Promise<void> {
  const folders = new Set([folder]);
  for (const name of names) {
    await syncToDisk(join(folder, name));
    for (let at = dirname(join(folder, name)); !folders.has(at); at = dirname(at)) folders.add(at);
  }
  for (const at of folders) await syncToDisk(at);
}

/**
 * A {@link ModelStore} in a folder: one folder per run, which appears by a rename and holds the files as they were written.
 *
 * Links on the way from `root` to a file are refused (`DataError` `FILE_NOT_PLAIN`), never followed; `root` itself may be one.
 */
export class LocalModelStore implements ModelStore {
  readonly folder: string;
  readonly #root: string;

  /**
   * @param folder - Made with the first model.
   * @param options - `root`: a folder above it that is trusted; default the folder itself.
   */
  constructor(folder: string, options: { readonly root?: string } = {}) {
    this.folder = folder;
    this.#root = options.root ?? folder;
  }

  locationOf(runId: string): string {
    return join(this.folder, checkModelRun(runId));
  }

  async save(runId: string, write: (folder: string) => Promise<void>): Promise<StoredModel> {
    const target = this.locationOf(runId);
    if (await this.#isThere(target)) throw modelExists(runId, target);
    const temporary = `${temporaryPath(target)}.tmp`;
    await mkdir(this.folder, { recursive: true, mode: folderMode }).catch((error: unknown) => {
      throw translateFileError(error, temporary, 'write');
    });
    using made = makeTemporaryFolder(temporary, { mode: folderMode });
    await removeDeadSaves(this.folder);
    await write(made.path);
    await this.#place(runId, { from: temporary, files: made.path, target });
    made.checkAt(target);
    return this.#modelIn(runId, target);
  }

  async #place(
    runId: string,
    { from, files, target }: { readonly from: string; readonly files: string; readonly target: string },
  ): Promise<void> {
    try {
      const names = await filesBelow(files);
      if (names.length === 0) throw modelEmpty(runId);
      await syncFolder(files, names);
      await rename(from, target);
      await syncToDisk(this.folder);
    } catch (error) {
      const occupied = ['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code));
      if (occupied) throw modelExists(runId, target);
      throw translateFileError(error, target, 'write');
    }
  }

  async load(runId: string): Promise<StoredModel> {
    const folder = this.locationOf(runId);
    if (!(await this.#isThere(folder))) throw modelNotFound(runId, folder);
    return this.#modelIn(runId, folder);
  }

  #modelIn(runId: string, folder: string): StoredModel {
    const failed = (path: string) => (error: unknown) => {
      throw translateFileError(error, path, 'read');
    };
    return {
      runId,
      location: folder,
      read: async (name) => {
        const path = join(folder, ...checkArtifactName(name).split('/'));
        await checkPlainBelow(this.#root, path).catch(failed(path));
        return await readPlainFile(path, name === 'model.json' ? mostBytes.manifest : mostBytes.model).catch(
          failed(path),
        );
      },
      files: async () => {
        await checkPlainBelow(this.#root, folder).catch(failed(folder));
        const names = await filesBelow(folder).catch(failed(folder));
        return await Promise.all(names.map((name) => fileOf(folder, name).catch(failed(join(folder, name)))));
      },
    };
  }

  async writeFile(runId: string, name: string, content: string | Uint8Array): Promise<void> {
    const folder = this.locationOf(runId);
    const path = join(folder, ...checkArtifactName(name).split('/'));
    if (!(await this.#isThere(folder))) throw modelNotFound(runId, folder);
    await writeFileAtomic(path, content, { below: this.#root });
  }

  async list(): Promise<string[]> {
    if (!(await this.#isThere(this.folder))) return [];
    const entries = await readdir(this.folder, { withFileTypes: true }).catch((error: unknown) => {
      throw translateFileError(error, this.folder, 'read');
    });
    return entries
      .filter((entry) => entry.isDirectory() && isRunId(entry.name))
      .map(({ name }) => name)
      .sort();
  }

  async delete(runId: string): Promise<void> {
    const folder = this.locationOf(runId);
    if (!(await this.#isThere(folder))) return;
    // out of sight at once, so that nobody reads half of it
    const temporary = `${temporaryPath(folder)}.tmp`;
    try {
      const looked = await lstat(folder);
      await rename(folder, temporary);
      await syncToDisk(this.folder);
      removeFolder(temporary, looked);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw translateFileError(error, folder, 'write');
    }
  }

  /** Whether there is a folder. @throws {DataError} `FILE_NOT_PLAIN`: a link leads there. */
  async #isThere(folder: string): Promise<boolean> {
    try {
      await checkPlainBelow(this.#root, folder);
      return (await lstat(folder)).isDirectory() || folder === this.#root;
    } catch (error) {
      const translated = translateFileError(error, folder, 'read');
      if (translated.code === 'FILE_NOT_FOUND') return false;
      throw translated;
    }
  }
}

/** The models of a workspace folder, without opening the rest of it. Makes nothing before a model is saved. */
export function openLocalModels(folder: string): LocalModelStore {
  const root = resolve(folder);
  return new LocalModelStore(join(root, 'models'), { root });
}
