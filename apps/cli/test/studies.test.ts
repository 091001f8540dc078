import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLocalWorkspace, readOptunaDatabase } from '@fraudx/local';
import type { StudyRecord, TrialRecord } from '@fraudx/tuning';
import { parseSearchSpace } from '@fraudx/tuning';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openSandbox } from './cli.ts';

const space = parseSearchSpace({
  eta: { type: 'float', low: 0.001, high: 1, log: true },
  kind: ['a', 'b'],
  tree_method: { type: 'fixed', value: 'hist' },
});

const study: StudyRecord = {
  studyId: 'study-one',
  createdAt: 1_700_000_000_000,
  spec: { formatVersion: 4, space, sampler: { name: 'random' }, directions: ['maximize'], seed: 7 },
};

const trials = Array.from({ length: 24 }, (_, trial): TrialRecord => {
  const params = { eta: 0.001 + trial / 31, kind: trial % 2 === 0 ? 'a' : 'b', tree_method: 'hist' };
  if (trial === 5) return { trial, params, state: 'failed', error: 'no room', durationMs: 1 };
  const value = 1 - (params.eta - 0.4) ** 2;
  return { trial, params, state: 'complete', value, metrics: { roc_auc: 0.9 }, durationMs: 1000 + trial };
});

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
const fraudx = (...args: readonly string[]): ReturnType<typeof sandbox.fraudx> => sandbox.fraudx(['studies', ...args]);

beforeAll(async () => {
  sandbox = await openSandbox();
  await using workspace = await openLocalWorkspace(join(sandbox.folder, '.fraudx'));
  await workspace.studies.createStudy(study, trials);
  await workspace.studies.createStudy({ ...study, studyId: 'study-two', createdAt: 1 });
  const two = {
    ...study,
    studyId: 'pair',
    createdAt: 2,
    spec: { ...study.spec, directions: ['maximize', 'minimize'] as const },
  };
  const values = (trial: TrialRecord): TrialRecord => {
    const { value, ...rest } = trial;
    return value === undefined ? rest : { ...rest, values: [value, trial.trial] };
  };
  await workspace.studies.createStudy(two, trials.map(values));
});
afterAll(() => sandbox.close());

describe('fraudx studies', () => {
  it('lists studies, newest first, with what they have found', async () => {
    const { code, stdout } = await fraudx('list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/study-one +2023-11-14 22:13:20 +random +maximize +0\.99\d+ +23 complete, 1 failed/);
    expect(stdout).toMatch(/study-two .* no trials/);
    expect((await fraudx('list', '--json')).json()).toMatchObject({
      studies: [
        { study_id: 'study-one', trials: { complete: 23, failed: 1 }, best: { number: 12 } },
        { study_id: 'pair', best: null, directions: ['maximize', 'minimize'] },
        { study_id: 'study-two', best: null, importances: null },
      ],
    });
  });

  it('shows one by the beginning of its id, with its best trials and importances', async () => {
    const { code, stdout } = await fraudx('show', 'study-o', '--limit', '2');
    expect(code).toBe(0);
    expect(stdout).toMatch(/trial +state +value +took +eta +kind +tree_method\n +12 +complete/);
    expect(stdout).toMatch(/Importance .* rough with so few trials[\s\S]*eta +\d+/);
    expect(stdout).not.toMatch(/tree_method +0/);
    const json = (await fraudx('show', 'study-one', '--json')).json() as { all_trials: object[]; importances: object };
    expect(json.all_trials[5]).toMatchObject({ number: 5, state: 'failed', error: 'no room', value: null });
    expect(Object.keys(json.importances)[0]).toBe('eta');
    const pair = (await fraudx('show', 'pair', '--json')).json() as { pareto: { number: number }[] };
    expect(pair.pareto.map(({ number }) => number).slice(0, 2)).toEqual([0, 1]);
    expect((await fraudx('show', 'study-', '--json')).json()).toMatchObject({
      error: { code: 'STUDY_NOT_FOUND', message: expect.stringContaining('with which 2 begin') as unknown },
    });
  });

  it('prints the best hyperparameters as a config has them', async () => {
    const { stdout } = await fraudx('best', 'study-one');
    expect(stdout).toContain(`params:\n  eta: ${0.001 + 12 / 31}\n  kind: a\n  tree_method: hist\n`);
    const none = await fraudx('best', 'study-two', '--json');
    expect([none.code, none.json()]).toMatchObject([2, { error: { code: 'STUDY_WITHOUT_RESULT' } }]);
  });

  it('writes a study as Optuna has it, and takes it back with the same trials', async () => {
    const path = join(sandbox.folder, 'optuna.db');
    expect((await fraudx('export', 'study-one', '--to', 'optuna.db', '--name', 'cards')).stdout).toContain('24 trials');
    expect(await readOptunaDatabase(path)).toMatchObject([{ name: 'cards', directions: ['maximize'] }]);
    const again = await fraudx('export', 'study-one', '--to', 'optuna.db', '--json');
    expect([again.code, again.json()]).toMatchObject([4, { error: { code: 'FILE_EXISTS' } }]);
    await fraudx('export', 'study-one', '--to', 'journal.log');
    for (const file of ['optuna.db', 'journal.log']) {
      const { study_id: id } = (await fraudx('import', file, '--json')).json() as { study_id: string };
      await using workspace = await openLocalWorkspace(join(sandbox.folder, '.fraudx'));
      expect(await workspace.studies.listTrials(id)).toEqual(trials);
      expect((await workspace.studies.getStudy(id)).spec).toEqual(study.spec);
    }
  });

  it('writes trials as a table with the columns of Optuna', async () => {
    const done = await fraudx('export', 'study-one', '--to', 'trials.csv', '--json');
    expect([done.code, done.json()]).toMatchObject([0, { study_id: 'study-one', trials: 24 }]);
    const [head, ...rows] = (await readFile(join(sandbox.folder, 'trials.csv'), 'utf8')).trimEnd().split('\n');
    expect(head).toBe(
      'number,value,datetime_start,datetime_complete,duration,params_eta,params_kind,params_tree_method,user_attrs_error,user_attrs_roc_auc,state',
    );
    expect(rows).toHaveLength(24);
    expect(rows[1]).toBe(
      `1,${trials[1]!.value},,,0 days 00:00:01.001000,${trials[1]!.params['eta']},b,hist,,0.9,COMPLETE`,
    );
    expect(rows[5]).toBe(`5,,,,0 days 00:00:00.001000,${trials[5]!.params['eta']},b,hist,no room,,FAIL`);
    const again = await fraudx('export', 'study-one', '--to', 'trials.csv', '--json');
    expect([again.code, again.json()]).toMatchObject([4, { error: { code: 'FILE_EXISTS' } }]);
    expect((await fraudx('export', 'pair', '--to', 'trials.csv', '--force')).code).toBe(0);
    expect(await readFile(join(sandbox.folder, 'trials.csv'), 'utf8')).toMatch(/^number,values_0,values_1,/);
  });

  it.each([
    [['export', 'study-one', '--to', 'study.txt'], 'STUDY_FORMAT_UNKNOWN', 2],
    [['export', 'study-none', '--to', 'new.db'], 'STUDY_NOT_FOUND', 2],
    [['export', 'study-two', '--to', 'study.csv'], 'STUDY_WITHOUT_TRIALS', 2],
    [['import', 'none.db'], 'FILE_NOT_FOUND', 2],
    [['import', 'none.log'], 'FILE_NOT_FOUND', 2],
    [['import', 'empty.log'], 'OPTUNA_STUDY_NOT_FOUND', 2],
    [['import', 'text.db'], 'BAD_OPTUNA_STUDY', 2],
    [['import', 'text.log'], 'BAD_JSON', 2],
  ] as const)('refuses %j', async (args, code, exit) => {
    await writeFile(join(sandbox.folder, 'empty.log'), '');
    await writeFile(
      join(sandbox.folder, 'text.db'),
      'no database, but long enough to be looked at as one: '.repeat(20),
    );
    await writeFile(join(sandbox.folder, 'text.log'), 'no journal\n');
    const done = await fraudx(...args, '--json');
    expect([done.code, done.json()]).toMatchObject([exit, { error: { code } }]);
  });

  it('takes no name from a file that is none here, or an id, and prints names and choices quoted', async () => {
    const odd = 'eta: 1 #\n  x';
    const distribution = { name: 'CategoricalDistribution', attributes: { choices: ['a\nb: 1'] } };
    const journal = (name: string): string =>
      [
        { op_code: 0, study_name: name, directions: [2] },
        {
          op_code: 4,
          study_id: 0,
          state: 1,
          value: 1,
          distributions: { [odd]: JSON.stringify(distribution) },
          params: { [odd]: 0 },
        },
      ]
        .map((line) => `${JSON.stringify({ worker_id: 'w', ...line })}\n`)
        .join('');
    for (const name of ['--config=x.yaml', 'pair', 'study-one', 'a\u001b[2J', 'n'.repeat(9999)]) {
      await writeFile(join(sandbox.folder, 'named.log'), journal(name));
      const done = await fraudx('import', 'named.log');
      expect(done.stderr).toContain('this one is kept without a name');
      expect(`${done.stderr}${done.stdout}`.length).toBeLessThan(700);
      expect(done.stdout).not.toContain('\u001b[2J');
    }
    expect((await fraudx('show', 'pair', '--json')).json()).toMatchObject({ study_id: 'pair', study: null });
    await writeFile(join(sandbox.folder, 'named.log'), journal('odd'));
    await fraudx('import', 'named.log');
    const { stdout } = await fraudx('best', 'odd');
    expect(parse(stdout)).toEqual({ params: { [odd]: 'a\nb: 1' } });
  });

  it('shows some of very many hyperparameters', async () => {
    const names = Array.from({ length: 5000 }, (_, i) => `p${i}`);
    const distribution = JSON.stringify({
      name: 'FloatDistribution',
      attributes: { step: null, low: 0, high: 1, log: false },
    });
    const of = (value: unknown): object => Object.fromEntries(names.map((name) => [name, value]));
    const trial = { op_code: 4, study_id: 0, state: 1, value: 1, distributions: of(distribution), params: of(0.5) };
    const lines = [{ op_code: 0, study_name: 'wide', directions: [2] }, ...Array.from({ length: 20 }, () => trial)];
    const text = lines.map((line) => `${JSON.stringify({ worker_id: 'w', ...line })}\n`).join('');
    await writeFile(join(sandbox.folder, 'wide.log'), text);
    expect((await fraudx('import', 'wide.log')).code).toBe(0);
    const { stdout } = await fraudx('show', 'wide');
    expect(stdout).toContain('… and 4,980 more hyperparameters: --json has all');
    expect(stdout.length).toBeLessThan(10_000);
  });

  it('imports no journal through a link, and shows nothing of what it leads to', async () => {
    await writeFile(join(sandbox.folder, 'token'), '"SECRETKEY123"\n');
    await symlink(join(sandbox.folder, 'token'), join(sandbox.folder, 'link.log'));
    const done = await fraudx('import', 'link.log', '--json');
    expect([done.code, done.json()]).toMatchObject([2, { error: { code: 'FILE_NOT_PLAIN' } }]);
    await writeFile(join(sandbox.folder, 'odd.log'), '"SECRETKEY123"\n');
    expect((await fraudx('import', 'odd.log')).stderr).not.toContain('SECRETKEY');
  });

  it('deletes a study, and keeps the others', async () => {
    expect((await fraudx('delete', 'study-two', '--yes')).stdout).toContain('study-two with 0 trials deleted');
    expect((await fraudx('show', 'study-two', '--json')).json()).toMatchObject({ error: { code: 'STUDY_NOT_FOUND' } });
    expect((await fraudx('show', 'study-one', '--json')).code).toBe(0);
    expect(await readFile(join(sandbox.folder, 'optuna.db'))).not.toHaveLength(0);
  });
});
