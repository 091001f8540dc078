import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gitState } from './git-state.ts';

const hasGit = ((): boolean => {
  try {
    execFileSync('git', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasGit)('gitState', () => {
  const state = (cwd: string): ReturnType<typeof gitState> => gitState({ cwd, env: process.env });
  let folder: string;
  let ran: string;
  const git = (at: string, ...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: at, encoding: 'utf8' });
  const repository = (at: string): void => {
    mkdirSync(at, { recursive: true });
    git(at, 'init', '--quiet');
    writeFileSync(join(at, 't.csv'), 'a\n1\n');
    git(at, 'add', '.');
    git(at, 'commit', '--quiet', '-m', 'one');
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-git-'));
    ran = join(folder, 'ran');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is the commit, and whether files differ from it', async () => {
    const at = join(folder, 'own');
    repository(at);
    const commit = git(at, 'rev-parse', 'HEAD').trim();
    expect(await state(at)).toEqual({ commit, dirty: false });
    writeFileSync(join(at, 't.csv'), 'a\n2\n');
    expect(await state(at)).toEqual({ commit, dirty: true });
    expect(await state(folder)).toBeUndefined();
  });

  it.skipIf(process.platform === 'win32')(
    'waits for no pipe that the settings of an unpacked repository include',
    { timeout: 60_000 },
    async () => {
      const at = join(folder, 'piped');
      repository(at);
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      git(at, 'config', 'include.path', join(folder, 'pipe'));
      const start = performance.now();
      expect(await state(at)).toBeUndefined();
      expect(performance.now() - start).toBeLessThan(25_000);
      // a signal ends it at once
      const controller = new AbortController();
      const asked = gitState({ cwd: at, env: process.env, signal: controller.signal });
      const aborted = performance.now();
      setTimeout(() => controller.abort(), 50);
      expect(await asked).toBeUndefined();
      expect(performance.now() - aborted).toBeLessThan(8000);
    },
  );

  it('is asked for after a signal too', async () => {
    const at = join(folder, 'ended');
    repository(at);
    expect(await gitState({ cwd: at, env: process.env, signal: AbortSignal.abort() })).toMatchObject({ dirty: false });
  });

  it('runs no file monitor of an unpacked repository', async () => {
    const at = join(folder, 'unpacked');
    repository(at);
    git(at, 'config', 'core.fsmonitor', `touch ${ran};false`);
    expect(await state(at)).toMatchObject({ dirty: false });
    expect(existsSync(ran)).toBe(false);
  });

  it('runs no filter of an unpacked repository', async () => {
    const at = join(folder, 'filtered');
    repository(at);
    writeFileSync(join(at, '.git/info/attributes'), '*.csv filter=x\n');
    git(at, 'config', 'filter.x.clean', `touch ${ran}; cat`);
    utimesSync(join(at, 't.csv'), 1, 1);
    expect(await state(at)).toMatchObject({ dirty: true });
    expect(existsSync(ran)).toBe(false);
    git(at, 'config', '--unset', 'filter.x.clean');
    writeFileSync(join(at, '.git/more'), `[filter "x"]\n  clean = "touch ${ran}; cat"\n`);
    git(at, 'config', 'include.path', 'more');
    expect(await state(at)).toMatchObject({ dirty: true });
    expect(existsSync(ran)).toBe(false);
  });

  it.each(['clean', 'process'])(
    'runs no %s filter of the user either, which would run what the repository names',
    async (kind) => {
      const at = join(folder, 'lfs');
      repository(at);
      writeFileSync(join(at, '.gitattributes'), '*.csv filter=lfs -text\n');
      git(at, 'add', '.');
      git(at, 'commit', '--quiet', '-m', 'two');
      // as git-lfs does with lfs.extension.NAME.clean
      git(at, 'config', 'lfs.extension.x.clean', `touch ${ran}`);
      const global = join(folder, 'gitconfig');
      writeFileSync(
        global,
        `[filter "lfs"]\n  ${kind} = "sh -c \\"$(git config lfs.extension.x.clean)\\"; cat"\n  required = true\n`,
      );
      utimesSync(join(at, 't.csv'), 1, 1);
      const env = { ...process.env, GIT_CONFIG_GLOBAL: global };
      expect(await gitState({ cwd: at, env })).toMatchObject({ dirty: false });
      expect(existsSync(ran)).toBe(false);
      // a name that cannot be switched off by an option
      writeFileSync(global, `[filter "a=b"]\n  ${kind} = "touch ${ran}; cat"\n`);
      writeFileSync(join(at, '.git/info/attributes'), '*.csv filter=a=b\n');
      expect(await gitState({ cwd: at, env })).toMatchObject({ dirty: true });
      expect(existsSync(ran)).toBe(false);
    },
  );

  it('fetches nothing that is missing, whatever the settings say of where from', async () => {
    const at = join(folder, 'partial');
    repository(at);
    const commit = git(at, 'rev-parse', 'HEAD').trim();
    const tree = git(at, 'rev-parse', 'HEAD^{tree}').trim();
    rmSync(join(at, '.git/objects', tree.slice(0, 2), tree.slice(2)));
    git(at, 'config', 'remote.o.promisor', 'true');
    git(at, 'config', 'remote.o.url', join(at, '.git'));
    git(at, 'config', 'remote.o.uploadpack', `touch ${ran}; git-upload-pack`);
    expect(await state(at)).toEqual({ commit, dirty: true });
    // the same by settings that are read from elsewhere, where names say nothing
    git(at, 'config', '--unset', 'remote.o.uploadpack');
    git(at, 'config', 'remote.o.url', `ext::sh -c "touch ${ran}"`);
    git(at, 'config', 'protocol.allow', 'always');
    expect(await state(at)).toEqual({ commit, dirty: true });
    expect(existsSync(ran)).toBe(false);
  });

  it('knows the settings of a clone as harmless, and takes unknown ones for what they may be', async () => {
    const origin = join(folder, 'origin');
    repository(origin);
    git(folder, 'clone', '--quiet', origin, 'clone');
    const at = join(folder, 'clone');
    for (const [name, value] of [
      ['user.name', 'a'],
      ['branch.x.vscode-merge-base', 'origin/main'],
      ['http.https://example.org/.extraheader', 'x'],
    ] as const)
      git(at, 'config', name, value);
    expect(await state(at)).toMatchObject({ dirty: false });
    for (const name of ['remote.origin.uploadpack', 'remote.origin.vcs', 'uploadpack.packobjectshook', 'new.thing']) {
      git(at, 'config', name, 'x');
      expect(await state(at), name).toMatchObject({ dirty: true });
      git(at, 'config', '--unset', name);
    }
  });

  it.skipIf(process.platform === 'win32').each([
    ['sha1', 40],
    ['sha256', 64],
  ])('records nothing of a file that a link in .git leads to (%s)', async (format, digits) => {
    const secret = join(folder, 'key');
    writeFileSync(secret, `${'5ec2e7'.repeat(11).slice(0, digits)}\n`);
    const at = join(folder, 'linked');
    mkdirSync(at);
    git(at, 'init', '--quiet', `--object-format=${format}`, '--initial-branch=main');
    for (const name of ['HEAD', 'refs/heads/main', 'packed-refs']) {
      const place = join(at, '.git', name);
      const kept = existsSync(place) ? readFileSync(place) : undefined;
      rmSync(place, { force: true });
      symlinkSync(secret, place);
      expect(await state(at), name).toBeUndefined();
      rmSync(place);
      // the same by a copy: what is no commit here is not recorded
      writeFileSync(
        place,
        name === 'packed-refs' ? `${readFileSync(secret, 'utf8').trim()} refs/heads/main\n` : readFileSync(secret),
      );
      expect(await state(at), name).toBeUndefined();
      if (kept === undefined) rmSync(place);
      else writeFileSync(place, kept);
    }
  });

  it.skipIf(process.platform === 'win32')(
    'records no commit of another repository that links lead to, and that of a worktree',
    async () => {
      const [other, at, tree] = ['other', 'own', 'tree'].map((name) => join(folder, name)) as [string, string, string];
      repository(other);
      mkdirSync(at);
      symlinkSync(join(other, '.git'), join(at, '.git'));
      expect(await state(at)).toBeUndefined();
      rmSync(join(at, '.git'));
      repository(at);
      rmSync(join(at, '.git/objects'), { recursive: true });
      symlinkSync(join(other, '.git/objects'), join(at, '.git/objects'));
      expect(await state(at)).toBeUndefined();
      const commit = git(other, 'rev-parse', 'HEAD').trim();
      git(other, 'worktree', 'add', '--quiet', tree);
      expect(await state(tree)).toEqual({ commit, dirty: false });
      symlinkSync(tree, join(folder, 'link'));
      expect(await state(join(folder, 'link'))).toEqual({ commit, dirty: false });
    },
  );

  it('records of a repository that a file .git names the id of its commit, which is no secret, and nothing else', async () => {
    const [own, other] = [join(folder, 'project'), join(folder, 'other')];
    repository(other);
    const commit = git(other, 'rev-parse', 'HEAD').trim();
    mkdirSync(own);
    writeFileSync(join(own, '.git'), `gitdir: ${join(other, '.git')}\n`);
    expect(await state(own)).toEqual({ commit, dirty: true });
    writeFileSync(join(folder, 'secret'), `${'a'.repeat(40)}\n`);
    writeFileSync(join(own, '.git'), `gitdir: ${join(folder, 'secret')}\n`);
    expect(await state(own)).toBeUndefined();
  });

  it('takes no folder of a clone for a repository', async () => {
    const inner = join(folder, 'inner');
    repository(inner);
    const outer = join(folder, 'outer');
    mkdirSync(outer);
    git(outer, 'init', '--quiet');
    const project = join(outer, 'proj');
    renameSync(join(inner, '.git'), project);
    git(project, 'config', '--file', 'config', 'core.bare', 'false');
    git(project, 'config', '--file', 'config', 'core.worktree', '.');
    git(project, 'config', '--file', 'config', 'core.fsmonitor', `touch ${ran};false`);
    await state(project);
    expect(existsSync(ran)).toBe(false);
  });

  it('runs no git that lies in a folder of packages, or relative to the working folder', async () => {
    const at = join(folder, 'planted');
    repository(at);
    const commit = git(at, 'rev-parse', 'HEAD').trim();
    const bin = join(folder, 'node_modules', '.bin');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'git'), `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 });
    const env = { ...process.env, PATH: [bin, `${bin}/`, 'node_modules/.bin', '.', process.env['PATH']].join(':') };
    expect(await gitState({ cwd: at, env })).toMatchObject({ commit });
    expect(existsSync(ran)).toBe(false);
  });

  it.skipIf(process.platform === 'win32').each([
    ['unset', undefined],
    ['empty', ''],
    ['relative only', '.:bin:'],
    ['of packages only', '/nowhere/node_modules/.bin'],
    ['of folders that are not there', '/nowhere/bin'],
    ['with empty and relative parts', '.::/usr/local/bin:/usr/bin:/bin'],
  ])('runs no git of the working folder where PATH is %s', async (_, path) => {
    const at = join(folder, 'foreign');
    repository(at);
    const commit = git(at, 'rev-parse', 'HEAD').trim();
    for (const place of [at, join(at, 'bin')]) {
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'git'), `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 });
    }
    expect(await gitState({ cwd: at, env: { HOME: folder, PATH: path } })).toMatchObject({ commit });
    expect(existsSync(ran)).toBe(false);
  });

  it.skipIf(process.platform === 'win32')(
    'gives git a PATH of absolute folders, and knows no commit without git',
    async () => {
      const at = join(folder, 'own');
      repository(at);
      const bin = join(folder, 'bin');
      mkdirSync(bin);
      expect(await gitState({ cwd: at, env: { PATH: bin } })).toBeUndefined();
      writeFileSync(join(bin, 'git'), `#!/bin/sh\necho "$PATH" > ${ran}; exit 1\n`, { mode: 0o755 });
      const env = { PATH: ['.', bin, '', `${bin}/../node_modules/.bin`, '/nowhere'].join(':') };
      expect(await gitState({ cwd: at, env })).toBeUndefined();
      expect(readFileSync(ran, 'utf8')).toBe(`${bin}\n`);
    },
  );
});
