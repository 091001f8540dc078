import { createHash, randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

/** Bytes of a file's own name in that of its temporary file: file systems take 255, of which number, random digits and ending need some. */
const mostBytes = 180;

/** The beginning of the names of a file's temporary files: `.name.`, a long name cut and followed by a digest. */
export function temporaryStart(path: string): string {
  const name = basename(path);
  if (Buffer.byteLength(name) <= mostBytes) return `.${name}.`;
  let start = name;
  while (Buffer.byteLength(start) > mostBytes - 20) start = Array.from(start).slice(0, -1).join('');
  return `.${start}~${createHash('sha256').update(name).digest('hex').slice(0, 16)}.`;
}

/**
 * A path beside a file for what is written before it is whole, without ending: `.name.PID.RANDOM`. It fits wherever the file's own name does.
 */
export function temporaryPath(path: string): string {
  return join(dirname(path), `${temporaryStart(path)}${process.pid}.${randomBytes(4).toString('hex')}`);
}
