import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Moto } from '../../../packages/aws/test/moto-server.ts';
import { findMoto, motoEnvironment, startMoto } from '../../../packages/aws/test/moto-server.ts';
import type { Finished } from './cli.ts';
import { learnableCsv, openSandbox } from './cli.ts';

const gate = 'delta_average_precision vs champion: lower bound > -0.01';
const command = findMoto();

describe.each(['local', 'aws'] as const)('the champion of target %s', (name) => {
  let moto: Moto | undefined;
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  let env: Record<string, string> = {};
  let target: string[] = [];
  const runs: Record<'good' | 'stump' | 'other', string> = { good: '', stump: '', other: '' };

  const train = async (...params: string[]): Promise<string> => {
    const args = params.flatMap((param) => ['--param', param]);
    const trained = await sandbox.fraudx(['train', ...args, '--json', '--quiet']);
    expect(trained.code, trained.stderr).toBe(0);
    return String(trained.json()['run_id']);
  };
  const promote = (run: string, ...more: string[]): Promise<Finished> =>
    sandbox.fraudx(['promote', run, ...target, '--approved-by', 'Ada', '--json', ...more], { env });

  beforeAll(async () => {
    sandbox = await openSandbox();
    if (name === 'aws' && command !== undefined) {
      moto = await startMoto(command);
      env = { ...motoEnvironment, AWS_ENDPOINT_URL: moto.endpointUrl };
      const { configBucket, stateMachineArn } = await moto.createPlace('champion-config');
      target = ['--target', 'aws', '--config-bucket', configBucket, '--state-machine', stateMachineArn];
    }
    // where amounts overlap a stump ranks worse than a real model
    const rows = learnableCsv(1500).replaceAll(/^(\d+),(\d+),/gm, (_, id: string, amount: string) => {
      const i = Number(id);
      return `${id},${i % 3 === 0 ? (Number(amount) % 60) + 150 : amount},`;
    });
    await writeFile(join(sandbox.folder, 'tx.csv'), rows);
    await writeFile(
      join(sandbox.folder, 'fraudx.yaml'),
      `data: tx.csv\ntarget: fraud\ndrop: [id]\nevaluation:\n  gates: ["${gate}"]\n`,
    );
    runs.good = await train('num_round=40');
    runs.stump = await train('num_round=1', 'max_depth=1', 'eta=0.01');
    runs.other = await train('num_round=41');
  });
  afterAll(async () => {
    await sandbox.close();
    await moto?.[Symbol.asyncDispose]();
  });

  it.skipIf(name === 'aws' && command === undefined)(
    'is compared with, and what cannot be compared refuses the gate',
    async () => {
      const first = await promote(runs.good, '--dry-run');
      expect(first.code, first.stderr + first.stdout).toBe(0);
      expect(first.json()['champion']).toMatchObject({ state: 'none' });
      const text = await sandbox.fraudx(['promote', runs.good, ...target, '--approved-by', 'Ada', '--dry-run'], {
        env,
      });
      expect(text.stdout + text.stderr).toContain('there is no champion yet');
      const promoted = await promote(runs.good);
      expect(promoted.code, promoted.stderr + promoted.stdout).toBe(0);

      const worse = await promote(runs.stump);
      expect(worse.code, worse.stderr + worse.stdout).toBe(1);
      expect(worse.json()).toMatchObject({ decision: 'refused', champion: { state: 'promoted', run_id: runs.good } });
      expect(String(worse.json()['reasons'])).toContain('difference in average_precision to champion');
      expect(worse.stderr).toContain(`this run is worse than the champion (${runs.good})`);

      const models = join(sandbox.folder, '.fraudx', 'models');
      await rename(join(models, runs.good), join(sandbox.folder, 'elsewhere'));
      const gone = await promote(runs.other);
      await rename(join(sandbox.folder, 'elsewhere'), join(models, runs.good));
      expect(gone.code, gone.stderr + gone.stdout).toBe(1);
      expect(String(gone.json()['reasons'])).toContain(`the champion (${runs.good}) cannot be compared with`);
      expect(gone.json()['champion']).toMatchObject({ state: 'unknown', run_id: runs.good });

      const booster = join(models, runs.good, 'booster.json');
      const manifest = join(models, runs.good, 'model.json');
      for (const file of [booster, manifest]) {
        await rename(file, `${file}.kept`);
        await writeFile(file, '{}');
        const damaged = await promote(runs.other);
        await rename(`${file}.kept`, file);
        expect(damaged.code, damaged.stderr + damaged.stdout).toBe(1);
        expect(String(damaged.json()['reasons'])).toContain('cannot be compared with');
      }
    },
  );

  it.skipIf(name === 'aws')('is not guessed where a config lies in production that no promotion wrote', async () => {
    const folder = join(sandbox.folder, 'foreign');
    const objects = join(folder, 'production', 'objects');
    await mkdir(objects, { recursive: true });
    await writeFile(join(objects, 'production-model-config.yaml'), 'algorithm: xgboost\n');
    await mkdir(join(folder, 'models'), { recursive: true });
    const trained = await sandbox.fraudx(['train', '--folder', folder, '--json', '--quiet']);
    const refused = await promote(String(trained.json()['run_id']), '--folder', folder);
    expect(refused.code, refused.stderr + refused.stdout).toBe(1);
    expect(String(refused.json()['reasons'])).toContain('no promotion in effect wrote it');
    const evaluated = await sandbox.fraudx(['evaluate', '--folder', folder, '--no-plots', '--json', '--quiet']);
    expect(evaluated.code).toBe(1);
    expect(evaluated.json()['champion']).toMatchObject({ state: 'unknown', run_id: null });
  });
});
