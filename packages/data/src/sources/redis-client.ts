import type { Socket } from 'node:net';
import { connect as connectPlain, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { RedisReply } from './redis-replies.ts';
import { RedisReplies, RedisReplyError } from './redis-replies.ts';

/** How to reach a server. */
export interface RedisClientOptions {
  /** Milliseconds that the server may take to accept the connection, and for the next bytes of a reply. */
  readonly timeoutMs: number;
  /** Ends the connection, and with it whatever is waited for. */
  readonly signal?: AbortSignal | undefined;
}

/** A command with its arguments. */
export type RedisCommand = readonly [string, ...string[]];

function encoded(commands: readonly RedisCommand[]): string {
  return commands
    .map((words) => `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`)
    .join('');
}

/**
 * A connection to a server that speaks the protocol of Redis.
 *
 * Replies are read when they are asked for, so that a server can send no more than is taken, and every failure reaches the caller: clients that parse in a
 * handler of the socket can limit and catch neither.
 */
export class RedisClient {
  readonly #socket: Socket;
  readonly #bytes: AsyncIterator<Buffer>;
  readonly #replies = new RedisReplies();
  readonly #timeoutMs: number;
  readonly #forget: () => void;

  private constructor(socket: Socket, { timeoutMs, signal }: RedisClientOptions) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    this.#bytes = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    // Failures reach who reads next; while nobody reads they must not end the process.
    socket.on('error', () => {});
    const abort = (): void => void socket.destroy(new Error('interrupted'));
    signal?.addEventListener('abort', abort);
    this.#forget = () => signal?.removeEventListener('abort', abort);
    if (signal?.aborted === true) abort();
  }

  /** Connects to host and port of the address, with TLS for `rediss:`. @throws {Error} No connection. */
  static async connect(url: URL, options: RedisClientOptions): Promise<RedisClient> {
    const host = decodeURIComponent(url.hostname).replace(/^\[(.*)\]$/, '$1');
    const port = url.port === '' ? 6379 : Number(url.port);
    const isTls = url.protocol === 'rediss:';
    const socket = isTls
      ? connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}) })
      : connectPlain({ host, port, noDelay: true });
    const client = new RedisClient(socket, options);
    try {
      await client.#timed(
        new Promise<void>((resolve, reject) => {
          socket.once(isTls ? 'secureConnect' : 'connect', resolve);
          socket.once('error', reject);
          socket.once('close', () => reject(new Error('the connection was closed')));
        }),
        'no connection',
      );
    } catch (error) {
      client.disconnect();
      throw error;
    }
    return client;
  }

  async #timed<T>(waited: Promise<T>, without: string): Promise<T> {
    const timer = setTimeout(() => {
      this.#socket.destroy(new Error(`${without} in ${this.#timeoutMs / 1000} s`));
    }, this.#timeoutMs);
    try {
      return await waited;
    } finally {
      clearTimeout(timer);
    }
  }

  async #next(isLine: boolean): Promise<RedisReply> {
    for (;;) {
      const reply = this.#replies.next(isLine);
      if (reply !== undefined) return reply;
      const { value, done } = await this.#timed(this.#bytes.next(), 'no more bytes of a reply');
      if (done === true) throw this.#socket.errored ?? new Error('the connection was closed');
      this.#replies.push(value);
    }
  }

  /**
   * Sends commands together and gives their replies in order, each when it is asked for. All must be taken before the next call.
   *
   * @param isLine - Whether each reply is one short line. Default false.
   * @throws {RedisReplyError} The server answers a command with an error.
   * @throws {Error} The connection ends, nothing comes in time, or what comes is no reply.
   */
  async *pipeline(commands: readonly RedisCommand[], isLine = false): AsyncGenerator<RedisReply> {
    this.#socket.write(encoded(commands));
    for (let i = 0; i < commands.length; i++) {
      const reply = await this.#next(isLine);
      if (reply instanceof RedisReplyError) throw reply;
      yield reply;
    }
  }

  async #one(command: RedisCommand, isLine: boolean): Promise<RedisReply> {
    let last: RedisReply = null;
    for await (const reply of this.pipeline([command], isLine)) last = reply;
    return last;
  }

  /** {@link pipeline} of one command. */
  async send(...command: RedisCommand): Promise<RedisReply> {
    return await this.#one(command, false);
  }

  /** {@link pipeline} of one command that is answered with a short line, such as PING. */
  async sendForLine(...command: RedisCommand): Promise<RedisReply> {
    return await this.#one(command, true);
  }

  /** Ends the connection. */
  disconnect(): void {
    this.#forget();
    this.#socket.destroy();
  }
}
