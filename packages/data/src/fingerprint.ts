import { createHash } from 'node:crypto';
import type { Frame } from '@fraudx/core';

/** Identity of a table's content as it was read. */
export interface DataFingerprint {
  /** SHA-256 over names, kinds and values in order; the path does not count. 64 hex digits. */
  readonly sha256: string;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly path: string;
}

/**
 * Fingerprint of a frame: equal frames give equal digests on every machine.
 *
 * @param path - Where the frame came from; recorded, not hashed.
 */
export function fingerprintFrame(frame: Frame, path: string): DataFingerprint {
  const hash = createHash('sha256');
  hash.update(JSON.stringify(frame.columns.map((column) => [column.kind, column.name])));
  for (const column of frame.columns) {
    if (column.kind === 'categorical') hash.update(JSON.stringify(column.categories));
    const values = column.kind === 'categorical' ? column.codes : column.values;
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return { sha256: hash.digest('hex'), rows: frame.nRows, columns: frame.names, path };
}
