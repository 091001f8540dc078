import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckedFile } from './check-owner.ts';
import { checkFolderOwner, checkOwner, checkSquattedFolder } from './check-owner.ts';
import { readTextFile } from './read-text-file.ts';

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

  const check = (uid: number | undefined, env: Record<string, string> = {}, at = path): CheckedFile =>
    checkOwner('config', at, { uid, env }, 'name it');

  it('finds nothing where nothing was at the look', () => {
    rmSync(path);
    expect(() => check(owner)).toThrow(expect.objectContaining({ code: 'FILE_NOT_FOUND' }));
  });

  it('takes files of the user, and all where there are no user ids', () => {
    expect(() => check(owner)).not.toThrow();
    expect(() => check(undefined)).not.toThrow();
  });

  it('refuses files of others, and says how to allow them', () => {
    expect(() => check(other)).toThrow(
      expect.objectContaining({
        code: 'FILE_OF_OTHERS',
        message: `config: ${path} must belong to the user who runs this (id ${other}), got user id ${owner}`,
        hint: `If you trust it, name it, or add ${folder} to the environment variable FRAUDX_SAFE_FOLDERS.`,
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
    chownSync(folder, 0, 0);
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
          hint: `${at === path ? '' : `Whoever can change ${folder} can put something else there. `}If you trust it, name it, or add ${folder} to the environment variable FRAUDX_SAFE_FOLDERS.`,
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

  it('looks at every folder above, up to the root', () => {
    const project = join(folder, 'a/b/project');
    mkdirSync(project, { recursive: true });
    const config = join(project, 'fraudx.yaml');
    writeFileSync(config, '');
    for (const at of [join(folder, 'a'), join(folder, 'a/b'), project, config]) give(at);
    expect(check(owner, {}, config).real).toBe(config);
    const refused = {
      code: 'FILE_OF_OTHERS',
      message: expect.stringContaining(`config: ${join(folder, 'a')}, on the way to ${config}, must`) as string,
      hint: `Whoever can change ${join(folder, 'a')} can put something else there. If you trust it, name it, or add ${project} to the environment variable FRAUDX_SAFE_FOLDERS.`,
    };
    chmodSync(join(folder, 'a'), 0o777);
    expect(() => check(owner, {}, config)).toThrow(expect.objectContaining(refused));
    expect(() => check(owner, { FRAUDX_SAFE_FOLDERS: project }, config)).not.toThrow();
    // as /tmp: what lies there is the user's own
    chmodSync(join(folder, 'a'), 0o1777);
    expect(() => check(owner, {}, config)).not.toThrow();
    chmodSync(join(folder, 'a'), 0o755);
    if (me !== 0) return;
    // a project of this user in the folder of another one, who can put another project there
    lchownSync(join(folder, 'a'), other, other);
    expect(() => check(owner, {}, config)).toThrow(expect.objectContaining(refused));
    const look = (): void => checkFolderOwner('folder', join(project, '.fraudx'), { uid: owner, env: {} }, 'name it');
    expect(look).toThrow(`${join(folder, 'a')}, on the way to`);
    mkdirSync(join(project, '.fraudx'));
    give(join(project, '.fraudx'));
    expect(look).toThrow(`${join(folder, 'a')}, on the way to`);
  });

  it.skipIf(me !== 0)('looks at links in the middle of the way, and the folders that hold them', () => {
    for (const name of ['own', 'evil', 'shared']) mkdirSync(join(folder, name));
    for (const name of ['own', 'evil']) writeFileSync(join(folder, name, 's.js'), '');
    for (const name of ['own', 'own/s.js', 'shared']) give(join(folder, name));
    lchownSync(join(folder, 'evil'), other, other);
    lchownSync(join(folder, 'evil/s.js'), other, other);
    const link = join(folder, 'shared/dir');
    const through = join(link, 's.js');
    symlinkSync('../own', link);
    give(link);
    expect(check(owner, {}, through).real).toBe(join(folder, 'own/s.js'));
    // the link of another user, who may change it after the check
    lchownSync(link, other, other);
    expect(() => check(owner, {}, through)).toThrow(`config: ${link}, on the way to ${through}, must belong`);
    give(link);
    chmodSync(join(folder, 'shared'), 0o777);
    expect(() => check(owner, {}, through)).toThrow(`config: ${join(folder, 'shared')}, on the way to`);
    // in a sticky folder the link of this user cannot be replaced
    chmodSync(join(folder, 'shared'), 0o1777);
    expect(() => check(0, { SUDO_UID: String(owner) }, through)).not.toThrow();
    // what a listed link led to at the check is what is used
    lchownSync(link, other, other);
    const env = { FRAUDX_SAFE_FOLDERS: link };
    expect(check(owner, env, through).real).toBe(join(folder, 'own/s.js'));
  });

  it('reads the file that was checked, and no other one that took its place', async () => {
    const { real, dev, ino } = check(owner);
    expect(await readTextFile(real, { most: 100, plain: true, sameAs: { dev, ino } })).toBe('target: y\n');
    writeFileSync(join(folder, 'evil'), 'features: { strategy: ./evil.js }\n');
    renameSync(join(folder, 'evil'), path);
    await expect(readTextFile(real, { most: 100, plain: true, sameAs: { dev, ino } })).rejects.toMatchObject({
      code: 'FILE_REPLACED',
      kind: 'outside',
    });
  });

  it('looks at a folder, its link, and what lies directly in it, and where it will be made', () => {
    const store = join(folder, 'store');
    const look = (uid: number, env: Record<string, string> = {}): void =>
      checkFolderOwner('folder', store, { uid, env }, 'name it');
    expect(() => look(owner)).not.toThrow();
    chmodSync(folder, 0o777);
    expect(() => look(owner)).toThrow(`folder: ${folder}, on the way to ${store}, must be writable by its owner alone`);
    chmodSync(folder, 0o1777);
    expect(() => look(owner)).not.toThrow();
    mkdirSync(join(store, 'production'), { recursive: true });
    for (const at of [store, join(store, 'production')]) give(at);
    expect(() => look(owner)).not.toThrow();
    // whoever made it first in a folder such as /tmp can put into it what they like
    chmodSync(store, 0o1777);
    expect(() => look(owner)).toThrow(`folder: ${store} must be writable by its owner alone`);
    chmodSync(store, 0o755);
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

describe.skipIf(process.platform === 'win32')('checkSquattedFolder', () => {
  it('refuses a folder of another user where everybody may make one, and no other', () => {
    const folder = mkdtempSync(join(tmpdir(), 'fraudx-squatted-'));
    const inside = join(folder, 'runs');
    mkdirSync(inside);
    for (const path of me === 0 ? [folder, inside] : []) lchownSync(path, owner, owner);
    const check = (path: string, uid: number | undefined, env = {}): void =>
      checkSquattedFolder('folder', path, { uid, env });
    chmodSync(folder, 0o1777);
    expect(() => check(inside, other)).toThrow(
      expect.objectContaining({
        code: 'FILE_OF_OTHERS',
        message: `folder: ${inside} must belong to the user who runs this (id ${other}), got user id ${owner}`,
        hint: `If you trust it, add ${inside} to the environment variable FRAUDX_SAFE_FOLDERS.`,
      }),
    );
    for (const uid of [owner, undefined]) expect(() => check(inside, uid)).not.toThrow();
    expect(() => check(inside, other, { FRAUDX_SAFE_FOLDERS: inside })).not.toThrow();
    expect(() => check(join(folder, 'none'), other)).not.toThrow();
    chmodSync(folder, 0o777);
    expect(() => check(inside, other)).not.toThrow();
    rmSync(folder, { recursive: true });
  });
});
