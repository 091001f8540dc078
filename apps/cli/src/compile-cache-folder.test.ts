import { chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const file = fileURLToPath(new URL('../bin/compile-cache-folder.js', import.meta.url));
const { compileCacheFolder } = (await import(file)) as {
  compileCacheFolder: (process: {
    env: Record<string, string>;
    platform: string;
    uid: number | undefined;
  }) => string | undefined;
};
const uid = process.getuid?.() ?? 0;

describe.skipIf(process.platform === 'win32')('compileCacheFolder', () => {
  let home = '';
  const folderOf = (env: Record<string, string> = {}, by = uid): string | undefined =>
    compileCacheFolder({ env: { HOME: home, ...env }, platform: 'linux', uid: by });
  beforeEach(() => {
    home = realpathSync.native(mkdtempSync(join(tmpdir(), 'fraudx-home-')));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('lies in the cache folder of the user, for nobody else', () => {
    const folder = folderOf();
    expect(folder).toBe(join(home, '.cache/fraudx/compile-cache'));
    expect(statSync(folder!).mode & 0o777).toBe(0o700);
    expect(folderOf()).toBe(folder);
    expect(folderOf({ XDG_CACHE_HOME: join(home, 'elsewhere') })).toBe(join(home, 'elsewhere/fraudx/compile-cache'));
    expect(folderOf({ XDG_CACHE_HOME: 'relative' })).toBe(folder);
  });

  it('is not used where somebody else can read, write or replace it', () => {
    const folder = folderOf()!;
    chmodSync(folder, 0o755);
    expect(folderOf()).toBeUndefined();
    chmodSync(folder, 0o700);
    chmodSync(join(home, '.cache'), 0o777);
    expect(folderOf()).toBeUndefined();
    chmodSync(join(home, '.cache'), 0o1777);
    expect(folderOf()).toBe(folder);
    expect(folderOf({}, uid + 1)).toBeUndefined();
  });

  it('is not used through a link, and not where no folder can be made', () => {
    mkdirSync(join(home, '.cache/fraudx'), { recursive: true });
    mkdirSync(join(home, 'real'), { mode: 0o700 });
    symlinkSync(join(home, 'real'), join(home, '.cache/fraudx/compile-cache'));
    expect(folderOf()).toBeUndefined();
    expect(folderOf({ HOME: '/dev/null' })).toBeUndefined();
  });

  it('is used by the path that a link on the way led to, whatever it leads to afterwards', () => {
    mkdirSync(join(home, 'real'));
    symlinkSync('real', join(home, 'link'));
    expect(folderOf({ XDG_CACHE_HOME: join(home, 'link') })).toBe(join(home, 'real/fraudx/compile-cache'));
  });

  it.skipIf(uid !== 0)('is not used below the home of another user', () => {
    folderOf();
    chownSync(home, 12_345, 12_345);
    expect(folderOf()).toBeUndefined();
  });
});
