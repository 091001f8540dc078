import { chownSync, lchownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkOwner } from './check-owner.ts';
import { findConfig } from './find-config.ts';

const me = process.getuid?.() ?? 0;
/** A user who owns the files of these tests and is not the administrator. */
const owner = me === 0 ? 12_345 : me;
const other = owner + 1;

describe.skipIf(process.platform === 'win32')('checkOwner', () => {
  let folder = '';
  let path = '';
  const give = (at: string): void => (me === 0 ? lchownSync(at, owner, owner) : undefined);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-owner-'));
    path = join(folder, 'fraudx.yaml');
    writeFileSync(path, 'target: y\n');
    give(folder);
    give(path);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const check = (uid: number | undefined, env: Record<string, string> = {}, at = path): void =>
    checkOwner('config', at, { uid, env }, 'Name it,');

  it('takes files of the user, and all where there are no user ids', () => {
    expect(() => check(owner)).not.toThrow();
    expect(() => check(undefined)).not.toThrow();
  });

  it('refuses files of others, and says how to allow them', () => {
    expect(() => check(other)).toThrow(
      expect.objectContaining({
        code: 'FILE_OF_OTHERS',
        message: `config: ${path} must belong to the user who runs this (id ${other}), got user id ${owner}`,
        hint: `Name it, or add ${folder} to the environment variable FRAUDX_SAFE_FOLDERS.`,
      }),
    );
    for (const safe of [folder, `/nowhere:${folder}/`, '*', tmpdir()]) {
      expect(() => check(other, { FRAUDX_SAFE_FOLDERS: safe }), safe).not.toThrow();
    }
    for (const unsafe of ['', '/nowhere', `${folder}2`, join(folder, 'below')]) {
      expect(() => check(other, { FRAUDX_SAFE_FOLDERS: unsafe }), unsafe).toThrow('must belong');
    }
  });

  it('takes those of the user who asked with sudo', () => {
    expect(() => check(0, { SUDO_UID: String(owner) })).not.toThrow();
    expect(() => check(other, { SUDO_UID: String(owner) })).toThrow('must belong');
  });

  it.skipIf(me !== 0)('looks at the folder and at the link too', () => {
    chownSync(path, 0, 0);
    // the file is the administrator's, its folder is not
    expect(() => check(other)).toThrow('must belong');
    const below = join(folder, 'below');
    mkdirSync(below);
    writeFileSync(join(below, 'real.yaml'), '');
    const link = join(below, 'fraudx.yaml');
    symlinkSync('real.yaml', link);
    expect(() => check(other, {}, link)).not.toThrow();
    give(link);
    expect(() => check(other, {}, link)).toThrow('must belong');
  });

  it('is asked for a config that was found, not for one that was named', async () => {
    const below = join(folder, 'a');
    mkdirSync(below);
    await expect(findConfig({ cwd: below, env: {}, uid: other }, undefined)).rejects.toMatchObject({
      code: 'FILE_OF_OTHERS',
    });
    await expect(findConfig({ cwd: folder, env: {}, uid: other }, undefined)).rejects.toMatchObject({
      code: 'FILE_OF_OTHERS',
    });
    expect((await findConfig({ cwd: folder, env: {}, uid: other }, 'fraudx.yaml')).config).toEqual({ target: 'y' });
  });
});
