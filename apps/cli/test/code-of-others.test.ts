import { chownSync, existsSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
let up = '';
let mark = '';
let model = '';
const ran = (): boolean => existsSync(mark);

/** Runs a command in a folder two levels below the config, on the data of the sandbox. */
const below = (command: string, ...more: string[]): ReturnType<typeof sandbox.fraudx> =>
  sandbox.fraudx([command, '--data', join(sandbox.folder, 'd.csv'), ...more], { cwd: join(up, 'a/b') });
const predict = (...more: string[]): ReturnType<typeof sandbox.fraudx> =>
  below('predict', '--force', '--model', model, ...more);
const train = (...more: string[]): ReturnType<typeof sandbox.fraudx> =>
  below('train', '--target', 'fraud', '--drop', 'id', '--param', 'num_round=3', ...more);

beforeAll(async () => {
  sandbox = await openSandbox();
  up = join(sandbox.folder, 'up');
  mark = join(sandbox.folder, 'ran');
  await writeFile(join(sandbox.folder, 'd.csv'), learnableCsv(300));
  const dataset = ['--data', 'd.csv', '--target', 'fraud', '--drop', 'id', '--param', 'num_round=3', '--json'];
  model = String((await sandbox.fraudx(['train', ...dataset])).json()['model']);
  await mkdir(join(up, 'a/b'), { recursive: true });
  await writeFile(join(up, 'fraudx.yaml'), 'features: { strategy: ./own.mjs }\n');
  await writeFile(
    join(up, 'own.mjs'),
    `import { writeFileSync } from 'node:fs';
writeFileSync(${JSON.stringify(mark)}, '');
export const strategy = {
  inputs: ['amount'],
  fit: () => null,
  transform: (frame) => [{ kind: 'numeric', name: 'twice', values: frame.column('amount').values.map((v) => 2 * v) }],
};
`,
  );
});
afterAll(() => sandbox.close());
beforeEach(() => rm(mark, { force: true }));

describe('code that a config of a folder above names', () => {
  it('is not loaded for a model that does not use it', async () => {
    const scored = await predict();
    expect(scored.code, scored.stderr).toBe(0);
    expect(ran()).toBe(false);
    expect(scored.stderr).not.toContain('own.mjs');
  });

  it('is announced before it runs, even with --quiet', async () => {
    const trained = await train('--quiet');
    expect(trained.stderr).toContain(
      `note: features.strategy of ${join(up, 'fraudx.yaml')} runs ${join(up, 'own.mjs')}\n`,
    );
    expect(ran()).toBe(true);
    // named by the user: nothing to announce
    const named = await train('--quiet', '--features', join(up, 'own.mjs'));
    expect(named.stderr).not.toContain('note: features.strategy');
  });

  it('is not run when it is not the one that the model was made with', async () => {
    const trained = await train('--json');
    expect(trained.code, trained.stderr).toBe(0);
    const own = String(trained.json()['model']);
    await rm(mark, { force: true });
    await copyFile(join(up, 'own.mjs'), join(up, 'kept.mjs'));
    await writeFile(join(up, 'own.mjs'), `${await readFile(join(up, 'own.mjs'), 'utf8')}\n// changed\n`);
    const refused = await below('predict', '--force', '--model', own);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('another version');
    expect(ran()).toBe(false);
    await rename(join(up, 'kept.mjs'), join(up, 'own.mjs'));
    expect((await below('predict', '--force', '--model', own)).code).toBe(0);
  });

  it.skipIf(process.getuid?.() !== 0)('is refused where it belongs to another user, as is the config', async () => {
    try {
      chownSync(join(up, 'own.mjs'), 12_345, 12_345);
      const module = await train();
      expect(module.code).toBe(2);
      expect(module.stderr).toContain('error: features.strategy: ');
      for (const name of ['', 'fraudx.yaml']) chownSync(join(up, name), 12_345, 12_345);
      for (const result of [
        await train(),
        await predict(),
        await sandbox.fraudx(['runs', 'list'], { cwd: join(up, 'a/b') }),
      ]) {
        expect(result.code).toBe(2);
        expect(result.stderr).toMatch(/^error: config: .*fraudx\.yaml must belong to the user who runs this/);
      }
      expect(ran()).toBe(false);
      const allowed = await sandbox.fraudx(['runs', 'list'], { cwd: up, env: { FRAUDX_SAFE_FOLDERS: up } });
      expect(allowed.code, allowed.stderr).toBe(0);
    } finally {
      for (const name of ['', 'fraudx.yaml', 'own.mjs']) chownSync(join(up, name), 0, 0);
    }
  });
});

describe.skipIf(process.getuid?.() !== 0)('code that a config names which was named', () => {
  const config = (): string => join(up, 'fraudx.yaml');
  const named = (...more: string[]): ReturnType<typeof sandbox.fraudx> =>
    train('--config', config(), '--folder', join(sandbox.folder, 'x'), ...more);

  it('runs where config and module are the user’s own', async () => {
    const trained = await named();
    expect(trained.code, trained.stderr).toBe(0);
    expect(ran()).toBe(true);
    expect(trained.stderr).not.toContain('note: features.strategy');
  });

  it('does not run where another user can put another config or module there, unless allowed or named itself', async () => {
    const own = join(up, 'own.mjs');
    for (const [at, what] of [
      [config(), `config: ${config()} must belong`],
      [up, `config: ${up}, on the way to ${config()}, must belong`],
      [own, `features.strategy: ${own} must belong`],
    ] as const) {
      await rm(mark, { force: true });
      chownSync(at, 12_345, 12_345);
      try {
        const refused = await named();
        expect(refused.code, at).toBe(2);
        expect(refused.stderr).toContain(`error: ${what} to the user who runs this (id 0), got user id 12345`);
        expect(refused.stderr).toContain(`, or add ${up} to the environment variable FRAUDX_SAFE_FOLDERS.`);
        expect(refused.stderr).toContain('--features ');
        expect(ran()).toBe(false);
        // its data, target and parameters were seen
        const raw = await named('--features', 'raw');
        expect(raw.code, raw.stderr).toBe(0);
        if (at !== up) continue;
        const env = { FRAUDX_SAFE_FOLDERS: up };
        const data = ['--data', join(sandbox.folder, 'd.csv'), '--target', 'fraud', '--drop', 'id'];
        const allowed = await sandbox.fraudx(
          ['train', ...data, '--param', 'num_round=1', '--config', config(), '--folder', join(sandbox.folder, 'x')],
          { cwd: join(up, 'a/b'), env },
        );
        expect(allowed.code, allowed.stderr).toBe(0);
        expect(ran()).toBe(true);
        expect((await named('--features', own)).code).toBe(0);
      } finally {
        chownSync(at, 0, 0);
      }
    }
  });
});

describe.skipIf(process.platform === 'win32')('a model folder of a stranger', () => {
  it.each(['model.json', 'booster.json'])('leads nowhere else by a link named %s', async (name) => {
    const folder = join(sandbox.folder, `linked-${name}`);
    await cp(model, folder, { recursive: true });
    await writeFile(join(sandbox.folder, 'secret'), 'hunter2-hunter2');
    await rm(join(folder, name));
    await symlink(join(sandbox.folder, 'secret'), join(folder, name));
    const result = await sandbox.fraudx(['predict', '--data', 'd.csv', '--model', folder, '--force', '--verbose']);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(`${join(folder, name)} must be a plain file, got a symbolic link`);
    await rm(join(folder, name));
    await copyFile(join(sandbox.folder, 'secret'), join(folder, name));
    const quoted = await sandbox.fraudx(['predict', '--data', 'd.csv', '--model', folder, '--force', '--verbose']);
    expect(quoted.code).toBe(2);
    expect(quoted.stderr).not.toContain('hunter2');
  });
});

describe.skipIf(process.platform === 'win32')('git', () => {
  it.each(['promotions list', 'pipeline status x', 'rollback'])(
    'is not asked by %s, which records nothing',
    async (command) => {
      const bin = join(sandbox.folder, 'bin');
      await mkdir(bin, { recursive: true });
      await writeFile(join(bin, 'git'), `#!/bin/sh\ntouch ${mark}\nexit 1\n`);
      await chmod(join(bin, 'git'), 0o755);
      const PATH = `${bin}:${process.env['PATH']}`;
      await sandbox.fraudx(command.split(' '), { env: { PATH } });
      expect(ran()).toBe(false);
      if (command !== 'rollback') return;
      // what records a run asks it
      await sandbox.fraudx(
        ['train', '--data', 'd.csv', '--target', 'fraud', '--drop', 'id', '--param', 'num_round=1'],
        {
          env: { PATH },
        },
      );
      expect(ran()).toBe(true);
    },
  );
});
