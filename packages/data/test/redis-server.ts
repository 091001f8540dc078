import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'iovalkey';

/** A port of 127.0.0.1 that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Whether redis-server is installed (`scripts/install-test-tools.sh` installs it). With `FRAUDX_REQUIRE_REDIS` set, its absence is an error, so that
 * no test is skipped unseen.
 */
export function hasRedis(): boolean {
  const found = spawnSync('redis-server', ['--version']).status === 0;
  if (!found && (process.env['FRAUDX_REQUIRE_REDIS'] ?? '') !== '') {
    throw new Error('redis-server must be installed, run scripts/install-test-tools.sh');
  }
  return found;
}

/** A running server that asks for the password `hush`. */
export interface RedisServer extends AsyncDisposable {
  /** `redis://` with password and database 1. */
  readonly address: string;
  readonly client: Redis;
}

/** A client that comes again where the server does not listen yet. */
export function connectClient(address: string): Redis {
  const client = new Redis(address, { retryStrategy: () => 50 });
  client.on('error', () => {});
  return client;
}

/** Starts redis-server on 127.0.0.1 at a free port, and stops it on disposal. */
export async function startRedis(): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'fraudx-redis-server-'));
  const port = await freePort();
  const flags = `--port ${port} --bind 127.0.0.1 --requirepass hush --dir ${folder}`.split(' ');
  const server = spawn('redis-server', [...flags, '--save', ''], { stdio: 'ignore' });
  const address = `redis://:hush@127.0.0.1:${port}/1`;
  const client = connectClient(address);
  await client.ping();
  return {
    address,
    client,
    [Symbol.asyncDispose]: async () => {
      client.disconnect();
      const ended = once(server, 'exit');
      server.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
