import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { DataError, FraudxError } from '@fraudx/core';
import { renamedError } from '../reading/renamed-error.ts';

/** The key in that line (1 is the first) of a file of hashes; undefined where there is none. */
async function keyInLine(path: string, line: number, keyColumn: string): Promise<string | undefined> {
  const bytes = createReadStream(path);
  try {
    let at = 0;
    for await (const text of createInterface({ input: bytes, crlfDelay: Infinity })) {
      if (++at === line) return (JSON.parse(text) as Record<string, string>)[keyColumn];
    }
    return undefined;
  } finally {
    bytes.destroy();
  }
}

/** An error of reading the copy of a store: with the address of the store, and the key of the hash where it names a row. */
export async function hashError(
  error: unknown,
  copy: { readonly path: string; readonly where: string },
  keyColumn: string,
): Promise<unknown> {
  const renamed = renamedError(error, copy.path, copy.where);
  if (!(renamed instanceof FraudxError)) return renamed;
  const { row } = renamed.details;
  if (typeof row !== 'number') return renamed;
  const key = await keyInLine(copy.path, row, keyColumn);
  if (key === undefined) return renamed;
  return new DataError(renamed.code, renamed.message.replace(`data row ${row}`, `the hash "${key}"`), {
    details: { ...renamed.details, key },
    cause: error,
    ...(renamed.hint === undefined ? {} : { hint: renamed.hint }),
  });
}
