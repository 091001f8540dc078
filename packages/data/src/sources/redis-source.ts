import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Frame, Progress } from '@fraudx/core';
import { DataError, FraudxError, InvalidArgumentError, OutsideError, throwIfAborted } from '@fraudx/core';
import type { Redis } from 'iovalkey';
import type { ReadFrameOptions, ReadFrameResult } from '../reading/read-frame.ts';
import { readFrame } from '../reading/read-frame.ts';
import type { ReadFramesOptions } from '../reading/read-frames.ts';
import { readFrames } from '../reading/read-frames.ts';
import { renamedError } from './renamed-error.ts';

/** Options of {@link readRedis}. */
export interface ReadRedisOptions extends Pick<ReadFrameOptions, 'types' | 'texts' | 'columns' | 'missing' | 'signal'> {
  /** Keys to read, as a pattern of SCAN. Default `*`. */
  readonly match?: string;
  /** Column that takes the key. Default `key`. */
  readonly keyColumn?: string;
  /** Keys per round trip, >= 1. Default 1000. */
  readonly batch?: number;
  readonly onProgress?: Progress;
}

/** The address without user and password, for messages and records. */
function shown(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function parseAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && /^rediss?:$/.test(url.protocol)) {
    if (/^\/?\d*$/.test(url.pathname)) return url;
    throw new InvalidArgumentError(
      `data: database in the address must be a whole number, got "${url.pathname.slice(1)}"`,
      {
        hint: 'For example redis://localhost:6379/0.',
      },
    );
  }
  throw new InvalidArgumentError('data: address must be redis://host:port/db, got something else', {
    hint: 'For example redis://localhost:6379/0, or rediss:// with TLS.',
  });
}

async function connect(url: URL): Promise<Redis> {
  const { Redis: Client } = await import('iovalkey');
  const client = new Client(url.href, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  // Failures reach the caller through the command that waits; without a listener the client prints them.
  let failure: unknown;
  client.on('error', (error) => {
    failure = error;
  });
  try {
    await client.connect();
  } catch (error) {
    client.disconnect();
    throw new OutsideError('REDIS_UNREACHABLE', `data: server must answer at ${shown(url)}, got no connection`, {
      details: { address: shown(url) },
      cause: failure ?? error,
      retryable: true,
      hint: 'Check host, port, user and password, and that the server runs.',
    });
  }
  const database = url.pathname.slice(1);
  try {
    // The client itself would go on in database 0 where the server has no such database.
    if (database !== '') await client.select(Number(database));
    return client;
  } catch (error) {
    client.disconnect();
    throw new DataError('REDIS_NO_DATABASE', `data: database must exist at ${shown(url)}, got a refusal`, {
      details: { address: shown(url) },
      cause: error,
      hint: 'Check the number after the last slash; a server has 16 databases by default, 0 to 15.',
    });
  }
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
  const url = parseAddress(address);
  const where = shown(url);
  const client = await connect(url);
  const folder = await mkdtemp(join(tmpdir(), 'fraudx-redis-'));
  const path = join(folder, 'hashes.jsonl');
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true });
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
    await dispose();
    if (error instanceof FraudxError) throw error;
    throw new OutsideError('REDIS_FAILED', `data: server must answer at ${where}, got a failure`, {
      details: { address: where },
      cause: error,
      retryable: true,
    });
  } finally {
    client.disconnect();
  }
  return { path, where, [Symbol.asyncDispose]: dispose };
}

/**
 * Reads the feature hashes of a streaming store: one row per hash, one column per field, sorted by key.
 *
 * Kinds are inferred as for text files; a field that a hash lacks is missing there. Keys of other types are not read. The hashes are read
 * with a cursor, beside writers: a hash changed meanwhile is read as it is at that moment.
 *
 * @param address - `redis://[user:password@]host:port/db`, `rediss://` with TLS. User and password appear in no message and no record.
 * @throws {InvalidArgumentError} Not such an address.
 * @throws {OutsideError} `REDIS_UNREACHABLE` or `REDIS_FAILED`.
 * @throws {DataError} `REDIS_NO_DATABASE`; `REDIS_NO_HASHES`: no hash matches; else as `readFrame`.
 * @throws {InterruptedError} `signal` was aborted.
 */
export async function readRedis(address: string, options: ReadRedisOptions = {}): Promise<ReadFrameResult> {
  await using copy = await copyOf(address, options);
  try {
    const { frame, schema, fingerprint } = await readFrame(copy.path, options);
    return { frame, schema, fingerprint: { ...fingerprint, path: copy.where } };
  } catch (error) {
    throw renamedError(error, copy.path, copy.where);
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
    throw renamedError(error, copy.path, copy.where);
  }
}
