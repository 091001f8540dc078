import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTextFile } from './read-text-file.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('writeFileAtomic', () => {
  it('makes folders, replaces content and leaves no temporary file', async () => {
    const path = join(folder, 'a', 'b.txt');
    await writeFileAtomic(path, 'one');
    await writeFileAtomic(path, Buffer.from('two'));
    expect(await readFile(path, 'utf8')).toBe('two');
    expect(await readdir(join(folder, 'a'))).toEqual(['b.txt']);
  });

  it('names the path when the target cannot be written, and leaves nothing', async () => {
    await writeFileAtomic(join(folder, 'file'), 'x');
    await expect(writeFileAtomic(join(folder, 'file', 'inside'), 'y')).rejects.toMatchObject({
      details: { path: join(folder, 'file', 'inside') },
    });
    expect(await readdir(folder)).toEqual(['file']);
  });
});

describe('readTextFile', () => {
  it('says which file is missing', async () => {
    await expect(readTextFile(join(folder, 'no'), { most: 9 })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      kind: 'absent',
    });
    await expect(readTextFile(folder, { most: 9 })).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });
});
