import { readFile } from 'node:fs/promises';
import { NotFoundError, sha256 } from '@fraudx/core';
import { translateFileError } from '@fraudx/core/files';
import { checkArtifactName } from './artifact-name.ts';
import type { ArtifactStore } from './artifact-store.ts';
import type { ArtifactRecord } from './run-record.ts';

/** An {@link ArtifactStore} that lives and dies with the process. For tests and short scripts. */
export class InMemoryArtifactStore implements ArtifactStore {
  readonly #bytes = new Map<string, Uint8Array>();

  async put(runId: string, name: string, source: string | Uint8Array): Promise<ArtifactRecord> {
    const path = `${runId}/${checkArtifactName(name)}`;
    const bytes =
      typeof source === 'string'
        ? await readFile(source).catch((error: unknown) => {
            throw translateFileError(error, source, 'read');
          })
        : source;
    this.#bytes.set(path, Uint8Array.from(bytes));
    return { name, path, sha256: sha256(bytes), bytes: bytes.length };
  }

  async read(artifact: ArtifactRecord): Promise<Uint8Array> {
    const bytes = this.#bytes.get(artifact.path);
    if (bytes === undefined) {
      throw new NotFoundError('ARTIFACT_NOT_FOUND', `artifact: must have been put, got ${artifact.path}`);
    }
    return Uint8Array.from(bytes);
  }
}
