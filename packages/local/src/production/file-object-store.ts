import { join } from 'node:path';
import { ConflictError, InvalidArgumentError, sha256 } from '@fraudx/core';
import type { ObjectStore, PutObjectOptions, StoredObject } from '@fraudx/promotion';
import type { ProductionFiles } from './production-files.ts';

/**
 * Objects as plain files: `objects/<key>`, and `locks/…` beside it. Compare-and-set holds between processes; a reader, or a crash,
 * sees the old content or the new one.
 */
export class FileObjectStore implements ObjectStore {
  readonly #files: ProductionFiles;

  constructor(files: ProductionFiles) {
    this.#files = files;
  }

  uri(key: string): string {
    return this.#path(key);
  }

  async get(key: string): Promise<StoredObject | undefined> {
    const body = await this.#files.read(this.#path(key));
    return body === undefined ? undefined : { key, body, etag: sha256(body) };
  }

  async put(key: string, body: Uint8Array, options: PutObjectOptions = {}): Promise<{ readonly etag: string }> {
    const path = this.#path(key);
    return await this.#exclusively(async () => {
      const current = await this.get(key);
      const taken = options.ifNoneMatch === '*' && current !== undefined;
      if (taken || (options.ifMatch !== undefined && options.ifMatch !== current?.etag)) throw this.#changed(key);
      await this.#files.write(path, body, { secret: options.sensitive === true });
      return { etag: sha256(body) };
    });
  }

  async delete(key: string, options: { readonly ifMatch?: string } = {}): Promise<void> {
    const path = this.#path(key);
    await this.#exclusively(async () => {
      const current = await this.get(key);
      if (options.ifMatch !== undefined && options.ifMatch !== current?.etag) throw this.#changed(key);
      await this.#files.remove(path);
    });
  }

  async list(prefix: string): Promise<string[]> {
    const objects = await this.#files.list(join(this.#files.folder, 'objects'));
    const locks = (await this.#files.list(join(this.#files.folder, 'locks'))).map((path) => `locks/${path}`);
    return [...objects, ...locks.filter((key) => key.endsWith('.json'))].filter((key) => key.startsWith(prefix)).sort();
  }

  #path(key: string): string {
    if (!/^[^/\\\0]+(\/[^/\\\0]+)*$/.test(key) || key.split('/').some((part) => part === '.' || part === '..')) {
      throw new InvalidArgumentError(`key must be a relative path, got "${key}"`, { subject: 'FileObjectStore' });
    }
    return key.startsWith('locks/') ? join(this.#files.folder, key) : join(this.#files.folder, 'objects', key);
  }

  async #exclusively<T>(action: () => Promise<T>): Promise<T> {
    return await this.#files.exclusively('objects', action);
  }

  #changed(key: string): ConflictError {
    return new ConflictError('OBJECT_CHANGED', `${this.#path(key)} must be as expected, got different content`, {
      details: { key },
      hint: 'Another process changed it; check it and try again.',
    });
  }
}
