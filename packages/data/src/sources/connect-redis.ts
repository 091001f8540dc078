import { DataError, InvalidArgumentError, OutsideError } from '@fraudx/core';
import type { Redis } from 'iovalkey';

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

/** The error for a server that answers and wants another user or password; undefined for any other failure. */
function denied(url: URL, failure: unknown): OutsideError | undefined {
  const reply = failure instanceof Error ? failure.message : '';
  const code = /^(?:WRONGPASS|NOAUTH|NOPERM|ERR (?:AUTH|invalid password))/.exec(reply)?.[0];
  if (code === undefined) return undefined;
  const asked = url.password === '' ? 'asks for a password' : 'must accept user and password';
  return new OutsideError('REDIS_DENIED', `data: server ${asked} at ${withoutUser(url)}, got its reply "${reply}"`, {
    details: { address: withoutUser(url), reply: code },
    cause: failure,
    hint: `Give it in the address: redis://:password@host:port/db, or redis://user:password@host:port/db. ${encoding}`,
  });
}

/**
 * A client that is connected and looks at the database of the address.
 *
 * @throws {OutsideError} `REDIS_UNREACHABLE`, or `REDIS_DENIED`: the server wants another user or password.
 * @throws {DataError} `REDIS_NO_DATABASE`.
 */
export async function connectRedis(url: URL): Promise<Redis> {
  const { Redis: Client } = await import('iovalkey');
  const client = new Client(url.href, { lazyConnect: true, maxRetriesPerRequest: 1, retryStrategy: () => null });
  // Failures reach the caller through the command that waits; without a listener the client prints them.
  let failure: unknown;
  client.on('error', (error) => {
    failure ??= error;
  });
  try {
    await client.connect();
  } catch (error) {
    client.disconnect();
    throw (
      denied(url, failure) ??
      new OutsideError('REDIS_UNREACHABLE', `data: server must answer at ${withoutUser(url)}, got no connection`, {
        details: { address: withoutUser(url) },
        cause: failure ?? error,
        retryable: true,
        hint: 'Check host and port, and that the server runs.',
      })
    );
  }
  const database = url.pathname.slice(1);
  try {
    // The client itself would go on in database 0 where the server has no such database.
    if (database !== '') await client.select(Number(database));
    return client;
  } catch (error) {
    client.disconnect();
    throw new DataError('REDIS_NO_DATABASE', `data: database must exist at ${withoutUser(url)}, got a refusal`, {
      details: { address: withoutUser(url) },
      cause: error,
      hint: 'Check the number after the last slash; a server has 16 databases by default, 0 to 15.',
    });
  }
}
