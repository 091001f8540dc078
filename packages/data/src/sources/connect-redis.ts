import { DataError, InvalidArgumentError, OutsideError, repeatsSecret, throwIfAborted } from '@fraudx/core';
import type { RedisClientOptions } from './redis-client.ts';
import { RedisClient } from './redis-client.ts';
import { RedisReplyError } from './redis-replies.ts';

const encoding =
  'Percent-encode what is no letter or digit in user and password: % as %25, @ as %40, # as %23, / as %2F, ? as %3F.';

/** The address without user and password, for messages and records. */
export function withoutUser(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** Whether user and password can be decoded; a % that was not encoded cannot. */
function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(`${username}:${password}`);
    return true;
  } catch {
    return false;
  }
}

function notRedis(): InvalidArgumentError {
  return new InvalidArgumentError('data: address must be redis://host:port/db, got something else', {
    hint: `For example redis://localhost:6379/0, or rediss:// with TLS. ${encoding}`,
  });
}

/**
 * `redis://[user:password@]host:port/db`, or `rediss://`.
 *
 * @throws {InvalidArgumentError} Anything else.
 */
export function parseRedisAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  // A # that was not encoded ends the address, and what is left is part of a password.
  if (url !== undefined && /^rediss?:$/.test(url.protocol) && url.host !== '' && url.hash === '' && isDecodable(url)) {
    if (/^\/?\d*$/.test(url.pathname)) return url;
    // A / of a password that was not encoded: the path is the end of the password.
    if (url.pathname.includes('@')) throw notRedis();
    throw new InvalidArgumentError(
      `data: database in the address must be a whole number, got "${url.pathname.slice(1)}"`,
      {
        hint: 'For example redis://localhost:6379/0.',
      },
    );
  }
  throw notRedis();
}

/** Codes with which replies of Redis begin, as its documentation and its source have them. */
const codes =
  `ASK BUSY BUSYKEY CLUSTERDOWN CROSSSLOT DENIED ERR EXECABORT LOADING MASTERDOWN MISCONF MOVED NOAUTH NOPERM NOPROTO NOREPLICAS OOM READONLY TRYAGAIN
  UNKILLABLE WRONGPASS WRONGTYPE`.split(/\s+/);

/**
 * What may be shown of a failure where the address has user or password. A server can repeat them in part and in any spelling, so that of its replies only the
 * code is shown.
 */
function shownText({ username, password }: URL, failure: unknown): string {
  const { message } = failure instanceof Error ? failure : { message: String(failure) };
  const { code } = failure as { readonly code?: unknown };
  const text = message === '' && typeof code === 'string' ? code : message;
  if (username === '' && password === '') return text;
  if (failure instanceof RedisReplyError) return codes.find((one) => one === text.split(' ')[0]) ?? 'an error';
  const isRepeated = repeatsSecret(text, [username, password].map(decodeURIComponent));
  return isRepeated ? 'a text that repeats user or password' : text;
}

/** What went wrong without user and password, which a server may repeat and a client may keep with the error. */
function withoutCredentials(url: URL, failure: unknown): Error {
  const error = new Error(shownText(url, failure));
  error.name = failure instanceof Error ? failure.name : 'Error';
  return error;
}

/** The error for a server that answers and wants another user or password; undefined for any other failure. */
function denied(url: URL, failure: unknown): OutsideError | undefined {
  const reply = failure instanceof Error ? failure.message : '';
  const code = /^(?:WRONGPASS|NOAUTH|NOPERM|ERR (?:AUTH|invalid password))/.exec(reply)?.[0];
  if (code === undefined) return undefined;
  const cause = withoutCredentials(url, failure);
  const asked = url.password === '' ? 'asks for a password' : 'must accept user and password';
  return new OutsideError(
    'REDIS_DENIED',
    `data: server ${asked} at ${withoutUser(url)}, got its reply "${cause.message}"`,
    {
      details: { address: withoutUser(url), reply: code },
      cause,
      hint: `Give it in the address: behind redis:// and before the host stands :PASSWORD@, or USER:PASSWORD@. ${encoding}`,
    },
  );
}

/** Replies to AUTH of servers that have no password, or know no users. */
const needsNone = /no password is set|without any password configured|wrong number of arguments for 'auth'/i;

/** Gives user and password where the address has them, and asks whether the server takes commands. */
async function logIn(client: RedisClient, url: URL): Promise<void> {
  const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  if (password !== '') {
    await client.sendForLine('AUTH', ...(user === '' ? [] : [user]), password).catch((error: unknown) => {
      if (!(error instanceof RedisReplyError) || !needsNone.test(error.message)) throw error;
    });
  }
  await client.sendForLine('PING').catch((error: unknown) => {
    // This user may read and not ping.
    if (!(error instanceof RedisReplyError) || !error.message.startsWith('NOPERM')) throw error;
  });
}

/**
 * A client that is connected and looks at the database of the address.
 *
 * @throws {OutsideError} `REDIS_UNREACHABLE`, or `REDIS_DENIED`: the server wants another user or password.
 * @throws {DataError} `REDIS_NO_DATABASE`.
 * @throws {InterruptedError} `options.signal` was aborted.
 */
export async function connectRedis(url: URL, options: RedisClientOptions): Promise<RedisClient> {
  let client: RedisClient | undefined;
  try {
    client = await RedisClient.connect(url, options);
    await logIn(client, url);
  } catch (error) {
    client?.disconnect();
    throwIfAborted(options.signal, 'readRedis');
    throw (
      denied(url, error) ??
      new OutsideError('REDIS_UNREACHABLE', `data: server must answer at ${withoutUser(url)}, got no connection`, {
        details: { address: withoutUser(url) },
        cause: withoutCredentials(url, error),
        retryable: true,
        hint: 'Check host and port, and that the server runs.',
      })
    );
  }
  const database = url.pathname.slice(1);
  try {
    if (database !== '') await client.sendForLine('SELECT', String(Number(database)));
    return client;
  } catch (error) {
    client.disconnect();
    throwIfAborted(options.signal, 'readRedis');
    if (!(error instanceof RedisReplyError)) throw redisFailed(url, error);
    const refused = denied(url, error);
    if (refused !== undefined) throw refused;
    throw new DataError('REDIS_NO_DATABASE', `data: database must exist at ${withoutUser(url)}, got a refusal`, {
      details: { address: withoutUser(url) },
      cause: withoutCredentials(url, error),
      hint: 'Check the number after the last slash; a server has 16 databases by default, 0 to 15.',
    });
  }
}

/** The error for a server that stops to answer, or answers what is no reply. */
export function redisFailed(url: URL, failure: unknown): OutsideError {
  const cause = withoutCredentials(url, failure);
  return new OutsideError('REDIS_FAILED', `data: server must answer at ${withoutUser(url)}, got ${cause.message}`, {
    details: { address: withoutUser(url) },
    cause,
    retryable: true,
    hint: 'Check that a Redis server listens there and has time to answer.',
  });
}
