import { chmodSync, chownSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
/** A project that was unpacked or cloned, with a trained run in its `.fraudx`. */
let project = '';
let elsewhere = '';
const inProject = (args: readonly string[], env: Record<string, string> = {}): ReturnType<typeof sandbox.fraudx> =>
  sandbox.fraudx(args, { cwd: project, env });

const config = `data: d.csv
target: fraud
drop: [id]
params: { num_round: 3 }
workers: 1
`;

beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

beforeEach(async () => {
  project = await mkdtemp(join(sandbox.folder, 'project-'));
  elsewhere = await mkdtemp(join(sandbox.folder, 'elsewhere-'));
  await writeFile(join(elsewhere, 'precious'), 'precious');
  await writeFile(join(project, 'd.csv'), learnableCsv(300));
  await writeFile(join(project, 'fraudx.yaml'), config);
  const trained = await inProject(['train', '--quiet', '--json']);
  expect(trained.code, trained.stderr).toBe(0);
});
afterEach(async () => {
  expect(await readdir(elsewhere)).toEqual(['precious']);
  expect(await readFile(join(elsewhere, 'precious'), 'utf8')).toBe('precious');
});

describe.skipIf(process.platform === 'win32')('a .fraudx that brings links', () => {
  it('lets doctor empty nothing', async () => {
    await symlink(join(elsewhere, 'precious'), join(project, '.fraudx/.doctor'));
    const looked = await inProject(['doctor', '--json']);
    expect(looked.code, looked.stdout).toBe(0);
    expect((await readdir(join(project, '.fraudx'))).filter((name) => name.startsWith('.doctor'))).toEqual(['.doctor']);
  });

  it('lets evaluate write no report where they lead', async () => {
    const run = (await readdir(join(project, '.fraudx/artifacts')))[0]!;
    await symlink(elsewhere, join(project, '.fraudx/artifacts', run, 'evaluation'));
    const evaluated = await inProject(['evaluate', '--report']);
    expect(evaluated.code).toBe(2);
    expect(evaluated.stderr).toContain('evaluation must be a plain folder, got a symbolic link');
  });

  it('lets promote show no file of another user, and write none', async () => {
    await mkdir(join(project, '.fraudx/production/objects'), { recursive: true });
    await symlink(
      join(elsewhere, 'precious'),
      join(project, '.fraudx/production/objects/production-model-config.yaml'),
    );
    const promoted = await inProject(['promote', '--approved-by', 'ada', '--yes']);
    expect(promoted.code).toBe(2);
    expect(promoted.stderr).toContain('production-model-config.yaml must be a plain file');
    const files = await readdir(join(project, '.fraudx/production'), { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain('precious');
    }
  });

  it('lets no command open the model of a run elsewhere, or write there', async () => {
    const run = (await readdir(join(project, '.fraudx/models')))[0]!;
    const model = join(project, '.fraudx/models', run);
    const moved = join(await mkdtemp(join(sandbox.folder, 'moved-')), 'model');
    await rename(model, moved);
    await symlink(moved, model);
    const before = await readdir(moved);
    for (const args of [
      ['evaluate'],
      ['predict', '--data', 'd.csv', '--output', 'scores.csv'],
      ['export', 'xgboost', '--output', 'model.json'],
      ['promote', '--dry-run'],
    ]) {
      const refused = await inProject(args);
      expect(refused.code, args[0]).toBe(2);
      expect(refused.stderr, args[0]).toContain(`${model} must be a plain file or folder, got a symbolic link`);
    }
    expect(await readdir(moved)).toEqual(before);
  });

  it('lets no command open models or artifacts elsewhere', async () => {
    for (const name of ['models', 'artifacts']) {
      await rm(join(project, '.fraudx', name), { recursive: true });
      await symlink(elsewhere, join(project, '.fraudx', name));
      const trained = await inProject(['train', '--quiet']);
      expect(trained.code).toBe(2);
      expect(trained.stderr).toContain(`${name} must be a plain file or folder, got a symbolic link`);
      await rm(join(project, '.fraudx', name));
      await mkdir(join(project, '.fraudx', name));
    }
  });
});

describe.skipIf(process.platform === 'win32')('a project that leads to the runs of another', () => {
  let stranger = '';
  const inStranger = (args: readonly string[], env: Record<string, string> = {}): ReturnType<typeof sandbox.fraudx> =>
    sandbox.fraudx(args, { cwd: stranger, env });
  const folder = (): string => join(project, '.fraudx');
  beforeEach(async () => {
    stranger = await mkdtemp(join(sandbox.folder, 'stranger-'));
    await copyFile(join(project, 'd.csv'), join(stranger, 'd.csv'));
  });

  it.each(['by its config', 'by a link'])('is refused %s, before anything is written there', async (way) => {
    const named = way === 'by its config' ? `tracking: { folder: ../${basename(project)}/.fraudx }\n` : '';
    await writeFile(join(stranger, 'fraudx.yaml'), config + named);
    if (named === '') await symlink(folder(), join(stranger, '.fraudx'));
    const before = await readFile(join(folder(), 'fraudx.db'));
    for (const args of [
      ['train', '--quiet'],
      ['rollback'],
      ['promote', '--dry-run'],
      ['runs', 'list'],
      ['tune', '--trials', '1'],
      ['predict', '--data', 'd.csv', '--output', 'scores.csv'],
    ]) {
      const refused = await inStranger(args);
      expect(refused.code, args[0]).toBe(2);
      expect(refused.stderr, args[0]).toContain('where nobody named it, got ');
    }
    expect((await inStranger(['doctor', '--json'])).stdout).toContain('where nobody named it');
    expect(await readFile(join(folder(), 'fraudx.db'))).toEqual(before);
    for (const args of [
      ['runs', 'list', '--folder', folder()],
      ...(named === '' ? [] : [['runs', 'list', '--config', 'fraudx.yaml']]),
    ]) {
      expect((await inStranger(args)).code, args.join(' ')).toBe(0);
    }
    expect((await inStranger(['runs', 'list'], { FRAUDX_FOLDER: folder() })).code).toBe(0);
    expect((await inStranger(['runs', 'list'], { FRAUDX_SAFE_FOLDERS: stranger })).code).toBe(0);
  });
});

it('takes a variable with an empty text for none', async () => {
  const empty = { FRAUDX_FOLDER: '', FRAUDX_CONFIG: '', FRAUDX_DATA: '', FRAUDX_SEED: '', FRAUDX_TARGET: '' };
  const listed = await inProject(['runs', 'list', '--json'], empty);
  expect(listed.code, listed.stderr).toBe(0);
  expect((listed.json() as { runs: unknown[] }).runs).toHaveLength(1);
  expect((await readdir(project)).toSorted()).toEqual(['.fraudx', 'd.csv', 'fraudx.yaml']);
});

describe.skipIf(process.getuid?.() !== 0)('a .fraudx that another user can change', () => {
  const commands = [
    ['runs', 'list'],
    ['train', '--quiet'],
    ['promotions', 'list'],
    ['promote', '--dry-run'],
  ];

  it('is refused where it belongs to another user, unless it is named or allowed', async () => {
    chownSync(join(project, '.fraudx'), 12_345, 12_345);
    for (const args of commands) {
      const refused = await inProject(args);
      expect(refused.code, args.join(' ')).toBe(2);
      expect(refused.stderr).toContain(`.fraudx must belong to the user who runs this (id 0), got user id 12345`);
      expect(refused.stderr).toContain('FRAUDX_SAFE_FOLDERS');
    }
    const looked = await inProject(['doctor', '--json']);
    expect(looked.code).toBe(1);
    expect(looked.stdout).toContain('must belong to the user who runs this');
    expect((await inProject(['runs', 'list', '--folder', '.fraudx'])).code).toBe(0);
    expect((await inProject(['runs', 'list'], { FRAUDX_SAFE_FOLDERS: '*' })).code).toBe(0);
  });

  it('is refused below a folder of another user, who could put another project there', async () => {
    const above = await mkdtemp(join(sandbox.folder, 'home-'));
    await rename(project, join(above, 'project'));
    project = join(above, 'project');
    expect((await inProject(['runs', 'list'])).code).toBe(0);
    chownSync(above, 12_345, 12_345);
    for (const args of commands) {
      const refused = await inProject(args);
      expect(refused.code, args.join(' ')).toBe(2);
      expect(refused.stderr).toContain(
        `config: ${above}, on the way to ${join(project, 'fraudx.yaml')}, must belong to the user who runs this (id 0), got user id 12345`,
      );
      expect(refused.stderr).toContain(`Whoever can change ${above} can put something else there. `);
    }
    await rm(join(project, 'fraudx.yaml'));
    const refused = await inProject(['runs', 'list']);
    expect(refused.stderr).toContain(`folder: ${above}, on the way to ${join(project, '.fraudx')}, must belong`);
    expect((await inProject(['runs', 'list', '--folder', '.fraudx'])).code).toBe(0);
    expect((await inProject(['runs', 'list'], { FRAUDX_SAFE_FOLDERS: project })).code).toBe(0);
  });

  it('is refused where everybody can write to it, or to what lies in it', async () => {
    for (const at of ['.fraudx', '.fraudx/models', '.fraudx/fraudx.db']) {
      chmodSync(join(project, at), 0o777);
      const refused = await inProject(['runs', 'list']);
      expect(refused.code, at).toBe(2);
      expect(refused.stderr).toContain('must be writable by its owner alone, got mode 0777');
      chmodSync(join(project, at), 0o755);
    }
    expect((await inProject(['runs', 'list'])).code).toBe(0);
  });
});

describe.skipIf(process.getuid?.() !== 0)('configs that a sweep writes', () => {
  const sweep = ['sweep', '--stage', 'features', '--quiet', '--json'];

  it('lie in no folder that another user can change, there or about to be made, also where the config is named', async () => {
    const configs = join(project, 'configs');
    await mkdir(configs);
    chownSync(configs, 12_345, 12_345);
    for (const args of [sweep, [...sweep, '--config', 'fraudx.yaml'], [...sweep, '--folder', '.fraudx']]) {
      const refused = await inProject(args);
      expect(refused.code, args.join(' ')).toBe(2);
      expect(refused.stdout).toContain(
        `configs: ${configs} must belong to the user who runs this (id 0), got user id 12345`,
      );
      expect(refused.stdout).toContain(
        `If you trust it, add ${project} to the environment variable FRAUDX_SAFE_FOLDERS.`,
      );
    }
    expect(await readdir(configs)).toEqual([]);
    const allowed = await inProject(sweep, { FRAUDX_SAFE_FOLDERS: project });
    expect(allowed.code, allowed.stdout).toBe(0);
    // a config in it that somebody else has put there
    chownSync(configs, 0, 0);
    chownSync(join(configs, 'best_features.yaml'), 12_345, 12_345);
    expect((await inProject(sweep)).stdout).toContain('best_features.yaml) must belong');
    await rm(configs, { recursive: true });
    chmodSync(project, 0o777);
    const shared = await inProject([...sweep, '--config', 'fraudx.yaml', '--folder', join(elsewhere, 'x')]);
    expect(shared.code).toBe(2);
    expect(shared.stdout).toContain(
      `configs: ${project}, on the way to ${configs}, must be writable by its owner alone`,
    );
    chmodSync(project, 0o755);
  });

  it('lie in the working folder where there is no config, wherever the runs are', async () => {
    await rm(join(project, 'fraudx.yaml'));
    const runs = join(await mkdtemp(join(sandbox.folder, 'runs-')), '.fraudx');
    const swept = await inProject([...sweep, '--data', 'd.csv', '--target', 'fraud', '--drop', 'id', '--folder', runs]);
    expect(swept.code, swept.stdout).toBe(0);
    expect(await readdir(join(project, 'configs'))).toEqual(['best_features.yaml']);
  });
});

describe.skipIf(process.platform === 'win32')('code that a config in the working folder names', () => {
  it('does not run where others can change it', async () => {
    const mark = join(project, 'ran');
    await writeFile(join(project, 'fraudx.yaml'), `${config}features: { strategy: ./own.mjs }\n`);
    await writeFile(
      join(project, 'own.mjs'),
      `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(mark)}, '');\n`,
    );
    chmodSync(join(project, 'own.mjs'), 0o666);
    const refused = await inProject(['train', '--quiet']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('own.mjs must be writable by its owner alone');
    await expect(copyFile(mark, join(project, 'copy'))).rejects.toThrow('ENOENT');
    chmodSync(join(project, 'own.mjs'), 0o644);
    // a link in the middle of the way, in a folder where everybody can put another one
    const shared = await mkdtemp(join(sandbox.folder, 'shared-'));
    await symlink(project, join(shared, 'dir'));
    chmodSync(shared, 0o777);
    await writeFile(join(project, 'fraudx.yaml'), `${config}features: { strategy: ${join(shared, 'dir/own.mjs')} }\n`);
    const linked = await inProject(['train', '--quiet']);
    expect(linked.code).toBe(2);
    expect(linked.stderr).toContain(`features.strategy: ${shared}, on the way to ${join(shared, 'dir/own.mjs')}, must`);
    await expect(copyFile(mark, join(project, 'copy'))).rejects.toThrow('ENOENT');
    await writeFile(join(project, 'fraudx.yaml'), `${config}features: { strategy: ./own.mjs }\n`);
    await inProject(['train', '--quiet']);
    await copyFile(mark, join(project, 'copy'));
  });
});
