import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { InvalidArgumentError } from '@fraudx/core';

/** What stands for bytes that are no UTF-8 once they have become a text. It may stand in a name itself, too. */
const replacement = '\uFFFD';

/** The arguments as the system holds them; undefined where it does not say. */
async function rawArguments(count: number): Promise<readonly Uint8Array[] | undefined> {
  const line = await readFile('/proc/self/cmdline').catch(() => undefined);
  if (line === undefined) return undefined;
  const all: Uint8Array[] = [];
  for (let from = 0; from < line.length;) {
    const end = line.indexOf(0, from);
    all.push(line.subarray(from, end < 0 ? line.length : end));
    from = end < 0 ? line.length : end + 1;
  }
  return all.slice(-count);
}

async function isSameFolder(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => stat(path).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

function notUtf8(owner: string, got: string): InvalidArgumentError {
  return new InvalidArgumentError(`${owner} must be valid UTF-8, got other bytes in "${got}"`, {
    code: 'NOT_UTF8',
    details: { received: got },
    hint: 'Rename the file or folder, or make a link to it whose name is UTF-8 (ln -s), and use that.',
  });
}

/**
 * Refuses names that reached the process changed: it would read, or make, a file of another name.
 *
 * @param argv - Arguments as texts.
 * @param cwd - Working folder as a text.
 * @throws {InvalidArgumentError} `NOT_UTF8`.
 */
export async function checkUtf8(argv: readonly string[], cwd: string): Promise<void> {
  if (cwd.includes(replacement) && !(await isSameFolder(cwd, '.'))) throw notUtf8('working folder', cwd);
  if (!argv.some((text) => text.includes(replacement))) return;
  const raw = await rawArguments(argv.length);
  argv.forEach((text, i) => {
    const bytes = raw?.[i];
    if (bytes !== undefined && !isUtf8(bytes)) throw notUtf8('argument', text);
  });
}
