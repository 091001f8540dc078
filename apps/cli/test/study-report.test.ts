import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLocalWorkspace } from '@fraudx/local';
import type { TrialRecord } from '@fraudx/tuning';
import { parseSearchSpace } from '@fraudx/tuning';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
const readPage = (name: string): Promise<string> => readFile(join(sandbox.folder, name), 'utf8');

beforeAll(async () => {
  sandbox = await openSandbox();
  const start = Date.UTC(2024, 0, 1);
  const lines = Array.from({ length: 2000 }, (_, i) => {
    const fraud = (i * 7919) % 100 < 6 ? 1 : 0;
    const when = new Date(start + i * 600_000).toISOString();
    return `${when},${(fraud * 30 + ((i * 37) % 163)) / 4},${(i * 31) % 17},${fraud}`;
  });
  await writeFile(join(sandbox.folder, 't.csv'), ['at,amount,code,fraud', ...lines, ''].join('\n'));
  const space = parseSearchSpace({ eta: { type: 'float', low: 0.001, high: 1, log: true }, kind: ['a', 'b'] });
  const trials = Array.from({ length: 24 }, (_, trial): TrialRecord => {
    const params = { eta: 0.001 + trial / 31, kind: trial % 2 === 0 ? 'a' : 'b' };
    if (trial === 5) return { trial, params, state: 'failed', error: 'no room', durationMs: 1 };
    return { trial, params, state: 'complete', value: 1 - (params.eta - 0.4) ** 2, durationMs: 1000 };
  });
  await using workspace = await openLocalWorkspace(join(sandbox.folder, '.fraudx'));
  const spec = { formatVersion: 4, space, sampler: { name: 'random' }, directions: ['maximize'], seed: 7 } as const;
  await workspace.studies.createStudy({ studyId: 'study-one', name: 'cards', createdAt: start, spec }, trials);
});
afterAll(() => sandbox.close());

describe('the report of a study', () => {
  it('is written of any study, by name or id, also of one of Optuna', async () => {
    const text = await sandbox.fraudx(['studies', 'report', 'cards', '--output', 'cards.html']);
    expect([text.code, text.stdout]).toEqual([
      0,
      `${join(sandbox.folder, 'cards.html')}: report of study-one with 24 trials\n`,
    ]);
    const page = await readPage('cards.html');
    for (const part of ['<h1>cards</h1>', 'fANOVA', '>no room<', 'Optimization history']) expect(page).toContain(part);
    await sandbox.fraudx(['studies', 'export', 'cards', '--to', 'optuna.db', '--name', 'theirs']);
    const { study_id: id } = (await sandbox.fraudx(['studies', 'import', 'optuna.db', '--json'])).json();
    const json = await sandbox.fraudx(['studies', 'report', String(id), '--output', 'theirs.html', '--json']);
    expect(json.json()).toEqual({ study_id: id, trials: 24, report: join(sandbox.folder, 'theirs.html') });
    expect(await readPage('theirs.html')).toContain('Optimization history');
  });

  it('is written by tune, with when trials ran', async () => {
    const search = ['--strategy', 'random', '--trials', '3', '--param', 'num_round=5', '--metric', 'recall'];
    const data = ['--data', 't.csv', '--target', 'fraud', '--time', 'at', '--split', 'time'];
    const done = await sandbox.fraudx([
      'tune',
      ...data,
      ...search,
      '--study',
      'mine',
      '--report',
      'tune.html',
      '--json',
    ]);
    expect(done.code, done.stderr).toBe(0);
    expect(done.json()).toMatchObject({ study: 'mine', report: join(sandbox.folder, 'tune.html') });
    const page = await readPage('tune.html');
    for (const part of ['<h1>mine</h1>', 'recall, maximize', 'Timeline', 'standard error of the best'])
      expect(page).toContain(part);
  });

  it.each([
    [['studies', 'report', 'cards', '--output', 'cards.pdf'], 'INVALID_ARGUMENT'],
    [['studies', 'report', 'cards', '--output', 'none/cards.html'], 'FOLDER_NOT_FOUND'],
    [['studies', 'report', 'nobody', '--output', 'nobody.html'], 'STUDY_NOT_FOUND'],
    [['tune', '--report', 'tune.txt'], 'INVALID_ARGUMENT'],
    [['tune', '--report', 'none/tune.html'], 'FOLDER_NOT_FOUND'],
  ])('refuses %j before any work', async (args, code) => {
    const done = await sandbox.fraudx([...args, '--json']);
    expect([done.code, done.json()]).toMatchObject([2, { error: { code } }]);
    await expect(readPage('nobody.html')).rejects.toThrow('ENOENT');
  });
});
