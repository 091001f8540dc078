import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlainFile, checkPlainBelow } from './plain-files.ts';
import { readTextFile } from './read-text-file.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

describe.skipIf(process.platform === 'win32')('plain files below a folder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-plain-'));
    await mkdir(join(folder, 'root/a/b'), { recursive: true });
    await mkdir(join(folder, 'elsewhere'));
    await writeFile(join(folder, 'elsewhere/file'), 'secret');
    await writeFile(join(folder, 'root/a/b/file'), 'plain');
    await symlink('../../elsewhere', join(folder, 'root/a/link'));
    await symlink('../../elsewhere/file', join(folder, 'root/a/file'));
    await symlink('root', join(folder, 'named'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each(['', 'a', 'a/b', 'a/b/file', 'a/new', 'new/new/new', 'a/b/file/below'])('"%s" is plain', async (path) => {
    await expect(checkPlainBelow(join(folder, 'root'), join(folder, 'root', path))).resolves.toBeUndefined();
    // the folder itself may be a link
    await expect(checkPlainBelow(join(folder, 'named'), join(folder, 'named', path))).resolves.toBeUndefined();
  });

  it.each(['a/link', 'a/file', 'a/link/file', 'a/link/new'])('"%s" is not', async (path) => {
    const at = join(folder, 'root', path);
    const refused = { code: 'FILE_NOT_PLAIN', kind: 'invalid' };
    await expect(checkPlainBelow(join(folder, 'root'), at)).rejects.toMatchObject(refused);
    await expect(writeFileAtomic(at, 'mine', { below: join(folder, 'root') })).rejects.toMatchObject(refused);
    expect(await readdir(join(folder, 'elsewhere'))).toEqual(['file']);
    expect(await readFile(join(folder, 'elsewhere/file'), 'utf8')).toBe('secret');
  });

  it('refuses what lies elsewhere', async () => {
    for (const path of ['..', '../elsewhere/file', '../root2']) {
      await expect(checkPlainBelow(join(folder, 'root'), join(folder, 'root', path))).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
      });
    }
  });

  it('reads no link, and waits for no device', async () => {
    expect((await readPlainFile(join(folder, 'root/a/b/file'), 100)).toString()).toBe('plain');
    await expect(readPlainFile(join(folder, 'root/a/file'), 100)).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    await expect(readPlainFile('/dev/null', 100)).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    await expect(readPlainFile(join(folder, 'none'), 100)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('reads no more than asked, whatever a file or pipe has, and nothing of a file that is too large', async () => {
    const large = join(folder, 'large');
    await writeFile(large, 'x');
    await truncate(large, 1900 * 2 ** 20);
    const before = process.memoryUsage().rss;
    const most = 3 * 2 ** 20;
    for (const read of [() => readPlainFile(large, most), () => readTextFile(large, { most })]) {
      await expect(read()).rejects.toMatchObject({
        code: 'FILE_TOO_LARGE',
        message: `${large} must be at most 3 MiB, got 1900 MiB`,
      });
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 2 ** 20);
    expect(await readTextFile(join(folder, 'root/a/b/file'), { most: 5 })).toBe('plain');
    await expect(readTextFile(join(folder, 'root/a/b/file'), { most: 4 })).rejects.toThrow(
      'at most 4 bytes, got 5 bytes',
    );
    await expect(readTextFile('/dev/zero', { most: 1000 })).rejects.toThrow('at most 1000 bytes, got more');
  });

  it('follows a link where asked, and still waits for no pipe, socket or device', async () => {
    const followLinks = true;
    expect((await readPlainFile(join(folder, 'root/a/file'), 100, { followLinks })).toString()).toBe('secret');
    await expect(readTextFile(join(folder, 'root/a/file'), { most: 100, plain: 'behind-links' })).resolves.toBe(
      'secret',
    );
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await symlink('pipe', join(folder, 'to-pipe'));
    await symlink('/dev/zero', join(folder, 'to-zero'));
    const server = createServer().listen(join(folder, 'socket'));
    await once(server, 'listening');
    for (const name of ['pipe', 'to-pipe', 'to-zero', 'socket']) {
      const refused = readPlainFile(join(folder, name), 100, { followLinks });
      await expect(refused, name).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    }
    server.close();
  });
});
