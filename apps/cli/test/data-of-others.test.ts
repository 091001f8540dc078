import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
/** Files of the user, which no project from elsewhere may show. */
let home = '';
/** A project that was unpacked or cloned. */
let project = '';
const inProject = (args: readonly string[], env: Record<string, string> = {}): ReturnType<typeof sandbox.fraudx> =>
  sandbox.fraudx(args, { cwd: project, env });

const secrets: Readonly<Record<string, string>> = {
  'credentials.csv': '[default]\naws_access_key_id = AKIACANARY\naws_secret_access_key = SECRETCANARY\n',
  'env.csv': 'A=1\nTOKEN=SECRETCANARY7\nOTHER=SECRETCANARY8\n',
  'service.jsonl': '{"type":"service_account","private_key":"CANARY-KEY \\" and \\" CANARY2","id":"CANARY3"}\n',
  'docker.jsonl': '{"auths":{"example.org":{"auth":"CANARYb64"}}}\n',
  'pgpass.csv': 'localhost:5432:db:me:CANARYpass\nhost2:5432:db:me:CANARYpass2\n',
};
const targets: Readonly<Record<string, string>> = {
  'credentials.csv': '"[default]"',
  'env.csv': 'A=1',
  'service.jsonl': 'private_key',
  'docker.jsonl': 'auths',
  'pgpass.csv': 'nothing',
};
const commands = [
  ['doctor', '--json'],
  ['train', '--verbose'],
  ['tune', '--trials', '1'],
  ['data', 'validate'],
];

beforeAll(async () => {
  sandbox = await openSandbox();
  home = await mkdtemp(join(sandbox.folder, 'home-'));
  for (const [name, text] of Object.entries(secrets)) await writeFile(join(home, name), text);
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  project = await mkdtemp(join(sandbox.folder, 'project-'));
});

describe.skipIf(process.platform === 'win32')('data that a found config leads out of its folder', () => {
  it.each(['by a link', 'by a link in the middle'])('are not opened %s', async (way) => {
    const isFile = way === 'by a link';
    await symlink(isFile ? join(home, 'env.csv') : home, join(project, isFile ? 'cards.csv' : 'data'));
    const data = isFile ? 'cards.csv' : 'data/env.csv';
    await writeFile(
      join(project, 'fraudx.yaml'),
      `data: ${data}\ntarget: A=1\nvalidation: { A=1: { unique: true } }\n`,
    );
    for (const args of isFile ? [...commands, ['data', 'describe']] : [['train']]) {
      const { stdout, stderr } = await inProject(args);
      expect(`${stdout}${stderr}`, args.join(' ')).toContain(
        `data: must lie in the folder of ${join(project, 'fraudx.yaml')} where nobody named it, got ${join(project, data)}, which leads to ${join(home, 'env.csv')}`,
      );
      expect(`${stdout}${stderr}`).not.toMatch(/CANARY|TOKEN/);
    }
    if (!isFile) return;
    const refused = await inProject(['train', '--json']);
    expect(refused.code).toBe(2);
    expect(refused.json()).toMatchObject({
      error: { code: 'DATA_OUTSIDE', details: { place: join(home, 'env.csv') } },
    });
    for (const [args, env] of [
      [['train', '--data', data], {}],
      [['train', '--config', 'fraudx.yaml'], {}],
      [['train'], { FRAUDX_DATA: data }],
      [['train'], { FRAUDX_SAFE_FOLDERS: project }],
    ] as const) {
      expect((await inProject(args, env)).stderr, args.join(' ')).toContain(
        'must hold 0 and 1, got "TOKEN=SECRETCANARY7"',
      );
    }
  });

  it('are not named by a word of the command line that is the same', async () => {
    await symlink(join(home, 'env.csv'), join(project, 'train'));
    await symlink(join(home, 'env.csv'), join(project, 'x'));
    for (const [data, args] of [
      ['train', ['train']],
      ['x', ['train', '--target', 'x']],
    ] as const) {
      await writeFile(join(project, 'fraudx.yaml'), `data: ${data}\ntarget: A=1\n`);
      const { stdout, stderr } = await inProject(args);
      expect(stderr, data).toContain('where nobody named it');
      expect(stdout + stderr).not.toMatch(/CANARY|TOKEN/);
    }
  });

  it('are read where links stay in the folder', async () => {
    await mkdir(join(project, 'raw'));
    await writeFile(join(project, 'raw/d.csv'), learnableCsv(300));
    await symlink('raw', join(project, 'data'));
    await writeFile(join(project, 'fraudx.yaml'), 'data: data/d.csv\ntarget: amount\n');
    expect((await inProject(['train'])).stderr).toContain('Values found: "');
  });
});

describe('data that a found config names elsewhere', () => {
  it.each(Object.keys(secrets))('show nothing that is quoted from them: %s', async (name) => {
    const path = join(home, name);
    const validation = '{ "A=1": { values: [zz] }, "[default]": { unique: true, values: [zz] } }';
    await writeFile(
      join(project, 'fraudx.yaml'),
      `data: ${path}\ntarget: ${targets[name]!}\nvalidation: ${validation}\n`,
    );
    for (const args of name === 'credentials.csv' ? commands : [['train', '--json', '--verbose']]) {
      const { stdout, stderr, code } = await inProject(args);
      expect(`${stdout}${stderr}`, args.join(' ')).not.toMatch(/CANARY|TOKEN|access_key/);
      expect(code, args.join(' ')).not.toBe(70);
    }
  });

  it('say once how to see them, and keep what the user wrote', async () => {
    const path = join(home, 'credentials.csv');
    await writeFile(join(project, 'fraudx.yaml'), `data: ${path}\ntarget: "[default]"\n`);
    const { stderr } = await inProject(['train']);
    expect(stderr).toContain('data: target "[default]" must hold 0 and 1, got "…" in data row 1');
    expect(stderr).toContain('Values found: "…" 1, "…" 1.');
    expect(
      stderr.match(/values are not shown, since the config that was found lies elsewhere than the data/gi),
    ).toHaveLength(1);
    const named = await inProject(['train', '--data', path]);
    expect(named.stderr).toContain('AKIACANARY');
  });

  it('say so with notes too, once, and show all in a project that is trusted', async () => {
    const lines = learnableCsv(600).trimEnd().split('\n');
    const open = lines.map((line, i) => (i > 0 && i % 9 === 0 ? line.replace(/[01]$/, 'secret7') : line));
    await writeFile(join(home, 'open.csv'), `${open.join('\n')}\n`);
    await writeFile(
      join(project, 'fraudx.yaml'),
      `data: ${join(home, 'open.csv')}\ntarget: fraud\npositive: ["1"]\nnegative: ["0"]\ndrop: [id]\nparams: { num_round: 3 }\nworkers: 1\n`,
    );
    const { code, stderr } = await inProject(['train']);
    expect(code, stderr).toBe(0);
    expect(stderr).not.toContain('secret7');
    expect(stderr).toContain('positive and negative name none of "…"');
    expect(stderr.match(/Values are not shown, since .*FRAUDX_SAFE_FOLDERS/g)).toHaveLength(1);
    const trusted = await inProject(['train'], { FRAUDX_SAFE_FOLDERS: project });
    expect(trusted.stderr).toContain('name none of "secret7"');
    expect(trusted.stderr).not.toContain('Values are not shown');
  });

  it('are announced before they are read, also with --quiet, and not where the user names them', async () => {
    await writeFile(join(home, 'tx.csv'), learnableCsv(600));
    await writeFile(
      join(project, 'fraudx.yaml'),
      `data: ${join(home, 'tx.csv')}\ntarget: fraud\ndrop: [id]\nparams: { num_round: 3 }\nworkers: 1\n`,
    );
    const said = `note: reads ${join(home, 'tx.csv')}, which ${join(project, 'fraudx.yaml')} names outside of its folder\n`;
    for (const args of [
      ['data', 'describe', '--quiet'],
      ['leakage', 'check', '--quiet'],
      ['train', '--quiet'],
      ['features', 'select', '--quiet'],
    ]) {
      const { code, stderr, stdout } = await inProject(args);
      expect(code, args.join(' ')).toBeLessThan(2);
      expect(stderr.startsWith(said), stderr).toBe(true);
      expect(stderr.split(said)).toHaveLength(2);
      expect(stdout).toContain('amount');
    }
    const evaluated = await inProject(['evaluate', '--json', '--quiet']);
    expect(evaluated.stderr).toContain(said);
    const { slices } = evaluated.json() as { slices: { slices: { column: string; value: string }[] } };
    expect(slices.slices.filter(({ column }) => column === 'country').length).toBeGreaterThan(1);
    expect(new Set(slices.slices.map(({ value }) => value))).toEqual(new Set(['…']));
    const named = await inProject(['evaluate', '--json', '--quiet', '--data', join(home, 'tx.csv')]);
    expect(named.stderr).not.toContain('reads ');
    expect(named.stdout).not.toContain('"…"');
    expect((await inProject(['data', 'describe', join(home, 'tx.csv'), '--quiet'])).stderr).toBe('');
  });
});

describe('data that only a record names', () => {
  it('show nothing that is quoted from them', async () => {
    const path = join(home, 'moved.csv');
    await writeFile(path, learnableCsv(600));
    const trained = await inProject([
      'train',
      '--data',
      path,
      '--target',
      'fraud',
      '--drop',
      'id',
      '--param',
      'num_round=3',
    ]);
    expect(trained.code, trained.stderr).toBe(0);
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(
      path,
      [lines[0], ...lines.slice(1).map((line) => line.replace(/,[01]$/, ',SECRETCANARY10'))].join('\n'),
    );
    for (const args of [
      ['evaluate', '--json'],
      ['promote', '--yes'],
    ]) {
      const { stdout, stderr } = await inProject(args, { CI: 'true' });
      expect(`${stdout}${stderr}`).toContain('Values are not shown, since only the record of a run names the data');
      expect(`${stdout}${stderr}`).not.toContain('CANARY');
    }
    const named = await inProject(['evaluate', '--data', path]);
    expect(named.stderr).toContain('SECRETCANARY10');
  });
});
