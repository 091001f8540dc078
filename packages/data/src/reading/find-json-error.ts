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
  /** Whether the JSON is broken, or it is no object. */
  readonly isBroken: boolean;
}

/** An array is looked through in whole, so only up to this size. */
const mostBytes = 1 << 26;

function open(path: string, options: UnpackOptions): Readable {
  return path.toLowerCase().endsWith('.gz')
    ? Readable.from(unpackedBytes(path, options), { objectMode: false })
    : createReadStream(path);
}

function faultOf(text: string): 'broken' | 'other' | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? undefined : 'other';
  } catch {
    return 'broken';
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
      if (fault !== undefined) return { line, isBroken: fault === 'broken' };
    }
  } finally {
    input.destroy();
  }
  return undefined;
}

async function inArray(path: string, options: UnpackOptions): Promise<JsonFault | undefined> {
  if ((await stat(path)).size > mostBytes) return undefined;
  const parts: Buffer[] = [];
  for await (const part of open(path, options)) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const place = /position (\d+)/.exec((error as Error).message)?.[1];
    const end = place === undefined ? text.trimEnd().length : Number(place);
    return { line: text.slice(0, end).split('\n').length, isBroken: true };
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
