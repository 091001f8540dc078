import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Frame } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';
import { isDiskFull, openScratchFolder, translateFileError } from '@fraudx/core/files';
import type { ReadFrameOptions, ReadFrameResult } from '../reading/read-frame.ts';
import { readFrame } from '../reading/read-frame.ts';
import type { ReadFramesOptions } from '../reading/read-frames.ts';
import { readFrames } from '../reading/read-frames.ts';
import { renamedError } from '../reading/renamed-error.ts';
import { refuseEchoes } from './echoed-secrets.ts';
import { copyLimit } from './copy-limit.ts';

/** The bytes of an object, with how many they are where that is known. */
export type ObjectBytes = AsyncIterable<Uint8Array> & { readonly size?: number };

/** Port: gives the bytes of objects in a store such as S3. Implemented by an adapter. */
export interface ObjectReader {
  /**
   * The object's bytes as a stream, with `size` where the store says how many they are.
   *
   * @param address - `s3://bucket/key`.
   * @throws {NotFoundError} There is no such object.
   * @throws {OutsideError} The store cannot be reached or refuses.
   */
  open(address: string, options: { readonly signal?: AbortSignal }): Promise<ObjectBytes>;
  /** Secrets that the store was asked with so far: data that repeat one are refused. Default none. */
  secrets?(): Iterable<string>;
}

/** Whether data is named by an address of an object store. */
export function isObjectAddress(path: string): boolean {
  return path.startsWith('s3://');
}

/** How much may be copied. */
export interface CopyOptions {
  /** Most bytes of the temporary copy, >= 1. Default: what leaves the folder of temporary files some room. */
  readonly maxBytes?: number;
}

interface Copy extends AsyncDisposable {
  readonly path: string;
}

/** A name for a copy, with the ending that tells the format; keys may hold what no name of a file can, such as NUL, or be longer. */
function copyName(address: string): string {
  const name = basename(address);
  const [ending] = /(?:\.[a-z0-9]{1,8}){0,2}$/i.exec(name)!;
  return /^[\w-][\w.-]{0,99}$/.test(name) ? name : `object${ending}`;
}

/** Streams the object into a temporary file, which goes when the copy is disposed. */
async function copyOf(
  reader: ObjectReader,
  address: string,
  { signal, maxBytes }: CopyOptions & Pick<ReadFrameOptions, 'signal'>,
): Promise<Copy> {
  if (!/^s3:\/\/[^/]+\/.*[^/]$/.test(address)) {
    throw new InvalidArgumentError(`data: address must be s3://bucket/key, got "${address}"`);
  }
  const folder = await openScratchFolder('object');
  const path = join(folder.path, copyName(address));
  try {
    const bytes = await reader.open(address, signal === undefined ? {} : { signal });
    const limit = await copyLimit(folder.path, address, maxBytes);
    await pipeline(limit.limited(bytes), createWriteStream(path), signal === undefined ? {} : { signal });
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw isDiskFull(error) ? translateFileError(error, path, 'write') : error;
  }
  return { path, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/**
 * Reads a table from an object store; the format follows from the ending of the key, as for files.
 *
 * The object is copied to a temporary file first, which is removed afterwards.
 *
 * @throws {InvalidArgumentError} Not an address `s3://bucket/key`.
 * @throws {DataError} `COPY_TOO_LARGE`: the copy would fill the folder of temporary files; `DATA_REPEATS_SECRET`: names or cells repeat a secret of the reader.
 * @throws {FraudxError} As `ObjectReader.open` and `readFrame`; messages name the address.
 */
export async function readObject(
  reader: ObjectReader,
  address: string,
  options: ReadFrameOptions & CopyOptions = {},
): Promise<ReadFrameResult> {
  await using copy = await copyOf(reader, address, options);
  try {
    const { frame, schema, fingerprint } = await readFrame(copy.path, options);
    refuseEchoes(frame, reader.secrets?.() ?? [], address);
    return { frame, schema, fingerprint: { ...fingerprint, path: address } };
  } catch (error) {
    throw renamedError(error, copy.path, address);
  }
}

/**
 * Like {@link readObject}, as frames of bounded size for objects larger than memory: see `readFrames`.
 *
 * @throws {FraudxError} As `readObject`, before the first frame.
 */
export async function* readObjectFrames(
  reader: ObjectReader,
  address: string,
  options: ReadFramesOptions & CopyOptions = {},
): AsyncGenerator<Frame> {
  await using copy = await copyOf(reader, address, options);
  try {
    for await (const frame of readFrames(copy.path, options)) {
      refuseEchoes(frame, reader.secrets?.() ?? [], address);
      yield frame;
    }
  } catch (error) {
    throw renamedError(error, copy.path, address);
  }
}
