import { ConflictError } from '@fraudx/core';
import type { ObjectStore, PutObjectOptions } from '../ports/object-store.ts';

/**
 * A conditional put that also succeeds when the object already holds exactly these bytes: the answer to an earlier try of ours was
 * lost on the way.
 *
 * @returns The etag.
 * @throws {ConflictError} `OBJECT_CHANGED`: the object holds something else.
 */
export async function putExactly(
  objects: ObjectStore,
  key: string,
  body: Uint8Array,
  options: PutObjectOptions,
): Promise<string> {
  try {
    return (await objects.put(key, body, options)).etag;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const current = await objects.get(key);
    if (current !== undefined && Buffer.compare(current.body, body) === 0) return current.etag;
    throw error;
  }
}
