import { createHash, randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { NotFoundError, OutsideError, sha256 } from '@fraudx/core';
import { readPlainFile, requirePlainBelow, syncToDisk, translateFileError, writeFileAtomic } from '@fraudx/core/files';
import type { ArtifactRecord, ArtifactStore } from '@fraudx/tracking';
import { checkArtifactName } from '@fraudx/tracking';
import { folderMode } from '../folder-mode.ts';

async function* chunksOf(source: string | Uint8Array): AsyncGenerator<Uint8Array> {
  if (typeof source !== 'string') {
    yield source;
    return;
  }
  let handle: FileHandle;
  try {
    handle = await open(source, 'r');
  } catch (error) {
    throw translateFileError(error, source, 'read');
  }
  try {
    const buffer = new Uint8Array(1 << 20);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length).catch((error: unknown) => {
        throw translateFileError(error, source, 'read');
      });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunksOf(path)) hash.update(chunk);
  return hash.digest('hex');
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

/**
 * An {@link ArtifactStore} in a folder: one folder per run, one file per artifact.
 *
 * `path` of a record is relative to the folder, so that the folder may move. A file appears whole (temporary name, flush, then
 * its name) and is never changed: other bytes under the same name go to a file with a part of the digest in its name, so that
 * the record of a run that is killed in between still fits its file. Files of any size are copied in pieces of 1 MiB. Links in the
 * folder are refused (`DataError` `FILE_NOT_PLAIN`), never followed; the folder itself may be one.
 */
export class LocalArtifactStore implements ArtifactStore {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Where the file of an artifact lies. */
  pathOf(artifact: Pick<ArtifactRecord, 'path'>): string {
    return join(this.folder, ...checkArtifactName(artifact.path).split('/'));
  }

  async put(runId: string, name: string, source: string | Uint8Array): Promise<ArtifactRecord> {
    const plain = checkArtifactName(`${checkArtifactName(runId)}/${checkArtifactName(name)}`);
    const target = this.pathOf({ path: plain });
    const temporary = join(dirname(target), `.${randomBytes(6).toString('hex')}.tmp`);
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      await requirePlainBelow(this.folder, target);
      await mkdir(dirname(target), { recursive: true, mode: folderMode });
      const handle = await open(temporary, 'wx');
      try {
        for await (const chunk of chunksOf(source)) {
          hash.update(chunk);
          bytes += chunk.length;
          await handle.writeFile(chunk);
        }
        await handle.sync();
      } finally {
        await handle.close();
      }
      const digest = hash.digest('hex');
      const path = await this.#place(temporary, plain, digest);
      await syncToDisk(dirname(target));
      return { name, path, sha256: digest, bytes };
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw translateFileError(error, target, 'write');
    }
  }

  /** Names a finished file `plain`, or beside it when other bytes lie there; returns the path of the record. */
  async #place(temporary: string, plain: string, digest: string): Promise<string> {
    const target = this.pathOf({ path: plain });
    if (await giveName(temporary, target)) return plain;
    if ((await digestOf(target)) === digest) {
      await rm(temporary);
      return plain;
    }
    const { dir, name, ext } = posix.parse(plain);
    const beside = `${dir}/${name}.${digest.slice(0, 12)}${ext}`;
    await rename(temporary, this.pathOf({ path: beside }));
    return beside;
  }

  /** Makes a folder of a run, for files that are not artifacts yet. */
  async makeFolder(runId: string): Promise<string> {
    const folder = this.pathOf({ path: runId });
    try {
      await requirePlainBelow(this.folder, folder);
      await mkdir(folder, { recursive: true, mode: folderMode });
      return folder;
    } catch (error) {
      throw translateFileError(error, folder, 'write');
    }
  }

  /** Writes a file under exactly the path of a record, in place of an older one, which its record then no longer fits. */
  async replace(artifact: Pick<ArtifactRecord, 'path'>, content: Uint8Array): Promise<void> {
    await writeFileAtomic(this.pathOf(artifact), content, { below: this.folder });
  }

  async read(artifact: ArtifactRecord): Promise<Uint8Array> {
    const path = this.pathOf(artifact);
    let bytes: Uint8Array;
    try {
      await requirePlainBelow(this.folder, path);
      bytes = await readPlainFile(path);
    } catch (error) {
      const translated = translateFileError(error, path, 'read');
      if (translated.code !== 'FILE_NOT_FOUND') throw translated;
      throw new NotFoundError('ARTIFACT_NOT_FOUND', `artifact: file must exist, got ${path}`, {
        details: { path },
        cause: error,
      });
    }
    const digest = sha256(bytes);
    if (digest !== artifact.sha256) {
      throw new OutsideError(
        'ARTIFACT_CORRUPT',
        `artifact: ${path} must have sha256 ${artifact.sha256}, got ${digest}`,
        {
          details: { path, expected: artifact.sha256, received: digest },
          hint: 'The file was changed or damaged after it was logged.',
        },
      );
    }
    return bytes;
  }
}
