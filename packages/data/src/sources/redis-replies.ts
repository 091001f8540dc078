import { countText } from '@fraudx/core';

/** An error that the server answers, e.g. `WRONGPASS …`. */
export class RedisReplyError extends Error {}

/** One reply of RESP 2, the protocol of Redis. */
export type RedisReply = string | number | null | RedisReplyError | readonly RedisReply[];

/** What a server may answer; none of it is taken in trust. */
export interface ReplyLimits {
  /** Bytes of one reply. Default 64 MiB: hashes of features have some hundreds. */
  readonly bytes?: number;
  /** Arrays in arrays. Default 8: the commands used here answer two deep at most. */
  readonly depth?: number;
  /** Items of all arrays of one reply, each of which takes memory however short it is. Default 1 Mi: a hash of half as many fields. */
  readonly items?: number;
}

const mostLine = 1 << 16;

/** Bytes of a reply to PING, AUTH and SELECT. */
const mostShortLine = 1 << 12;

const crlf = 2;

/** An array that is not complete yet. */
interface Open {
  readonly length: number;
  readonly items: RedisReply[];
}

function shownType(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte 0x${byte.toString(16).padStart(2, '0')}`;
}

/**
 * Takes the bytes of a server and gives its replies.
 *
 * Memory grows with the bytes that have come, never with a length that the server states, and nothing recurses.
 */
export class RedisReplies {
  readonly #mostBytes: number;
  readonly #depth: number;
  readonly #mostItems: number;
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Held bytes below which nothing new can be read. */
  #needed = 1;
  /** Bytes of the present reply that have been read. */
  #taken = 0;
  /** Items that the arrays of the present reply say they have. */
  #items = 0;
  #bulk: number | undefined;
  #open: Open[] = [];

  constructor({ bytes = 64 * 2 ** 20, depth = 8, items = 2 ** 20 }: ReplyLimits = {}) {
    this.#mostBytes = bytes;
    this.#depth = depth;
    this.#mostItems = items;
  }

  /** Takes what came. */
  push(bytes: Buffer): void {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
  }

  /**
   * The next reply, or undefined where more bytes must come first.
   *
   * @param isLine - Whether it must be one short line: no text of a stated length, and no array. Default false.
   * @throws {Error} What came is not of the protocol, or beyond the limits.
   */
  next(isLine = false): RedisReply | undefined {
    if (this.#heldBytes < this.#needed) return undefined;
    const held = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held, this.#heldBytes);
    let at = 0;
    let reply: RedisReply | undefined;
    while (reply === undefined) {
      const token = this.#bulk === undefined ? this.#line(held, at, isLine) : this.#text(held, at, this.#bulk);
      if (token === undefined) break;
      this.#taken += token.end - at;
      at = token.end;
      this.#requireBytes(0);
      if (token.value !== undefined) reply = this.#placed(token.value);
    }
    this.#held = at === held.length ? [] : [held.subarray(at)];
    this.#heldBytes = held.length - at;
    if (reply === undefined) return undefined;
    this.#taken = 0;
    this.#items = 0;
    this.#needed = 1;
    return reply;
  }

  #requireBytes(more: number): void {
    if (this.#taken + more > this.#mostBytes)
      throw new Error(`a reply of more than ${Math.round(this.#mostBytes / 2 ** 20)} MiB`);
  }

  /** A whole line from there: a value, or undefined where it begins a text or an array. */
  #line(held: Buffer, at: number, isShort: boolean): { end: number; value: RedisReply | undefined } | undefined {
    const stop = held.indexOf('\r\n', at);
    const most = isShort ? mostShortLine : mostLine;
    if ((stop < 0 ? held.length : stop) - at > most) throw new Error(`a line of more than ${most / 2 ** 10} KiB`);
    if (stop < 0) {
      this.#needed = held.length - at + 1;
      return undefined;
    }
    const end = stop + crlf;
    const type = held[at]!;
    if (isShort && !'+-:'.includes(String.fromCharCode(type)))
      throw new Error(`${shownType(type)} where a reply of one line must begin`);
    const rest = held.toString('utf8', at + 1, stop);
    const value = (): number => {
      if (!/^-?\d{1,19}$/.test(rest)) throw new Error('a number that is none');
      return Number(rest);
    };
    switch (String.fromCharCode(type)) {
      case '+':
        return { end, value: rest };
      case '-':
        // An error with its stack takes hundreds of bytes, and no command used here answers with some in an array.
        if (this.#open.length > 0) throw new Error('an error within an array');
        return { end, value: new RedisReplyError(rest) };
      case ':':
        return { end, value: value() };
      case '$': {
        const length = value();
        if (length < 0) return { end, value: null };
        this.#requireBytes(length);
        this.#bulk = length;
        return { end, value: undefined };
      }
      case '*': {
        const length = value();
        if (length < 0) return { end, value: null };
        if (this.#open.length === this.#depth) throw new Error(`arrays nested more than ${this.#depth} deep`);
        // The shortest item takes three bytes.
        this.#requireBytes(3 * length);
        this.#items += length;
        if (this.#items > this.#mostItems) throw new Error(`a reply of more than ${countText(this.#mostItems)} items`);
        if (length === 0) return { end, value: [] };
        this.#open.push({ length, items: [] });
        return { end, value: undefined };
      }
      default:
        throw new Error(`${shownType(type)} where a reply must begin`);
    }
  }

  #text(held: Buffer, at: number, length: number): { end: number; value: RedisReply } | undefined {
    const end = at + length + crlf;
    if (held.length < end) {
      this.#needed = length + crlf;
      return undefined;
    }
    this.#bulk = undefined;
    return { end, value: held.toString('utf8', at, at + length) };
  }

  /** The reply that a value completes, if it does. */
  #placed(value: RedisReply): RedisReply | undefined {
    let done = value;
    for (;;) {
      const outer = this.#open.at(-1);
      if (outer === undefined) return done;
      outer.items.push(done);
      if (outer.items.length < outer.length) return undefined;
      this.#open.pop();
      done = outer.items;
    }
  }
}
