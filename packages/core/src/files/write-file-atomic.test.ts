import { readdirSync, renameSync, writeFileSync } from 'node:fs';
import { chmod, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
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

  it.skipIf(process.platform === 'win32')(
    'gives no name to the file of somebody else where others can write to the folder',
    async () => {
      const path = join(folder, 'o.log');
      const swapping = async function* (): AsyncGenerator<Buffer> {
        const name = readdirSync(folder).find((found) => found.endsWith('.tmp'))!;
        renameSync(join(folder, name), join(folder, 'stolen'));
        writeFileSync(join(folder, name), 'ATTACKER');
        yield Buffer.from('mine');
      };
      await chmod(folder, 0o777);
      await expect(writeFileAtomic(path, swapping())).rejects.toMatchObject({ code: 'FILE_REPLACED', kind: 'outside' });
      expect(await readdir(folder)).toEqual(['stolen']);
      await writeFileAtomic(path, 'mine');
      expect(await readFile(path, 'utf8')).toBe('mine');
    },
  );
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
