import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@fraudx/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder = '';
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'fraudx-import-')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Imports a module in a process of its own, whose loader is that of Node: its export `value`, or the code of the error. */
function importIn(path: string, digest: string): string {
  const script = `import { importText } from ${JSON.stringify(new URL('import-text.ts', import.meta.url).href)};
    const [, path, digest] = process.argv;
    try { console.log((await importText(path, digest)).value); } catch (error) { console.log(error.code); }`;
  const args = ['-C', 'fraudx-source', '--input-type=module', '--eval', script, path, digest];
  return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
}

const texts = {
  'a.mjs': 'console.log("ran"); export const value = "é";',
  'a.ts': 'console.log("ran"); export const value: string = "é";',
  'a.cjs': 'console.log("ran"); exports.value = "é";',
  'a.js': 'console.log("ran"); exports.value = "é";',
};

describe('importText', () => {
  it.each(Object.entries(texts))('runs %s with the text that was looked at, and no other one', (name, text) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    expect(importIn(path, sha256(text))).toBe('ran\né');
    expect(importIn(path, sha256(`${text} `))).toBe('FILE_REPLACED');
  });

  it('runs nothing behind a link that was put in place of the file', () => {
    const text = 'console.log("ran"); export const value = 1;';
    writeFileSync(join(folder, 'other.mjs'), text);
    symlinkSync(join(folder, 'other.mjs'), join(folder, 'link.mjs'));
    expect(importIn(join(folder, 'link.mjs'), sha256(text))).toBe('FILE_REPLACED');
  });
});
