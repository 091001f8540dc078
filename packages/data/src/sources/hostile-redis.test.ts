import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReadRedisOptions } from './redis-source.ts';
import { readRedis } from './redis-source.ts';

const bulk = (text: string): string => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
const list = (...items: readonly string[]): string => `*${items.length}\r\n${items.join('')}`;

describe('readRedis of a server that does harm', () => {
  let server: Server;
  let folder = '';
  const given = process.env['TMPDIR'];
  const sockets = new Set<Socket>();
  /** What the server sends for a command; nothing where undefined. */
  let answer: (command: string, socket: Socket) => string | undefined;
  const standard = (command: string): string | undefined => {
    if (command === 'PING') return '+PONG\r\n';
    if (command === 'SELECT') return '+OK\r\n';
    return command === 'SCAN' ? list(bulk('0'), list(bulk('a'), bulk('b'))) : list(bulk('x'), bulk('1'));
  };
  const read = (options: ReadRedisOptions = {}): Promise<unknown> =>
    readRedis(`redis://127.0.0.1:${(server.address() as AddressInfo).port}/0`, { timeoutMs: 500, ...options }).catch(
      (error: unknown) => error,
    );

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-hostile-'));
    process.env['TMPDIR'] = folder;
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        for (const [, command] of bytes.toString().matchAll(/\*\d+\r\n\$\d+\r\n([A-Z]+)\r\n/g)) {
          const text = answer(command!, socket);
          if (text !== undefined) socket.write(text);
        }
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    if (given === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = given;
    expect((await readdir(folder)).filter((name) => name.includes('redis'))).toEqual([]);
    await rm(folder, { recursive: true });
  });

  it('reads what is in order', async () => {
    answer = standard;
    expect(await read()).toMatchObject({ frame: { nRows: 2, names: ['key', 'x'] } });
  });

  it.each(['SCAN', 'HGETALL'])('ends with an error where %s brings no reply of the protocol', async (at) => {
    for (const [bytes, got] of [
      ['*99999999999\r\n', 'a reply of more than 64 MiB'],
      ['*1\r\n'.repeat(200_000), 'arrays nested more than 8 deep'],
      ['nonsense\r\n', '"n" where a reply must begin'],
      [list(bulk('x')), at === 'SCAN' ? 'a reply that is no list of texts' : 'a hash with a field that has no value'],
      [':1\r\n', at === 'SCAN' ? 'a reply to SCAN without a cursor' : 'a reply that is no list of texts'],
      ['-ERR broken\r\n', 'ERR broken'],
    ] as const) {
      answer = (command) => (command === at ? bytes : standard(command));
      const error = await read();
      expect(error).toMatchObject({ code: 'REDIS_FAILED', kind: 'outside' });
      expect(String(error)).toContain(got);
    }
  });

  it.each(['PING', 'SELECT', 'SCAN', 'HGETALL'])(
    'waits no longer than asked for %s, and not after an abort',
    async (at) => {
      answer = (command) => (command === at ? undefined : standard(command));
      const code = at === 'PING' ? 'REDIS_UNREACHABLE' : 'REDIS_FAILED';
      const error = await read();
      expect(error).toMatchObject({ code });
      expect(String((error as Error).cause)).toContain('no more bytes of a reply in 0.5 s');
      const control = new AbortController();
      setTimeout(() => control.abort(), 100);
      expect(await read({ timeoutMs: 60_000, signal: control.signal })).toMatchObject({ code: 'INTERRUPTED' });
    },
  );

  it.each(['AUTH', 'PING', 'SELECT', 'SCAN', 'HGETALL'])(
    'shows no user and no password that it repeats in its reply to %s',
    async (at) => {
      const { port } = server.address() as AddressInfo;
      const password = 'hunter@2secret';
      const respelled = [
        password,
        password.slice(0, -1),
        password.split('').join(' '),
        Buffer.from(password).toString('base64'),
      ];
      for (const [code, shown] of [
        ['WRONGPASS', 'WRONGPASS'],
        ['NOAUTH', 'NOAUTH'],
        ['ERR', 'ERR'],
        ['hunter@2', 'an error'],
      ] as const) {
        const reply = `-${code} for user1 ${respelled.join(', ')}\r\n`;
        answer = (command) => (command === at ? reply : command === 'AUTH' ? '+OK\r\n' : standard(command));
        const error = await readRedis(`redis://user1:hunter%402secret@127.0.0.1:${port}/0`, { timeoutMs: 500 }).catch(
          (thrown: unknown) => thrown,
        );
        expect(error).toBeInstanceOf(Error);
        const all = inspect(error, { depth: 9, showHidden: true });
        expect(all).not.toMatch(/user1|hunter|2secre|h u n t/);
        expect(all).not.toContain(respelled[3]);
        expect(((error as Error).cause as Error).message).toBe(shown);
      }
    },
  );

  it.each(['x7Qm', 'x7Qm2Zx9', 'x7Qm2Zx9pL4w', 'x7Qm2Zx9pL4wT1'])(
    'shows nothing of the short password %s',
    async (password) => {
      const { port } = server.address() as AddressInfo;
      const spelled = [
        password,
        password.split('').join(' '),
        Buffer.from(password).toString('hex'),
        password.slice(0, 3),
      ];
      for (const at of ['AUTH', 'PING', 'SELECT', 'SCAN', 'HGETALL']) {
        for (const code of ['WRONGPASS', 'NOAUTH', 'ERR', password, `ERR${password}`]) {
          const reply = `-${code} ${spelled.join(', ')}\r\n`;
          answer = (command) => (command === at ? reply : command === 'AUTH' ? '+OK\r\n' : standard(command));
          const error = await readRedis(`redis://:${password}@127.0.0.1:${port}/0`, { timeoutMs: 500 }).catch(
            (thrown: unknown) => thrown,
          );
          expect(error).toBeInstanceOf(Error);
          const all = `${inspect(error, { depth: 9, showHidden: true })}${JSON.stringify(error)}`;
          expect(all).not.toMatch(/x7Q|x 7 Q|783751/);
        }
      }
    },
  );

  it('takes no names of fields, keys or values that repeat the password', async () => {
    const { port } = server.address() as AddressInfo;
    const long = 'x7Qm2Zx9pL4wT1kV';
    const hashed = (key: string, field: string, value: string): void => {
      answer = (command) => {
        if (command === 'AUTH') return '+OK\r\n';
        if (command === 'SCAN') return list(bulk('0'), list(bulk(key)));
        return command === 'HGETALL' ? list(bulk(field), bulk(value)) : standard(command);
      };
    };
    const asked = async (password: string): Promise<unknown> =>
      await readRedis(`redis://:${password}@127.0.0.1:${port}/0`, { timeoutMs: 500 }).catch(
        (thrown: unknown) => thrown,
      );
    for (const password of [long, 'x7Qm2Zx9']) {
      for (const field of [`amount_${password}`, Buffer.from(password).toString('hex')]) {
        hashed('a', field, '1');
        const error = await asked(password);
        expect(error).toMatchObject({ code: 'DATA_REPEATS_SECRET', kind: 'invalid' });
        expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/x7Q|783751/);
      }
    }
    for (const [key, value] of [
      [`features:${long}`, '1'],
      ['a', `is ${Buffer.from(long).toString('base64')}`],
    ] as const) {
      hashed(key, 'x', value);
      expect(await asked(long)).toMatchObject({ code: 'DATA_REPEATS_SECRET' });
    }
    // A word that data hold by chance is no reason to refuse them.
    hashed('features:1', 'features', '12345678');
    expect(await asked('feature')).toMatchObject({ frame: { nRows: 1 } });
    expect(await asked('12345678')).toMatchObject({ frame: { nRows: 1 } });
  });

  it.each([
    ['$3\r\nabc\r\n', '"$" where a reply of one line must begin'],
    ['*0\r\n', '"*" where a reply of one line must begin'],
    [`+${'x'.repeat(5000)}\r\n`, 'a line of more than 4 KiB'],
    [`-${'x'.repeat(5000)}`, 'a line of more than 4 KiB'],
  ])('takes no more than a short line as an answer to PING and SELECT: %.9s', async (reply, got) => {
    for (const at of ['PING', 'SELECT']) {
      answer = (command) => (command === at ? reply : standard(command));
      expect(String(((await read()) as Error).cause), at).toContain(got);
    }
  });

  it.each(['no keys', 'the same keys'])('ends a scan that goes on without an end and gives %s', async (kind) => {
    let round = 0;
    const found = kind === 'no keys' ? list() : list(bulk('a'), bulk('b'));
    answer = (command) => (command === 'SCAN' ? list(bulk(String(++round)), found) : standard(command));
    const error = await read({ batch: 5e6 });
    expect(error).toMatchObject({ code: 'REDIS_FAILED' });
    expect(String(error)).toContain('no end of its keys, and no new ones');
    expect(round).toBeLessThanOrEqual(102);
  });

  it('ends with an error where the connection ends', async () => {
    answer = (command, socket) => (command === 'SCAN' ? void socket.end('*2\r\n') : standard(command));
    expect(String(await read())).toContain('the connection was closed');
  });

  it('holds no more keys than asked', async () => {
    let key = 0;
    const more = (): string => list(bulk('7'), list(...Array.from({ length: 100 }, () => bulk(`k${key++}`))));
    answer = (command) => (command === 'SCAN' ? more() : standard(command));
    expect(await read({ maxKeys: 1000 })).toMatchObject({
      code: 'REDIS_TOO_LARGE',
      message: 'data: keys must be at most 1,000, got more',
    });
    const long = 'x'.repeat(100_000);
    answer = (command) => (command === 'SCAN' ? list(bulk('7'), list(bulk(`${long}${key++}`))) : standard(command));
    expect(String(await read({ maxKeys: 10_000 }))).toContain('very long ones');
    expect(key).toBeLessThan(3000);
  });

  it('takes no endless reply, and copies no more than asked', async () => {
    let sent = 0;
    const pour = (socket: Socket): void => {
      const piece = bulk('x'.repeat(100_000)).repeat(10);
      const more = (): void => {
        while (!socket.destroyed && socket.write(piece)) sent += piece.length;
      };
      socket.on('drain', more);
      socket.write('*500000\r\n');
      more();
    };
    answer = (command, socket) => {
      if (command !== 'HGETALL') return standard(command);
      pour(socket);
      return undefined;
    };
    expect(String(await read({ timeoutMs: 20_000 }))).toContain('a reply of more than 64 MiB');
    expect(sent).toBeLessThan(200 * 2 ** 20);
    answer = (command) => (command === 'HGETALL' ? list(bulk('x'), bulk('y'.repeat(600))) : standard(command));
    expect(await read({ maxBytes: 1000 })).toMatchObject({ code: 'COPY_TOO_LARGE' });
  });
});
