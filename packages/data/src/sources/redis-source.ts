import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Frame, Progress } from '@fraudx/core';
import { DataError, FraudxError, OutsideError, throwIfAborted } from '@fraudx/core';
import { isDiskFull, translateFileError } from '@fraudx/core/files';
import type { Redis } from 'iovalkey';
import { connectRedis, parseRedisAddress, withoutUser } from './connect-redis.ts';
import type { ReadFrameOptions, ReadFrameResult } from '../reading/read-frame.ts';
import { readFrame } from '../reading/read-frame.ts';
import type { ReadFramesOptions } from '../reading/read-frames.ts';
import { readFrames } from '../reading/read-frames.ts';
import { openScratchFolder } from '../scratch/scratch-folder.ts';
import { hashError } from './hash-error.ts';

/** Options of {@link readRedis}. */
export interface ReadRedisOptions extends Pick<
  ReadFrameOptions,
  'types' | 'texts' | 'quantities' | 'columns' | 'missing' | 'decimalMark' | 'dateOrder' | 'readings' | 'signal'
> {
  /** Keys to read, as a pattern of SCAN. Default `*`. */
  readonly match?: string;
  /** Column that takes the key. Default `key`. */
  readonly keyColumn?: string;
  /** Keys per round trip, >= 1. Default 1000. */
  readonly batch?: number;
  readonly onProgress?: Progress;
}

/** All keys of type hash, sorted: SCAN gives them in no order, and some more than once. */
async function scanKeys(client: Redis, options: ReadRedisOptions): Promise<string[]> {
  const keys = new Set<string>();
  let cursor = '0';
  do {
    throwIfAborted(options.signal, 'readRedis');
    const [next, found] = await client.scan(
      cursor,
      'MATCH',
      options.match ?? '*',
      'COUNT',
      options.batch ?? 1000,
      'TYPE',
      'hash',
    );
    cursor = next;
    for (const key of found) keys.add(key);
    options.onProgress?.({ task: 'scan', done: keys.size });
  } while (cursor !== '0');
  return [...keys].sort();
}

/** One JSON line per hash, with every field of any hash, so that none is lost to sampling. */
async function* hashLines(
  client: Redis,
  keys: readonly string[],
  keyColumn: string,
  options: ReadRedisOptions,
): AsyncGenerator<string> {
  const batch = options.batch ?? 1000;
  for (let from = 0; from < keys.length; from += batch) {
    throwIfAborted(options.signal, 'readRedis');
    const some = keys.slice(from, from + batch);
    const pipe = client.pipeline();
    for (const key of some) pipe.hgetall(key);
    const replies = (await pipe.exec()) ?? [];
    for (const [i, [error, hash]] of replies.entries()) {
      if (error !== null) throw error;
      const fields = hash as Record<string, string>;
      // A hash that expired since the scan.
      if (Object.keys(fields).length === 0) continue;
      if (keyColumn in fields) {
        throw new DataError(
          'REDIS_KEY_COLUMN',
          `data: keyColumn must not be a field, got "${keyColumn}" in the hash ${some[i]}`,
          {
            hint: 'Choose another name for the column of keys.',
          },
        );
      }
      yield `${JSON.stringify({ [keyColumn]: some[i], ...fields })}\n`;
    }
    options.onProgress?.({ task: 'read', done: Math.min(keys.length, from + batch), total: keys.length });
  }
}

interface Copy extends AsyncDisposable {
  readonly path: string;
  /** The address without user and password. */
  readonly where: string;
}

/** Streams the hashes into a temporary file of JSON lines, which goes when the copy is disposed. */
async function copyOf(address: string, options: ReadRedisOptions): Promise<Copy> {
  const url = parseRedisAddress(address);
  const where = withoutUser(url);
  const client = await connectRedis(url);
  const folder = await openScratchFolder('redis').catch((error: unknown) => {
    client.disconnect();
    throw error;
  });
  const path = join(folder.path, 'hashes.jsonl');
  try {
    const keys = await scanKeys(client, options);
    if (keys.length === 0) {
      throw new DataError(
        'REDIS_NO_HASHES',
        `data: hashes must match "${options.match ?? '*'}", got none at ${where}`,
        {
          details: { address: where },
          hint: 'Check the pattern and the number of the database.',
        },
      );
    }
    await pipeline(hashLines(client, keys, options.keyColumn ?? 'key', options), createWriteStream(path));
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    if (error instanceof FraudxError) throw error;
    if (isDiskFull(error)) throw translateFileError(error, path, 'write');
    throw new OutsideError('REDIS_FAILED', `data: server must answer at ${where}, got a failure`, {
      details: { address: where },
      cause: error,
      retryable: true,
    });
  } finally {
    client.disconnect();
  }
  return { path, where, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() };
}

/**
 * Reads the feature hashes of a streaming store: one row per hash, one column per field, sorted by key.
 *
 * Kinds are inferred as for text files; a field that a hash lacks is missing there. Keys of other types are not read. The hashes are read
 * with a cursor, beside writers: a hash changed meanwhile is read as it is at that moment.
 *
 * @param address - `redis://[user:password@]host:port/db`, `rediss://` with TLS. User and password appear in no message and no record.
 * @throws {InvalidArgumentError} Not such an address.
 * @throws {OutsideError} `REDIS_UNREACHABLE`, `REDIS_DENIED` (user or password), `REDIS_FAILED` or `DISK_FULL`.
 * @throws {DataError} `REDIS_NO_DATABASE`; `REDIS_NO_HASHES`: no hash matches; else as `readFrame`, with the key of a bad cell's hash.
 * @throws {InterruptedError} `signal` was aborted.
 */
export async function readRedis(address: string, options: ReadRedisOptions = {}): Promise<ReadFrameResult> {
  await using copy = await copyOf(address, options);
  try {
    const { frame, schema, fingerprint } = await readFrame(copy.path, options);
    return { frame, schema, fingerprint: { ...fingerprint, path: copy.where } };
  } catch (error) {
    throw await hashError(error, copy, options.keyColumn ?? 'key');
  }
}

/**
 * Like {@link readRedis}, as frames of bounded size for stores larger than memory: see `readFrames`. The keys are held in memory.
 *
 * @throws {FraudxError} As `readRedis`, before the first frame.
 */
export async function* readRedisFrames(
  address: string,
  options: ReadRedisOptions & Pick<ReadFramesOptions, 'chunkRows' | 'sortBy' | 'onWarnings'> = {},
): AsyncGenerator<Frame> {
  await using copy = await copyOf(address, options);
  try {
    yield* readFrames(copy.path, options);
  } catch (error) {
    throw await hashError(error, copy, options.keyColumn ?? 'key');
  }
}
