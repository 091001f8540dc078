import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A command, or an option of one, that a message proposes with something put in: an argument that begins like an option would be one. */
const advice =
  /(?:fraudx (?:[a-z][a-z-]* )+\$\{(?!operand\()|(?<![\w-])--[a-z-]+[ =]\$\{(?!(?:shellQuoted|operand)\())([^}]*)\}/g;

/** What is put in is quoted already, or a word of fraudx itself. */
const own = new Set([
  // commands and options made elsewhere of quoted words
  'words',
  'repeatTargetOptions(options',
  // a number, and a name that the user has just given, in messages that propose nothing
  'options.k',
  // the names of exports in examples
  'name',
]);

it('quotes names and paths in the commands that messages propose', () => {
  const found: string[] = [];
  for (const rows of ['packages', 'apps'])
    for (const name of readdirSync(join(root, rows)))
      for (const entry of readdirSync(join(root, rows, name, 'src'), { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.name.endsWith('.test.ts')) continue;
        const path = join(entry.parentPath, entry.name);
        for (const [text, put] of readFileSync(path, 'utf8').matchAll(advice))
          if (!own.has(put!)) found.push(`${relative(root, path)}: ${text}`);
      }
  expect(found).toEqual([]);
});
