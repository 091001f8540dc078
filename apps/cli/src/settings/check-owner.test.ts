import { chmodSync, chownSync, lchownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFolderOwner, checkOwner } from './check-owner.ts';
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

  it('refuses what others can write to, by mode or by group', () => {
    for (const [at, mode] of [
      [path, 0o666],
      [path, 0o602],
      [folder, 0o777],
    ] as const) {
      const was = at === path ? 0o644 : 0o700;
      chmodSync(at, mode);
      expect(() => check(owner), at).toThrow(
        expect.objectContaining({
          code: 'FILE_OF_OTHERS',
          message: expect.stringContaining(
            `must be writable by its owner alone, got mode 0${mode.toString(8)}: everybody can`,
          ) as string,
          hint: `Name it, or add ${folder} to the environment variable FRAUDX_SAFE_FOLDERS.`,
        }),
      );
      expect(() => check(owner, { FRAUDX_SAFE_FOLDERS: folder })).not.toThrow();
      chmodSync(at, was);
      expect(() => check(owner)).not.toThrow();
    }
    // as /tmp: nobody replaces files of others there
    chmodSync(folder, 0o1777);
    expect(() => check(owner)).not.toThrow();
  });

  it.skipIf(me !== 0)('takes files of the group that is the user, and of no other', () => {
    for (const at of [path, folder]) {
      chownSync(at, owner, owner);
      chmodSync(at, 0o775);
      expect(() => check(owner)).not.toThrow();
      chownSync(at, owner, other);
      chmodSync(at, 0o775);
      expect(() => check(owner)).toThrow(`mode 0775: group ${other} can write`);
      chownSync(at, owner, 0);
      chmodSync(at, 0o775);
      expect(() => check(owner)).not.toThrow();
    }
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

  it('looks at a folder, its link, and what lies directly in it, but not at the folder around it', () => {
    const store = join(folder, 'store');
    const look = (uid: number, env: Record<string, string> = {}): void =>
      checkFolderOwner('folder', store, { uid, env }, 'Name it,');
    expect(() => look(other)).not.toThrow();
    mkdirSync(join(store, 'production'), { recursive: true });
    for (const at of [store, join(store, 'production')]) give(at);
    chmodSync(folder, 0o777);
    expect(() => look(owner)).not.toThrow();
    expect(() => look(other)).toThrow(`folder: ${store} must belong to the user who runs this (id ${other})`);
    expect(() => look(other, { FRAUDX_SAFE_FOLDERS: folder })).not.toThrow();
    chmodSync(join(store, 'production'), 0o777);
    expect(() => look(owner)).toThrow(`(in ${join(store, 'production')}) must be writable by its owner alone`);
    chmodSync(join(store, 'production'), 0o755);
    if (me !== 0) return;
    lchownSync(join(store, 'production'), other, other);
    expect(() => look(owner)).toThrow(`got user id ${other}`);
  });
});
