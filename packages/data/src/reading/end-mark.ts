/** Ctrl-Z (0x1A), with which programs of DOS end a text file; it is no text. */
import { open } from 'node:fs/promises';
import { translateFileError } from '@fraudx/core/files';

const mark = 0x1a;

/** Whether a file that is not packed ends with the mark. */
export async function endsWithMark(path: string): Promise<boolean> {
  if (path.toLowerCase().endsWith('.gz')) return false;
  try {
    await using handle = await open(path, 'r');
    const { size } = await handle.stat();
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    return bytesRead === 1 && buffer[0] === mark;
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
}

/** Text at the end of a file without such marks. */
export function withoutMark(end: string): string {
  let length = end.length;
  while (length > 0 && end.codePointAt(length - 1) === mark) length--;
  return end.slice(0, length);
}

/** How many characters at the end of a piece may be the end of a file: such marks, or half of a line end. */
export function mayBeEnd(text: string): number {
  let count = 0;
  while (count < text.length && ['\r', '\u001a'].includes(text.at(-1 - count)!)) count++;
  return count;
}
