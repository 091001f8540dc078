import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finished } from './cli.ts';
import { learnableCsv, openSandbox } from './cli.ts';

describe('fraudx predict champion', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  const runs: string[] = [];
  const predict = (...more: string[]): Promise<Finished> =>
    sandbox.fraudx(['predict', 'champion', '--data', 'tx.csv', '--output', 's.csv', '--force', ...more]);
  const promote = async (run: string, ...more: string[]): Promise<void> => {
    const done = await sandbox.fraudx(['promote', run, '--approved-by', 'Ada', '--json', ...more]);
    expect(done.code, done.stderr + done.stdout).toBe(0);
  };
  beforeAll(async () => {
    sandbox = await openSandbox();
    await writeFile(join(sandbox.folder, 'tx.csv'), learnableCsv(1500));
    await writeFile(join(sandbox.folder, 'fraudx.yaml'), 'data: tx.csv\ntarget: fraud\ndrop: [id]\n');
    for (const rounds of [20, 40]) {
      const trained = await sandbox.fraudx(['train', '--param', `num_round=${rounds}`, '--json', '--quiet']);
      expect(trained.code, trained.stderr).toBe(0);
      runs.push(String(trained.json()['run_id']));
    }
  });
  afterAll(() => sandbox.close());

  it('scores with the model in production and its threshold there, not with the best run', async () => {
    const none = await predict();
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('champion must be in production, got nothing promoted yet');
    for (const run of [runs[0]!, runs[1]!, runs[0]!]) {
      await promote(run);
      const done = await predict('--json');
      expect(done.code, done.stderr).toBe(0);
      expect(done.json()).toMatchObject({ run_id: run });
      expect(done.stderr).toContain(`took ${run}: the champion, in production by promotion-`);
    }
    await promote(runs[1]!, '--threshold', '0.625');
    expect((await predict('--json')).json()).toMatchObject({ run_id: runs[1], threshold: 0.625 });
    expect((await predict('--json', '--threshold', '0.25')).json()).toMatchObject({ threshold: 0.25 });
  });

  it('says why a champion cannot be opened', async () => {
    const folder = join(sandbox.folder, '.fraudx', 'models', runs[1]!);
    await rename(folder, `${folder}.kept`);
    const gone = await predict();
    await rename(`${folder}.kept`, folder);
    expect(gone.code).toBe(2);
    expect(gone.stderr.replaceAll(/\s+/g, ' ')).toContain(`champion (${runs[1]!}) must be a model that can be opened`);
  });
});
