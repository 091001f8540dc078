import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Frame, Progress } from '@fraudx/core';
import { countText, DataError, FraudxError, throwIfAborted } from '@fraudx/core';
import { isDiskFull, openScratchFolder, translateFileError } from '@fraudx/core/files';
import { connectRedis, parseRedisAddress, redisFailed, withoutUser } from './connect-redis.ts';
import { copyLimit } from './copy-limit.ts';
import { PasswordEchoes } from './echoed-secrets.ts';
import type { RedisClient } from './redis-client.ts';
import type { RedisReply } from './redis-replies.ts';
import type { ReadFrameOptions, ReadFrameResult } from '../reading/read-frame.ts';
import { readFrame } from '../reading/read-frame.ts';
import type { ReadFramesOptions } from '../reading/read-frames.ts';
import { readFrames } from '../reading/read-frames.ts';
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
  /** Most keys that are read, >= 1: they are held in memory. Default 10 000 000. */
  readonly maxKeys?: number;
  /** Most bytes of the temporary copy, >= 1. Default: what leaves the folder of temporary files some room. */
  readonly maxBytes?: number;
  /** Milliseconds that the server may take for the next bytes of an answer. Default 30 000. */
  readonly timeoutMs?: number;
  readonly onProgress?: Progress;
}

function texts(reply: RedisReply | undefined): readonly string[] {
  if (!Array.isArray(reply) || !reply.every((one) => typeof one === 'string')) {
    throw new Error('a reply that is no list of texts');
  }
  return reply;
}

/** Characters of a key, on average, beyond which keys take more memory than their number says. */
const mostKeyLength = 100;

/** Keys that SCAN may pass over in all, because they are no hashes or do not match: a server may go on without an end. */
const mostPassed = 5e8;

/** All keys of type hash, sorted: SCAN gives them in no order, and some more than once. */
async function scanKeys(client: RedisClient, options: ReadRedisOptions): Promise<string[]> {
  const { match = '*', batch = 1000, maxKeys = 10_000_000 } = options;
  const keys = new Set<string>();
  let cursor = '0';
  let room = maxKeys * mostKeyLength;
  let rounds = Math.ceil(mostPassed / batch);
  do {
    throwIfAborted(options.signal, 'readRedis');
    const reply = await client.send('SCAN', cursor, 'MATCH', match, 'COUNT', String(batch), 'TYPE', 'hash');
    const [next, found] = Array.isArray(reply) ? (reply as readonly RedisReply[]) : [];
    if (typeof next !== 'string') throw new Error('a reply to SCAN without a cursor');
    cursor = next;
    const before = keys.size;
    for (const key of texts(found)) {
      if (keys.has(key)) continue;
      keys.add(key);
      room -= key.length;
    }
    if (keys.size > maxKeys || room < 0) {
      const got = keys.size > maxKeys ? 'more' : `${countText(keys.size)} very long ones`;
      throw new DataError('REDIS_TOO_LARGE', `data: keys must be at most ${countText(maxKeys)}, got ${got}`, {
        details: { maxKeys },
        hint: 'Match fewer keys, or allow more.',
      });
    }
    if (keys.size === before && --rounds === 0) throw new Error('no end of its keys, and no new ones');
    options.onProgress?.({ task: 'scan', done: keys.size });
  } while (cursor !== '0');
  return [...keys].sort();
}

/** Fields and values of a hash as HGETALL gives them. */
function fieldsOf(reply: RedisReply): Map<string, string> {
  const flat = texts(reply);
  if (flat.length % 2 !== 0) throw new Error('a hash with a field that has no value');
  const fields = new Map<string, string>();
  for (let i = 0; i < flat.length; i += 2) fields.set(flat[i]!, flat[i + 1]!);
  return fields;
}

/** One JSON line per hash, with every field of any hash, so that none is lost to sampling. */
async function* hashLines(
  client: RedisClient,
  keys: readonly string[],
  keyColumn: string,
  options: ReadRedisOptions,
  echoes: PasswordEchoes,
): AsyncGenerator<Uint8Array> {
  const batch = options.batch ?? 1000;
  for (let from = 0; from < keys.length; from += batch) {
    throwIfAborted(options.signal, 'readRedis');
    const some = keys.slice(from, from + batch);
    let i = 0;
    for await (const reply of client.pipeline(some.map((key) => ['HGETALL', key] as const))) {
      const key = some[i++]!;
      const fields = fieldsOf(reply);
      // A hash that expired since the scan.
      if (fields.size === 0) continue;
      echoes.refuse(key, fields);
      if (fields.has(keyColumn)) {
        throw new DataError(
          'REDIS_KEY_COLUMN',
          `data: keyColumn must not be a field, got "${keyColumn}" in the hash ${key}`,
          {
            hint: 'Choose another name for the column of keys.',
          },
        );
      }
      yield Buffer.from(`${JSON.stringify(Object.fromEntries([[keyColumn, key], ...fields]))}\n`);
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
  const { signal, timeoutMs = 30_000 } = options;
  const client = await connectRedis(url, { signal, timeoutMs });
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
    const limit = await copyLimit(folder.path, where, options.maxBytes);
    const echoes = new PasswordEchoes(decodeURIComponent(url.password), where);
    const lines = hashLines(client, keys, options.keyColumn ?? 'key', options, echoes);
    await pipeline(limit.limited(lines), createWriteStream(path));
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    if (error instanceof FraudxError) throw error;
    throwIfAborted(signal, 'readRedis');
    throw isDiskFull(error) ? translateFileError(error, path, 'write') : redisFailed(url, error);
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
 * @throws {DataError} `REDIS_NO_DATABASE`; `REDIS_NO_HASHES`: no hash matches; `DATA_REPEATS_SECRET`: names repeat a password of 8 characters or more, or keys and values one of 16; `REDIS_TOO_LARGE`, `COPY_TOO_LARGE`: more than the options allow; else as `readFrame`, with the key of a bad cell's hash.
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
