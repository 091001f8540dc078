import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
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
    expect((await readPlainFile(join(folder, 'root/a/b/file'))).toString()).toBe('plain');
    await expect(readPlainFile(join(folder, 'root/a/file'))).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    await expect(readPlainFile('/dev/null')).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    await expect(readPlainFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('follows a link where asked, and still waits for no pipe, socket or device', async () => {
    const followLinks = true;
    expect((await readPlainFile(join(folder, 'root/a/file'), { followLinks })).toString()).toBe('secret');
    await expect(readTextFile(join(folder, 'root/a/file'), { plain: 'behind-links' })).resolves.toBe('secret');
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    await symlink('pipe', join(folder, 'to-pipe'));
    await symlink('/dev/zero', join(folder, 'to-zero'));
    const server = createServer().listen(join(folder, 'socket'));
    await once(server, 'listening');
    for (const name of ['pipe', 'to-pipe', 'to-zero', 'socket']) {
      const refused = readPlainFile(join(folder, name), { followLinks });
      await expect(refused, name).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    }
    server.close();
  });
});
