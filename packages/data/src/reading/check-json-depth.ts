import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { DataError } from '@fraudx/core';
import type { UnpackOptions } from './unpacked-bytes.ts';
import { unpackedBytes } from './unpacked-bytes.ts';

/** Objects and arrays inside each other that are read. The engine calls itself for each; some ten thousand end the process. */
const mostLevels = 1000;

const [lineFeed, quote, backslash] = [10, 34, 92];
const [openArray, closeArray, openObject, closeObject] = [91, 93, 123, 125];

/** Follows the depth of JSON text, piece by piece. */
class DepthScan {
  /** Line of the last byte, 1-based. */
  line = 1;
  readonly #perLine: boolean;
  #depth = 0;
  #isText = false;
  #isEscaped = false;

  /** @param perLine - Whether each line is a value of its own. */
  constructor(perLine: boolean) {
    this.#perLine = perLine;
  }

  /** Whether the text stays within the levels that are read. */
  push(bytes: Uint8Array): boolean {
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (byte === lineFeed) {
        this.line++;
        // No text holds a bare line feed: an open quote is an error of its line, and hides nothing below.
        this.#isText = false;
        this.#isEscaped = false;
        if (this.#perLine) this.#depth = 0;
      } else if (this.#isText) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (byte === backslash) this.#isEscaped = true;
        else if (byte === quote) this.#isText = false;
      } else if (byte === quote) this.#isText = true;
      else if (byte === openArray || byte === openObject) {
        if (++this.#depth > mostLevels) return false;
      } else if ((byte === closeArray || byte === closeObject) && this.#depth > 0) this.#depth--;
    }
    return true;
  }
}

/**
 * Checks that nothing in a JSON file lies deeper than 1000 objects and arrays, before a parser that would end the process sees it.
 *
 * @param format - `newline_delimited`: each line is a value of its own.
 * @throws {DataError} `DATA_TOO_DEEP`, with the line.
 */
export async function checkJsonDepth(
  path: string,
  format: 'array' | 'newline_delimited',
  options: UnpackOptions = {},
): Promise<void> {
  const scan = new DepthScan(format === 'newline_delimited');
  const look = async (parts: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const part of parts) {
      if (scan.push(part)) continue;
      throw new DataError(
        'DATA_TOO_DEEP',
        `data: objects and arrays must lie at most ${mostLevels} deep, got more in ${path}, line ${scan.line}`,
        { details: { file: path, line: scan.line, most: mostLevels }, hint: 'Correct or remove that line.' },
      );
    }
  };
  const { signal } = options;
  if (path.toLowerCase().endsWith('.gz')) await look(unpackedBytes(path, options));
  else await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), look, signal === undefined ? {} : { signal });
}
