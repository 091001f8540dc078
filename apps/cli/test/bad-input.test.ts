import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
const write = (name: string, text: string): Promise<void> => writeFile(join(sandbox.folder, name), text);
beforeAll(async () => {
  sandbox = await openSandbox();
  await write('good.csv', learnableCsv(400));
  await write('empty.csv', '');
  await write('header.csv', 'a,b,fraud\n');
  await write('one-class.csv', `a,fraud\n${Array.from({ length: 50 }, (_, i) => `${i},0`).join('\n')}\n`);
  await write('three-class.csv', `a,fraud\n${Array.from({ length: 50 }, (_, i) => `${i},${i % 3}`).join('\n')}\n`);
  await write('twice.csv', `a,a,fraud\n1,2,0\n2,3,1\n`);
  const rows = learnableCsv(400).split('\n');
  rows[50] = rows[50]!.replace(/^(\d+),[^,]*/, '$1,12x4');
  await write('text.csv', rows.join('\n'));
});
afterAll(() => sandbox.close());

const train = (file: string, ...more: string[]): string[] => [
  'train',
  '--data',
  file,
  '--target',
  'fraud',
  '--param',
  'num_round=3',
  ...more,
];

describe('bad input', () => {
  it('in the command line itself is JSON where JSON is asked for', async () => {
    const result = await sandbox.fraudx(['train', '--tagret', 'fraud', '--json']);
    expect(result.code).toBe(2);
    expect(result.json()).toMatchObject({
      error: { code: 'USAGE', message: expect.stringContaining("unknown option '--tagret'") as unknown },
    });
  });

  it.each([
    ['a missing file', () => train('no.csv'), 2, /no\.csv/],
    ['a folder instead of a file', () => train('.'), 2, /file/],
    ['an empty file', () => train('empty.csv'), 2, /empty/],
    ['a header without rows', () => train('header.csv'), 2, /row/],
    ['an unknown target', () => ['train', '--data', 'good.csv', '--target', 'fruad'], 2, /"fruad"[\s\S]*"fraud"/],
    ['an unknown column to drop', () => train('good.csv', '--drop', 'idd'), 2, /"idd"/],
    ['a target of one class', () => train('one-class.csv'), 2, /fraud/],
    ['a target that is not binary', () => train('three-class.csv'), 2, /fraud/],
    ['repeated column names', () => train('twice.csv'), 2, /"a"/],
    ['text in a numeric column', () => train('text.csv'), 2, /text\.csv[\s\S]*amount[\s\S]*12x4|12x4[\s\S]*amount/],
    ['no data named', () => ['train', '--target', 'fraud'], 2, /--data/],
    ['no target named', () => ['train', '--data', 'good.csv'], 2, /--target/],
    ['an unknown algorithm', () => train('good.csv', '--algorithm', 'xgbost'), 2, /algorithm/],
    ['an unknown parameter', () => train('good.csv', '--param', 'max_dept=3'), 2, /max_dept[\s\S]*max_depth/],
    [
      'a parameter out of range',
      () => train('good.csv', '--param', 'eta=-1', '--param', 'max_depth=900'),
      2,
      /eta[\s\S]*max_depth|max_depth[\s\S]*eta/,
    ],
    [
      'an unknown metric',
      () => ['tune', '--data', 'good.csv', '--target', 'fraud', '--metric', 'auc_roc'],
      2,
      /auc_roc/,
    ],
    ['an unknown run', () => ['runs', 'show', 'run-nope'], 2, /run-nope/],
    [
      'a query that does not parse',
      () => ['runs', 'list', '--where', 'metrics.x >> 3'],
      2,
      /position|column|metrics\.x/,
    ],
    ['a promotion without a model', () => ['promote', '--experiment', 'nothing'], 2, /fraudx tune/],
    ['an unknown command', () => ['tuen'], 2, /tuen/],
  ])('%s', async (_name, args, code, message) => {
    const result = await sandbox.fraudx(args());
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.code).toBe(code);
    expect(result.stdout).toBe('');
    const json = await sandbox.fraudx([...args(), '--json']);
    expect(json.code).toBe(code);
    expect(json.json()).toMatchObject({ error: { code: expect.any(String), message: expect.any(String) } });
  });

  it('names an unknown config key and the near one', async () => {
    await write('bad.yaml', 'tagret: fraud\n');
    const result = await sandbox.fraudx(['train', '--config', 'bad.yaml']);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('unknown key "tagret", did you mean "target"?');
  });

  it('says that a folder cannot be written', async () => {
    await mkdir(join(sandbox.folder, 'locked'));
    await writeFile(join(sandbox.folder, 'locked', '.fraudx'), 'a file where a folder should be');
    const result = await sandbox.fraudx(train('good.csv', '--folder', 'locked/.fraudx'));
    expect(result.code).toBeGreaterThanOrEqual(2);
    expect(result.code).toBeLessThanOrEqual(3);
    expect(result.stderr).toContain('locked/.fraudx');
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it.skipIf(process.getuid?.() === 0)('says that a read-only folder cannot be written', async () => {
    const folder = join(sandbox.folder, 'readonly');
    await mkdir(folder);
    await chmod(folder, 0o555);
    const result = await sandbox.fraudx(train('good.csv', '--folder', 'readonly/.fraudx'));
    expect(result.code).toBe(3);
    expect(await readdir(folder)).toEqual([]);
  });

  it('ends after an error on a terminal too, where a progress bar was drawn', async () => {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
    const command = `${process.execPath} -C fraudx-source ${main} train --data good.csv --target fruad`;
    const child = spawn('script', ['-qec', command, '/dev/null'], { cwd: sandbox.folder });
    let screen = '';
    child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    // nothing goes back to the line of the error and clears it
    const codes = screen.slice(screen.indexOf('"fruad"')).split('\u001B').slice(1);
    expect(codes.filter((text) => /^(?:8|\[[0-2]?K|\[1G|\[\d*A)/.test(text))).toEqual([]);
    expect(screen).toContain('"fruad"');
    expect(code).toBe(2);
  });

  it('does not overwrite what is there', async () => {
    await sandbox.fraudx(train('good.csv', '--experiment', 'keep'));
    const onto = (output: string): Promise<{ code: number | null; stderr: string }> =>
      sandbox.fraudx(['predict', '--experiment', 'keep', '--data', 'good.csv', '--output', output]);
    expect(await onto('good.csv')).toMatchObject({ code: 2, stderr: expect.stringContaining('must differ') });
    expect(await onto('one-class.csv')).toMatchObject({ code: 4, stderr: expect.stringContaining('--force') });
    expect(await onto('no/where.csv')).toMatchObject({ code: 2, stderr: expect.stringContaining('folder') });
  });

  it('lets two processes train at once', async () => {
    const results = await Promise.all(
      [1, 2].map((seed) => sandbox.fraudx(train('good.csv', '--seed', String(seed), '--experiment', 'both', '--json'))),
    );
    expect(results.map((result) => result.code)).toEqual([0, 0]);
    const runs = await sandbox.fraudx(['runs', 'list', '--experiment', 'both', '--json']);
    expect(runs.json()['runs']).toHaveLength(2);
  });

  it('marks runs as interrupted on Ctrl-C and exits with 130', async () => {
    const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
    const args = [
      'tune',
      '--data',
      'good.csv',
      '--target',
      'fraud',
      '--trials',
      '400',
      // long enough that some trial is running whenever the signal comes
      '--param',
      'num_round=50000',
      '--experiment',
      'stopped',
    ];
    const child = spawn(process.execPath, ['-C', 'fraudx-source', main, ...args], { cwd: sandbox.folder });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await expect
      .poll(
        async () =>
          (
            (await sandbox.fraudx(['runs', 'list', '--experiment', 'stopped', '--kind', 'trial', '--json'])).json()[
              'runs'
            ] as object[]
          ).length,
        { timeout: 60_000 },
      )
      .toBeGreaterThan(0);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(stderr).toContain('interrupted');
    const { runs } = (
      await sandbox.fraudx(['runs', 'list', '--experiment', 'stopped', '--json', '--limit', '100'])
    ).json() as { runs: { run_id: string; kind: string; status: string }[] };
    expect(runs.find((run) => run.kind === 'study')?.status).toBe('interrupted');
    expect(runs.filter((run) => run.status === 'running')).toEqual([]);
    expect(runs.some((run) => run.kind === 'trial' && run.status === 'interrupted')).toBe(true);
    expect(stderr).toMatch(/fraudx tune --resume=run-/);
    // the message counts as the study does
    const study = runs.find((run) => run.kind === 'study')!;
    const { json } = await sandbox.fraudx(['studies', 'show', study.run_id, '--json']);
    const counts = Object.entries(json()['trials'] as Record<string, number>).filter(([, count]) => count > 0);
    const nEnded = counts.reduce((sum, [state, count]) => sum + (state === 'interrupted' ? 0 : count), 0);
    const said = counts.map(([state, count]) => `${count} ${state}`).join(', ');
    expect(stderr).toContain(`interrupted after ${nEnded} of 400 trials (${said})`);
  });
});
