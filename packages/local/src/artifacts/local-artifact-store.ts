import { createHash, randomBytes } from 'node:crypto';
import { link, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  openFolderBelow,
  openPlainFile,
  readPieces,
  checkPlainBelow,
  syncToDisk,
  translateFileError,
} from '@fraudx/core/files';
import type { ArtifactRecord, ArtifactSource, ArtifactStore } from '@fraudx/tracking';
import { checkArtifactName } from '@fraudx/tracking';
import {
  artifactNotFound,
  checkedChunks,
  chunksOf,
  firstPlace,
  nameInPlace,
  placeBeside,
  readsAsBeside,
} from '@fraudx/tracking/store-kit';
import { folderMode } from '../folder-mode.ts';

/** A file that is whole and on the disk, but has no name of its own yet. */
interface Written {
  readonly temporary: string;
  /** Where a file of the same folder lies, by the path of its record. */
  readonly at: (path: string) => string;
  readonly sha256: string;
  readonly bytes: number;
}

/** The folder that a file is written in, and its name until it is whole. */
interface WritingPlace extends Pick<Written, 'temporary' | 'at'> {
  [Symbol.dispose](): void;
}

/** @param root - The folder of all artifacts. @param folder - In it, and there. */
function openPlace(root: string, folder: string): WritingPlace {
  const opened = openFolderBelow(root, folder);
  return {
    temporary: join(opened.path, `.${randomBytes(6).toString('hex')}.tmp`),
    at: (path) => join(opened.path, path.slice(path.lastIndexOf('/') + 1)),
    [Symbol.dispose]: () => opened[Symbol.dispose](),
  };
}

const isTemporary = (name: string): boolean => /^\.[0-9a-f]{12}\.tmp$/.test(name);

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* readPieces(await openPlainFile(path));
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
}

async function digestOf(path: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of piecesOf(path)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Gives a finished file its name, only where none has it yet; false when one has. */
async function giveName(temporary: string, target: string): Promise<boolean> {
  try {
    await link(temporary, target);
    await rm(temporary);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS' && code !== 'EMLINK') throw error;
    // A file system without links: the nearest there is.
    await rename(temporary, target);
    return true;
  }
}

/** Names a finished file by its first place, or beside it when other bytes lie there; returns the path of the record. */
async function placeNew({ temporary, at, sha256 }: Written, first: string): Promise<string> {
  const target = at(first);
  if (!readsAsBeside(first, sha256)) {
    if (await giveName(temporary, target)) return first;
    if ((await digestOf(target)).sha256 === sha256) {
      await rm(temporary);
      return first;
    }
  }
  const beside = placeBeside(first, sha256);
  await rename(temporary, at(beside));
  return beside;
}

/**
 * An {@link ArtifactStore} in a folder: one folder per run, one file per artifact.
 *
 * `path` of a record is relative to the folder, so that the folder may move. A file appears whole (temporary name, flush, then
 * its name). Other bytes under the same name go to a file with the beginning of the digest in its name, so that
 * the record of a run that is killed in between still fits its file; only `replace` changes a file. Files and streams of any size are copied in
 * pieces of 1 MiB. Links in the folder are refused (`DataError` `FILE_NOT_PLAIN`), never followed; the folder itself may be one.
 */
export class LocalArtifactStore implements ArtifactStore {
  readonly folder: string;

  /** @param folder - Made with the first artifact. */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Absolute path of the file of an artifact. */
  locationOf(artifact: Pick<ArtifactRecord, 'path'>): string {
    return join(this.folder, ...checkArtifactName(artifact.path).split('/'));
  }

  async put(runId: string, name: string, source: ArtifactSource): Promise<ArtifactRecord> {
    const first = firstPlace(runId, name);
    return this.#write(first, source, async (written) => {
      const { sha256, bytes } = written;
      return { name, path: await placeNew(written, first), sha256, bytes };
    });
  }

  async replace(runId: string, name: string, source: ArtifactSource): Promise<ArtifactRecord> {
    const path = firstPlace(runId, name);
    return this.#write(path, source, async ({ temporary, at, sha256, bytes }) => {
      await rename(temporary, at(path));
      return { name, path, sha256, bytes };
    });
  }

  /** Writes a source beside its place and lets `place` give it its name; nothing is left of what fails. */
  async #write<T>(path: string, source: ArtifactSource, place: (written: Written) => Promise<T>): Promise<T> {
    const target = this.locationOf({ path });
    let written: WritingPlace | undefined;
    const hash = createHash('sha256');
    let bytes = 0;
    // What the source throws is the caller's own, and stays as it is.
    let ofSource: { readonly error: unknown } | undefined;
    const chunks = chunksOf(source);
    const next = (): Promise<IteratorResult<Uint8Array>> =>
      chunks.next().catch((error: unknown) => {
        ofSource = { error };
        throw error;
      });
    try {
      await checkPlainBelow(this.folder, target);
      await mkdir(dirname(target), { recursive: true, mode: folderMode });
      written = openPlace(this.folder, dirname(target));
      const { temporary } = written;
      const handle = await open(temporary, 'wx');
      try {
        for (let step = await next(); step.done !== true; step = await next()) {
          hash.update(step.value);
          bytes += step.value.length;
          await handle.writeFile(step.value);
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
      const { at } = written;
      const result = await place({ temporary, at, sha256: hash.digest('hex'), bytes });
      await syncToDisk(dirname(temporary));
      return result;
    } catch (error) {
      await chunks.return(undefined).catch(() => {});
      if (written !== undefined) await rm(written.temporary, { force: true }).catch(() => {});
      throw ofSource?.error ?? translateFileError(error, target, 'write');
    } finally {
      written?.[Symbol.dispose]();
    }
  }

  async get(artifact: ArtifactRecord): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of await this.open(artifact)) chunks.push(chunk);
    return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  }

  async open(artifact: ArtifactRecord): Promise<AsyncIterable<Uint8Array>> {
    const path = this.locationOf(artifact);
    if (!(await this.#exists(path))) throw artifactNotFound(path);
    return checkedChunks(artifact, piecesOf(path), path);
  }

  /** @throws {DataError} `FILE_NOT_PLAIN`. */
  async #exists(path: string): Promise<boolean> {
    try {
      await checkPlainBelow(this.folder, path);
      await lstat(path);
      return true;
    } catch (error) {
      const translated = translateFileError(error, path, 'read');
      if (translated.code === 'FILE_NOT_FOUND') return false;
      throw translated;
    }
  }

  async list(runId: string): Promise<ArtifactRecord[]> {
    const found: ArtifactRecord[] = [];
    const folders = [checkArtifactName(runId)];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      const at = this.locationOf({ path: folder });
      if (!(await this.#exists(at))) continue;
      const entries = await readdir(at, { withFileTypes: true }).catch((error: unknown) => {
        throw translateFileError(error, at, 'read');
      });
      for (const entry of entries) {
        const path = `${folder}/${entry.name}`;
        if (entry.isDirectory()) folders.push(path);
        else if (!isTemporary(entry.name)) {
          await this.#exists(this.locationOf({ path }));
          const { sha256, bytes } = await digestOf(this.locationOf({ path }));
          found.push({ name: nameInPlace(runId, path, sha256), path, sha256, bytes });
        }
      }
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async delete(artifact: ArtifactRecord): Promise<void> {
    const path = this.locationOf(artifact);
    if (!(await this.#exists(path)) || (await digestOf(path)).sha256 !== artifact.sha256) return;
    try {
      using folder = openFolderBelow(this.folder, dirname(path));
      await rm(join(folder.path, basename(path)), { force: true });
      await syncToDisk(folder.path);
    } catch (error) {
      throw translateFileError(error, path, 'write');
    }
  }
}
