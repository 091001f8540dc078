/** Keys that stand twice in one object of JSON lines, of which a reader keeps either. */
import { createInterface } from 'node:readline';
import { DataError } from '@fraudx/core';
import { bytesOf } from './normalise-text.ts';
import type { UnpackOptions } from './unpacked-bytes.ts';
import { Readable } from 'node:stream';

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/** The first key that stands twice in the outermost object of a text of JSON; undefined where all differ. */
export function duplicateKeyIn(text: string): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  let isKey = false;
  for (const [token] of text.matchAll(tokens)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (token.startsWith('"') && depth === 1 && isKey) {
      const key = JSON.parse(token) as string;
      if (seen.has(key)) return key;
      seen.add(key);
    }
    isKey = depth === 1 && (token === '{' || token === ',');
  }
  return undefined;
}

/** The error for a file of JSON lines of which some object has a key twice, with the first such line and no value of it. */
export async function duplicateKeyError(
  file: string,
  path: string,
  format: 'array' | 'newline_delimited',
  cause: Error,
  options: UnpackOptions,
): Promise<DataError> {
  const found = format === 'array' ? undefined : await firstDuplicate(file, options);
  const key = found?.key ?? /duplicate key "([^"]*)"\s*$/.exec(cause.message.split('\n')[0]!)?.[1];
  const where = found === undefined ? path : `${path}, line ${found.line}`;
  const named = key === undefined ? 'one twice' : `${JSON.stringify(key)} twice`;
  return new DataError('DATA_NOT_READABLE', `data: keys of a JSON object must differ, got ${named} in ${where}`, {
    details: {
      file: path,
      ...(key === undefined ? {} : { key }),
      ...(found === undefined ? {} : { line: found.line }),
    },
    cause,
    hint: 'Remove one of them, or give it another name: nobody can say which value counts.',
  });
}

async function firstDuplicate(
  file: string,
  options: UnpackOptions,
): Promise<{ readonly line: number; readonly key: string } | undefined> {
  const input = Readable.from(bytesOf(file, options), { objectMode: false });
  let line = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Infinity })) {
      line++;
      const key = duplicateKeyIn(text);
      if (key !== undefined) return { line, key };
    }
  } finally {
    input.destroy();
  }
  return undefined;
}
