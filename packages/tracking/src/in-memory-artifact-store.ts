import { sha256 } from '@fraudx/core';
import { artifactNotFound, checkedChunks, chunksOf } from './artifact-chunks.ts';
import { firstPlace, nameInPlace, placeBeside, readsAsBeside } from './artifact-place.ts';
import type { ArtifactSource, ArtifactStore } from './artifact-store.ts';
import type { ArtifactRecord } from './run-record.ts';

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  for await (const chunk of chunks) kept.push(Uint8Array.from(chunk));
  return Uint8Array.from(Buffer.concat(kept));
}

/** An {@link ArtifactStore} that lives and dies with the process. For tests and short scripts. */
export class InMemoryArtifactStore implements ArtifactStore {
  readonly #bytes = new Map<string, Uint8Array>();

  async put(runId: string, name: string, source: ArtifactSource): Promise<ArtifactRecord> {
    const first = firstPlace(runId, name);
    const bytes = await bytesOf(chunksOf(source));
    const digest = sha256(bytes);
    const held = this.#bytes.get(first);
    const isOther = held !== undefined && sha256(held) !== digest;
    const path = isOther || readsAsBeside(first, digest) ? placeBeside(first, digest) : first;
    this.#bytes.set(path, bytes);
    return { name, path, sha256: digest, bytes: bytes.length };
  }

  async replace(runId: string, name: string, source: ArtifactSource): Promise<ArtifactRecord> {
    const path = firstPlace(runId, name);
    const bytes = await bytesOf(chunksOf(source));
    this.#bytes.set(path, bytes);
    return { name, path, sha256: sha256(bytes), bytes: bytes.length };
  }

  async get(artifact: ArtifactRecord): Promise<Uint8Array> {
    return bytesOf(await this.open(artifact));
  }

  async open(artifact: ArtifactRecord): Promise<AsyncIterable<Uint8Array>> {
    const bytes = this.#bytes.get(artifact.path);
    const location = this.locationOf(artifact);
    if (bytes === undefined) throw artifactNotFound(location);
    return checkedChunks(artifact, chunksOf(Uint8Array.from(bytes)), location);
  }

  async list(runId: string): Promise<ArtifactRecord[]> {
    const own = [...this.#bytes].filter(([path]) => path.startsWith(`${runId}/`)).sort(([a], [b]) => (a < b ? -1 : 1));
    return own.map(([path, bytes]) => {
      const digest = sha256(bytes);
      return { name: nameInPlace(runId, path, digest), path, sha256: digest, bytes: bytes.length };
    });
  }

  async delete({ path, sha256: digest }: ArtifactRecord): Promise<void> {
    const bytes = this.#bytes.get(path);
    if (bytes !== undefined && sha256(bytes) === digest) this.#bytes.delete(path);
  }

  locationOf({ path }: Pick<ArtifactRecord, 'path'>): string {
    return `memory:artifacts/${path}`;
  }
}
