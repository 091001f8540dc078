import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DataError, FraudxError, InvalidArgumentError } from '@fraudx/core';
import type { ReadFrameOptions, ReadFrameResult } from '../reading/read-frame.ts';
import { readFrame } from '../reading/read-frame.ts';

/** Port: gives the bytes of objects in a store such as S3. Implemented by an adapter. */
export interface ObjectReader {
  /**
   * The object's bytes as a stream.
   *
   * @param address - `s3://bucket/key`.
   * @throws {NotFoundError} There is no such object.
   * @throws {OutsideError} The store cannot be reached or refuses.
   */
  open(address: string, options: { readonly signal?: AbortSignal }): Promise<AsyncIterable<Uint8Array>>;
}

/** Whether data is named by an address of an object store. */
export function isObjectAddress(path: string): boolean {
  return path.startsWith('s3://');
}

/**
 * Reads a table from an object store; the format is told by the ending of the key, as for files.
 *
 * The object is copied to a temporary file first, which is removed afterwards.
 *
 * @throws {InvalidArgumentError} Not an address `s3://bucket/key`.
 * @throws {FraudxError} As `ObjectReader.open` and `readFrame`; messages name the address.
 */
export async function readObject(
  reader: ObjectReader,
  address: string,
  options: ReadFrameOptions = {},
): Promise<ReadFrameResult> {
  if (!/^s3:\/\/[^/]+\/.*[^/]$/.test(address)) {
    throw new InvalidArgumentError(`readObject: address must be s3://bucket/key, got "${address}"`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'fraudx-object-'));
  const copy = join(folder, basename(address));
  const { signal } = options;
  try {
    const bytes = await reader.open(address, signal === undefined ? {} : { signal });
    await pipeline(bytes, createWriteStream(copy), signal === undefined ? {} : { signal });
    const { frame, schema, fingerprint } = await readFrame(copy, options);
    return { frame, schema, fingerprint: { ...fingerprint, path: address } };
  } catch (error) {
    if (!(error instanceof FraudxError) || !error.message.includes(copy)) throw error;
    throw new DataError(error.code, error.message.replaceAll(copy, address), {
      details: { ...error.details, file: address },
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
