import { readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

describe('two commands at once', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  const columns = ['--target', 'tx_fraud', '--drop', 'transaction_id,customer_id,terminal_id,tx_fraud_scenario'];
  const train = ['train', '--data', 't.csv', ...columns, '--split', 'stratified', '--param', 'num_round=3'];
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox.close());

  async function twice(args: readonly string[]): Promise<{ code: number | null; stderr: string }[]> {
    const results = await Promise.all([sandbox.fraudx(args), sandbox.fraudx(args)]);
    return results.toSorted((a, b) => (a.code ?? 0) - (b.code ?? 0));
  }

  it('write one file: one of them wins, the other one says so, and nothing else stays', async () => {
    const generate = ['data', 'generate', '--rows', '5000', '--seed', '3', '--output'];
    const [first, second] = await twice([...generate, 't.csv']);
    expect([first!.code, second!.code], first!.stderr + second!.stderr).toEqual([0, 4]);
    expect(second!.stderr).toContain('must not exist yet');
    const built = await twice(['features', 'build', '--data', 't.csv', '--output', 'f.csv']);
    expect(built.map(({ code }) => code)).toEqual([0, 4]);
    await rm(join(sandbox.folder, 'f.csv'));
    const forced = await twice(['features', 'build', '--data', 't.csv', '--output', 'f.csv', '--force']);
    expect(forced.map(({ code }) => code)).toEqual([0, 0]);
    for (const name of ['t.csv', 'f.csv']) {
      expect((await readFile(join(sandbox.folder, name), 'utf8')).split('\n')).toHaveLength(5002);
    }
    expect((await readdir(sandbox.folder)).sort()).toEqual(['f.csv', 't.csv']);
  });

  it('train into one store that is not there yet, count their looks at test rows, and predict into one file', async () => {
    for (const { code, stderr } of await twice(train)) {
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(
        /^note: to be looked at by the leakage check: "tx_amount"\nnote: features "tx_datetime": the time of the event.*\n$/,
      );
    }
    const { json } = await sandbox.fraudx(['runs', 'list', '--json']);
    const { runs } = json() as { runs: { run_id: string; status: string }[] };
    expect(runs.map(({ status }) => status)).toEqual(['finished', 'finished']);
    expect((await readdir(join(sandbox.folder, '.fraudx', 'models'))).sort()).toEqual(
      runs.map(({ run_id }) => run_id).sort(),
    );
    const evaluate = ['evaluate', runs[0]!.run_id, '--no-plots', '--json'];
    await Promise.all(Array.from({ length: 4 }, () => sandbox.fraudx(evaluate)));
    const shown = (await sandbox.fraudx(['runs', 'show', runs[0]!.run_id, '--json'])).json();
    // train looked once
    expect(shown).toMatchObject({ tags: { test_reads: '5' } });
    const predicted = await twice(['predict', '--data', 't.csv']);
    expect(predicted.map(({ code }) => code)).toEqual([0, 4]);
    const init = await twice(['init', '--data', 't.csv', '--target', 'tx_fraud']);
    expect(init.map(({ code }) => code)).toEqual([0, 4]);
  });

  it('resume one study: one of them works on it', async () => {
    const search = ['--trials', '60', '--param', 'num_round=100', '--split', 'stratified', '--experiment', 'search'];
    const hasTrials = async (): Promise<boolean> => {
      const { stdout } = await sandbox.fraudx(['runs', 'list', '--kind', 'trial']);
      return stdout.includes('search');
    };
    const killed = await sandbox.fraudx(['tune', '--data', 't.csv', ...columns, ...search], { killWhen: hasTrials });
    expect(killed.code, killed.stderr).toBeNull();
    const listed = (await sandbox.fraudx(['runs', 'list', '--kind', 'study', '--json'])).json();
    const [study] = listed['runs'] as { run_id: string }[];
    const [first, second] = await twice(['tune', '--resume', study!.run_id]);
    expect([first!.code, second!.code], first!.stderr + second!.stderr).toEqual([0, 4]);
    expect(second!.stderr).toContain('must not be running');
  });
});
