import type { Readable } from 'node:stream';
import { Readable as Stream } from 'node:stream';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { secretsSentWith } from './sent-secrets.ts';

type Handle = NodeHttpHandler['handle'];

/** Bytes of an answer that is held in memory: pages of keys or parameters, and small objects. */
export const mostAnswerBytes = 16 * 2 ** 20;

const mostErrorBytes = 2 ** 20;

function failure(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** How much longer than between two pieces an answer may take in all, unless it is an object. */
const wholeFactor = 10;

/** How much an answer may have, and how long it may take: between two pieces, and in all. */
interface Bounds {
  readonly bytes: number;
  readonly idleMs: number;
  readonly wholeMs: number;
}

/** The same bytes; an error where they are more than allowed, or stop to come before their end. */
async function* bounded(body: Readable, { bytes: most, idleMs, wholeMs }: Bounds): AsyncGenerator<Uint8Array> {
  const end = performance.now() + wholeMs;
  const bytes = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let size = 0;
  try {
    for (;;) {
      const left = end - performance.now();
      const isLast = left < idleMs;
      const timer = setTimeout(
        () => {
          const what = isLast
            ? `no end of the answer in ${wholeMs / 1000} s`
            : `no more bytes of the answer in ${idleMs / 1000} s`;
          body.destroy(failure('TimeoutError', what));
        },
        Math.max(1, isLast ? left : idleMs),
      );
      const { value, done } = await bytes.next().finally(() => clearTimeout(timer));
      if (done === true) return;
      size += value.length;
      if (size > most) throw tooLarge(most);
      yield value;
    }
  } finally {
    body.destroy();
  }
}

function tooLarge(most: number): Error {
  return failure('AnswerTooLarge', `the answer must be at most ${most / 2 ** 20} MiB, got more`);
}

/** The content of an object that is small; an error where it is not. */
export async function smallBody(body: AsyncIterable<Uint8Array> | undefined): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    size += part.length;
    if (size > mostAnswerBytes) throw tooLarge(mostAnswerBytes);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/**
 * Sends requests as the SDK does, and takes no endless answer: the SDK reads answers and errors whole, and its timeout ends with the headers. Answers that are no objects must end in time, too.
 *
 * Objects may be of any size, but their bytes must keep coming: whoever reads them limits them.
 */
export class BoundedHttpHandler extends NodeHttpHandler {
  readonly #idleMs: number;
  readonly #onSecret: (text: string) => void;

  /**
   * @param idleMs - Milliseconds until an answer that stops in the middle fails.
   * @param onSecret - Gets each secret of a request before it is sent. The SDK asks for credentials with the handler of the client, too.
   */
  constructor(
    options: ConstructorParameters<typeof NodeHttpHandler>[0],
    idleMs: number,
    onSecret: (text: string) => void = () => {},
  ) {
    super(options);
    this.#idleMs = idleMs;
    this.#onSecret = onSecret;
  }

  override async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    for (const secret of secretsSentWith(request)) this.#onSecret(secret);
    const answer = await super.handle(request, options);
    const { response } = answer;
    if (response.body === undefined) return answer;
    const isObject = request.query['x-id'] === 'GetObject' && response.statusCode < 300;
    const most = response.statusCode >= 300 ? mostErrorBytes : isObject ? Infinity : mostAnswerBytes;
    const wholeMs = isObject ? Infinity : wholeFactor * this.#idleMs;
    const bounds = { bytes: most, idleMs: this.#idleMs, wholeMs };
    response.body = Stream.from(bounded(response.body as Readable, bounds), { objectMode: false });
    return answer;
  }
}
