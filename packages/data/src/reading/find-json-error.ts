import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { UnpackOptions } from './unpacked-bytes.ts';
import { unpackedBytes } from './unpacked-bytes.ts';

/** A place in a JSON file that cannot be read. */
export interface JsonFault {
  /** 1-based. */
  readonly line: number;
  /** What is wrong: broken JSON; half of a character; an object that goes on in the next line; a list for a row; anything else that is no object. */
  readonly what: 'broken' | 'surrogate' | 'pretty' | 'list' | 'other';
}

/** Half of a pair that stands for one character, as JSON writes it. */
const lone = /(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/;

/** An array is looked through in whole, so only up to this size. */
const mostBytes = 1 << 26;

function open(path: string, options: UnpackOptions): Readable {
  return path.toLowerCase().endsWith('.gz')
    ? Readable.from(unpackedBytes(path, options), { objectMode: false })
    : createReadStream(path);
}

function faultOf(text: string): JsonFault['what'] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return 'list';
    if (typeof value !== 'object' || value === null) return 'other';
    // Whole pairs come out as the character itself.
    return lone.test(JSON.stringify(value)) ? 'surrogate' : undefined;
  } catch {
    return text.trim() === '{' ? 'pretty' : 'broken';
  }
}

async function inLines(path: string, options: UnpackOptions): Promise<JsonFault | undefined> {
  let line = 0;
  const input = open(path, options);
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      line++;
      if (text.trim() === '') continue;
      const fault = faultOf(text);
      if (fault !== undefined) return { line, what: fault };
    }
  } finally {
    input.destroy();
  }
  return undefined;
}

/** The line in which half of a character stands first. */
function lineOfLone(text: string): number {
  const halves = /\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]/;
  const at = text.search(halves);
  return text.slice(0, Math.max(0, at)).split('\n').length;
}

async function inArray(path: string, options: UnpackOptions): Promise<JsonFault | undefined> {
  if ((await stat(path)).size > mostBytes) return undefined;
  const parts: Buffer[] = [];
  for await (const part of open(path, options)) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  try {
    const rows: unknown = JSON.parse(text);
    if (lone.test(JSON.stringify(rows))) return { line: lineOfLone(text), what: 'surrogate' };
    return Array.isArray(rows) && rows.some((row) => Array.isArray(row)) ? { line: 1, what: 'list' } : undefined;
  } catch (error) {
    // A line that is a list in whole: the file is no list of rows, but one row a line.
    const line = text.slice(0, text.indexOf('\n')).trim();
    if (line !== '' && faultOf(line) === 'list') return { line: 1, what: 'list' };
    const place = /position (\d+)/.exec((error as Error).message)?.[1];
    const end = place === undefined ? text.trimEnd().length : Number(place);
    return { line: text.slice(0, end).split('\n').length, what: 'broken' };
  }
}

/** The first line of JSON lines, or the place in an array of objects, that cannot be read; the engine counts the lines of errors from where a thread began. */
export async function findJsonError(
  path: string,
  format: 'array' | 'newline_delimited',
  options: UnpackOptions,
): Promise<JsonFault | undefined> {
  return format === 'array' ? inArray(path, options) : inLines(path, options);
}
