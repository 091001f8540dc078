import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotFoundError, sha256 } from '@fraudx/core';
import { translateFileError } from '@fraudx/core/files';
import { checkArtifactName } from './artifact-name.ts';
import { filesBelow } from './folder-files.ts';
import type { ModelStore, StoredFile, StoredModel } from './model-store.ts';
import { checkModelRun, modelEmpty, modelExists, modelNotFound } from './model-store-errors.ts';

async function filesWritten(write: (folder: string) => Promise<void>): Promise<Map<string, Uint8Array>> {
  const folder = await mkdtemp(join(tmpdir(), 'fraudx-model-')).catch((error: unknown) => {
    throw translateFileError(error, tmpdir(), 'write');
  });
  try {
    await write(folder);
    const files = new Map<string, Uint8Array>();
    for (const name of await filesBelow(folder)) files.set(name, Uint8Array.from(await readFile(join(folder, name))));
    return files;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A {@link ModelStore} that lives and dies with the process. For tests and short scripts. */
export class InMemoryModelStore implements ModelStore {
  readonly #models = new Map<string, Map<string, Uint8Array>>();

  async save(runId: string, write: (folder: string) => Promise<void>): Promise<StoredModel> {
    checkModelRun(runId);
    if (this.#models.has(runId)) throw modelExists(runId, this.locationOf(runId));
    const files = await filesWritten(write);
    if (files.size === 0) throw modelEmpty(runId);
    if (this.#models.has(runId)) throw modelExists(runId, this.locationOf(runId));
    this.#models.set(runId, files);
    return await this.load(runId);
  }

  async load(runId: string): Promise<StoredModel> {
    const files = this.#filesOf(runId);
    const location = this.locationOf(runId);
    return {
      runId,
      location,
      read: async (name) => {
        const content = files.get(checkArtifactName(name));
        if (content !== undefined) return Uint8Array.from(content);
        const path = `${location}/${name}`;
        throw new NotFoundError('FILE_NOT_FOUND', `file must exist, got ${path}`, { details: { path } });
      },
      files: async () =>
        [...files]
          .map(([name, content]): StoredFile => ({ name, sha256: sha256(content), bytes: content.length }))
          .sort((a, b) => (a.name < b.name ? -1 : 1)),
    };
  }

  async writeFile(runId: string, name: string, content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
    checkArtifactName(name);
    this.#filesOf(runId).set(name, bytes);
  }

  async list(): Promise<string[]> {
    return [...this.#models.keys()].sort();
  }

  async delete(runId: string): Promise<void> {
    this.#models.delete(checkModelRun(runId));
  }

  locationOf(runId: string): string {
    return `memory:models/${checkModelRun(runId)}`;
  }

  #filesOf(runId: string): Map<string, Uint8Array> {
    const files = this.#models.get(checkModelRun(runId));
    if (files === undefined) throw modelNotFound(runId, this.locationOf(runId));
    return files;
  }
}
