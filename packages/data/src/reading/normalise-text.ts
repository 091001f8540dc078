import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TextDecoder } from 'node:util';
import { InvalidArgumentError } from '@fraudx/core';
import { isDiskFull, openScratchFolder, translateFileError } from '@fraudx/core/files';
import { encodingNamed, remedyForEncoding } from './encoding-names.ts';
import { mayBeEnd, withoutMark } from './end-mark.ts';
import { notThisEncoding } from './not-this-encoding.ts';
import { translateSourceError } from './source-error.ts';
import type { UnpackOptions } from './unpacked-bytes.ts';
import { unpackedBytes } from './unpacked-bytes.ts';
import { areUtf8, isOneByte, Utf8Watch } from './utf8-watch.ts';

/** A text file as UTF-8 with LF or CRLF line ends, at a path that exists until `dispose` is called. */
export interface NormalisedText {
  readonly path: string;
  dispose(): Promise<void>;
}

/** The encoding that the first bytes show; undefined for what must be UTF-8. */
export function encodingOf(head: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const pairs = Math.min(200, head.length >> 1);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) even++;
    if (head[2 * i + 1] === 0) odd++;
  }
  if (odd > pairs * 0.4) return 'utf-16le';
  return even > pairs * 0.4 ? 'utf-16be' : undefined;
}

/** The encoding that a byte order mark shows beyond doubt; undefined without one. */
export function markedEncoding(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined;
}

/** Whether lines end in a carriage return alone somewhere, or in both ways mixed. */
export function hasLoneReturns(head: Uint8Array): boolean {
  if (!head.includes(13)) return false;
  let pairs = 0;
  let newlines = 0;
  for (let i = 0; i < head.length; i++) {
    if (head[i] === 10) {
      newlines++;
      if (head[i - 1] === 13) pairs++;
    } else if (head[i] === 13 && i + 1 < head.length && head[i + 1] !== 10) return true;
  }
  return pairs > 0 && pairs < newlines;
}

/** The text decoder for an encoding by its name in the WHATWG list (utf-8, utf-16le, windows-1252, iso-8859-1, gbk …), or as {@link encodingNamed} knows it. */
export function createDecoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encodingNamed(encoding), { fatal: true });
  } catch (error) {
    throw new InvalidArgumentError(`encoding must be a known one, got "${encoding}"`, {
      subject: 'readFrame',
      cause: error,
      hint: remedyForEncoding(encoding),
    });
  }
}

async function* decoded(
  source: AsyncIterable<Uint8Array>,
  decoder: TextDecoder,
  watch: (bytes: Uint8Array) => void,
): AsyncGenerator<string> {
  let held = '';
  for await (const bytes of source) {
    watch(bytes);
    const text = held + decoder.decode(bytes, { stream: true });
    // A return at the very end may be half of a pair, and Ctrl-Z the end of the file.
    held = text.slice(text.length - mayBeEnd(text));
    yield text.slice(0, text.length - held.length).replaceAll(/\r\n?/g, '\n');
  }
  yield withoutMark(held + decoder.decode()).replaceAll(/\r\n?/g, '\n');
}

/** The bytes of a file, unpacked where its name ends in `.gz`. */
export function bytesOf(path: string, options: UnpackOptions): AsyncIterable<Uint8Array> {
  return path.toLowerCase().endsWith('.gz')
    ? unpackedBytes(path, options)
    : (createReadStream(path) as AsyncIterable<Uint8Array>);
}

/** The 1-based number of the first line that the encoding cannot read. */
async function firstBadLine(path: string, encoding: string, options: UnpackOptions): Promise<number> {
  const decoder = createDecoder(encoding);
  let line = 1;
  for await (const chunk of bytesOf(path, options)) {
    for (let from = 0; from < chunk.length;) {
      const end = chunk.indexOf(10, from);
      const to = end < 0 ? chunk.length : end + 1;
      try {
        decoder.decode(chunk.subarray(from, to), { stream: true });
      } catch {
        return line;
      }
      if (end >= 0) line++;
      from = to;
    }
  }
  return line;
}

/**
 * Copies a text file, unpacked where its name ends in `.gz`, to a temporary one in UTF-8 with line feeds and without a byte order mark. Memory stays bounded.
 *
 * @param ending - Of the copy's name.
 * @throws {DataError} `DATA_ENCODING`: bytes that the encoding does not know, or, in one of one byte per sign, text that can only be meant as UTF-8; `DATA_TOO_LARGE`.
 */
export async function normaliseText(
  path: string,
  encoding: string,
  options: UnpackOptions = {},
  ending: '.csv' | '.jsonl' = '.csv',
): Promise<NormalisedText> {
  const decoder = createDecoder(encoding);
  const utf8 = isOneByte(decoder.encoding) ? new Utf8Watch() : undefined;
  const folder = await openScratchFolder('text');
  const dispose = async (): Promise<void> => folder[Symbol.asyncDispose]();
  const copy = join(folder.path, `rows${ending}`);
  try {
    const output = createWriteStream(copy);
    const transform = (source: AsyncIterable<Uint8Array>): AsyncGenerator<string> =>
      decoded(source, decoder, (bytes) => utf8?.add(bytes));
    const { signal } = options;
    await pipeline(bytesOf(path, options), transform, output, signal === undefined ? {} : { signal });
    if (utf8?.isUtf8() === true) throw notThisEncoding(path, encoding, { isUtf8: true });
    return { path: copy, dispose };
  } catch (error) {
    await dispose();
    if (error instanceof TypeError) {
      const line = await firstBadLine(path, encoding, options);
      const isUtf8 = decoder.encoding !== 'utf-8' && (await areUtf8(bytesOf(path, options)));
      throw notThisEncoding(path, encoding, { line, isUtf8, cause: error });
    }
    throw isDiskFull(error) ? translateSourceError(error, path) : translateFileError(error, path, 'read');
  }
}
