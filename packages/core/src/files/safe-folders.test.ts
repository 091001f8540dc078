import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isListed, isSafeFolder, safeFolderAdvice, trustHint } from './safe-folders.ts';

const listed = (real: string, value: string): boolean => isListed(real, { FRAUDX_SAFE_FOLDERS: value });

describe.skipIf(process.platform === 'win32')('FRAUDX_SAFE_FOLDERS', () => {
  let folder = '';
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'fraudx-safe-')));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('trusts all by "*" alone, and by no part of a list', () => {
    expect(listed('/home/other/p', '*')).toBe(true);
    for (const value of ['/tmp/p9:*', '*:/tmp/p9', ':*', '*:', '**', '* ']) {
      expect(listed('/home/other/p', value), value).toBe(false);
    }
    expect(listed('/tmp/p9/a', '/tmp/p9:*')).toBe(true);
  });

  it('takes no path that means another folder in each process', () => {
    const here = realpathSync(process.cwd());
    for (const value of ['/proc/self/cwd', '/proc/self/root', '/proc', '/dev/fd', '/tmp/../proc/self/cwd']) {
      expect(listed(here, value), value).toBe(false);
    }
    expect(listed(here, here)).toBe(true);
    expect(listed('/dev/shm/project', '/dev/shm/project')).toBe(true);
  });

  it('follows links of the list, and looks at the folder around a path', () => {
    mkdirSync(join(folder, 'real'));
    symlinkSync('real', join(folder, 'link'));
    expect(listed(join(folder, 'real/a'), join(folder, 'link'))).toBe(true);
    expect(isSafeFolder(join(folder, 'link/x'), { env: { FRAUDX_SAFE_FOLDERS: join(folder, 'real') } })).toBe(true);
    expect(isSafeFolder(join(folder, 'x'), { env: { FRAUDX_SAFE_FOLDERS: join(folder, 'real') } })).toBe(false);
  });

  it('is proposed only for what trusts this folder and no more', () => {
    expect(safeFolderAdvice(folder)).toBe(`add ${folder} to the environment variable FRAUDX_SAFE_FOLDERS`);
    expect(safeFolderAdvice('/srv/a team')).toBe(`add '/srv/a team' to the environment variable FRAUDX_SAFE_FOLDERS`);
    for (const wide of ['/tmp/p9:*', '/proc/self/cwd', '/proc/1/root/x', '/dev/fd/3', '/', 'relative']) {
      expect(safeFolderAdvice(wide), wide).toBeUndefined();
    }
    chmodSync(folder, 0o1777);
    expect(safeFolderAdvice(folder)).toBeUndefined();
    expect(trustHint('name it: --config f', folder)).toBe('If you trust it, name it: --config f.');
    expect(trustHint(undefined, folder)).toMatch(/^Work in a folder of your own/);
    expect(trustHint(undefined, '/srv/q', ', which is all')).toBe(
      'If you trust it, add /srv/q to the environment variable FRAUDX_SAFE_FOLDERS, which is all.',
    );
  });
});
