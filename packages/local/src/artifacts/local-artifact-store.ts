import { createHash, randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NotFoundError, OutsideError, sha256 } from '@fraudx/core';
import { translateFileError } from '@fraudx/core/files';
import type { ArtifactRecord, ArtifactStore } from '@fraudx/tracking';
import { checkArtifactName } from '@fraudx/tracking';

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

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * An {@link ArtifactStore} in a folder: one folder per run, one file per artifact.
 *
 * `path` of a record is relative to the folder, so that the folder may move. A file appears whole (temporary name, flush,
 * rename); files of any size are copied in pieces of 1 MiB.
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
    const path = checkArtifactName(`${checkArtifactName(runId)}/${checkArtifactName(name)}`);
    const target = this.pathOf({ path });
    const temporary = join(dirname(target), `.${randomBytes(6).toString('hex')}.tmp`);
    const hash = createHash('sha256');
    let bytes = 0;
    try {
      await mkdir(dirname(target), { recursive: true });
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
      await rename(temporary, target);
      await syncFolder(dirname(target));
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw translateFileError(error, target, 'write');
    }
    return { name, path, sha256: hash.digest('hex'), bytes };
  }

  async read(artifact: ArtifactRecord): Promise<Uint8Array> {
    const path = this.pathOf(artifact);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
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
