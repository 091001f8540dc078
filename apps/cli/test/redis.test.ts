import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedisServer } from '../../../packages/data/test/redis-server.ts';
import { hasRedis, startRedis } from '../../../packages/data/test/redis-server.ts';
import { openSandbox } from './cli.ts';

describe.skipIf(!hasRedis())('--data redis:// (needs redis-server)', () => {
  let server: RedisServer;
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  let data = '';
  beforeAll(async () => {
    sandbox = await openSandbox();
    server = await startRedis();
    data = `${server.address}?match=features:*`;
    const pipe = server.client.pipeline();
    for (let i = 0; i < 600; i++) {
      const large = i % 9 === 4;
      pipe.hset(`features:card:${i}`, {
        velocity_score: (i % 10) / 10,
        txn_count_5m: large ? 1 : i % 5,
        geo_diversity_score: 0.1,
        unique_countries_5m: 1,
        has_high_risk_mcc: 0,
        amount_avg_5m: 20.5,
        amount_max_5m: large ? 2000 + i : i % 90,
        is_weekend: 0,
        reviewed: i % 4 === 1 ? 1 : 0,
      });
    }
    pipe.hset('other:1', { a: 1 });
    await pipe.exec();
  });
  afterAll(async () => {
    await sandbox.close();
    await server[Symbol.asyncDispose]();
  });

  it('looks at the hashes of the pattern', async () => {
    const described = await sandbox.fraudx(['data', 'describe', data, '--json']);
    expect(described.code, described.stderr).toBe(0);
    expect(described.json()).toMatchObject({ rows: 600 });
    expect(described.stdout).not.toContain('hush');
    const explored = await sandbox.fraudx(['explore', data, '--target', 'reviewed', '--json']);
    expect(explored.code, explored.stderr).toBe(0);
    expect(explored.stdout).not.toContain('hush');
  });

  it('prints no part of a password that was not encoded', async () => {
    for (const password of ['top?secret', 'top?a?secret', 'top#secret', 'top%secret']) {
      const { code, stdout, stderr } = await sandbox.fraudx(['data', 'describe', data.replace('hush', password)]);
      expect(code, stderr).toBe(2);
      expect(stderr).toMatch(/ as %(?:25|3F)/);
      expect(stdout + stderr).not.toContain('secret');
    }
  });

  it('trains and tunes on labels by rules, evaluates again, and records no password', async () => {
    const train = await sandbox.fraudx(['train', '--data', data, '--param', 'num_round=10', '--json']);
    expect(train.code, train.stderr).toBe(0);
    const { features, metrics } = train.json() as { features: string[]; metrics: { roc_auc: number } };
    expect(features).toContain('amount_max_5m');
    expect(features).not.toContain('key');
    expect(features).not.toContain('fraud_by_rules');
    expect(metrics.roc_auc).toBeGreaterThan(0.99);
    const evaluate = await sandbox.fraudx(['evaluate', '--data', data, '--no-plots', '--allow-overlap', '--json']);
    expect(evaluate.code, evaluate.stderr).toBe(0);
    const predict = await sandbox.fraudx(['predict', '--data', data, '--keep', 'key', '--json']);
    expect(predict.code, predict.stderr).toBe(0);
    expect(predict.json()).toMatchObject({ columns: ['key', 'score', 'prediction'], id_columns: ['key'] });
    const tune = await sandbox.fraudx(['tune', '--data', data, '--strategy', 'random', '--trials', '2', '--json']);
    expect(tune.code, tune.stderr).toBe(0);
    const folder = join(sandbox.folder, '.fraudx');
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      expect((await readFile(join(entry.parentPath, entry.name))).includes('hush'), entry.name).toBe(false);
    }
  });

  it('says what is wrong with the store', async () => {
    const none = await sandbox.fraudx(['train', '--data', `${server.address}?match=nothing:*`, '--json']);
    expect(none.json()).toMatchObject({ error: { code: 'REDIS_NO_HASHES' } });
    const rules = await sandbox.fraudx(['train', '--data', `${server.address}?match=other:*`, '--json']);
    expect(rules.json()).toMatchObject({ error: { code: 'RULE_COLUMNS_MISSING' } });
    const misspelt = await sandbox.fraudx(['explore', `${server.address}?mtch=other:*`, '--json']);
    expect(misspelt.json()).toMatchObject({ error: { code: 'INVALID_ARGUMENT' } });
  });

  it('builds features of transactions, in time order, and writes a config without the password', async () => {
    const pipe = server.client.pipeline();
    for (let i = 0; i < 300; i++) {
      const when = new Date(Date.UTC(2025, 0, 1) + ((i * 7919) % 300) * 3_600_000)
        .toISOString()
        .slice(0, 19)
        .replace('T', ' ');
      pipe.hset(`tx:${i}`, {
        tx_datetime: when,
        customer_id: i % 7,
        tx_amount: 5 + (i % 11),
        tx_fraud: i % 9 === 4 ? 'yes' : 'no',
      });
    }
    await pipe.exec();
    const from = `${server.address}?match=tx:*`;
    const built = await sandbox.fraudx(['features', 'build', '--data', from, '--output', 'f.csv', '--json']);
    expect(built.code, built.stderr + built.stdout).toBe(0);
    expect(built.json()).toMatchObject({ rows: 300 });
    const [header, ...lines] = (await readFile(join(sandbox.folder, 'f.csv'), 'utf8')).trim().split('\n');
    const at = header!.split(',').indexOf('tx_datetime');
    const times = lines.map((line) => line.split(',')[at]!);
    expect(times).toEqual(times.toSorted());
    const init = await sandbox.fraudx(['init', '--data', from, '--target', 'tx_fraud']);
    expect(init.code, init.stderr).toBe(0);
    const yaml = await readFile(join(sandbox.folder, 'fraudx.yaml'), 'utf8');
    expect(yaml).toContain('?match=tx:*"');
    expect(yaml).not.toContain('hush');
    expect(init.stdout).toContain('FRAUDX_DATA');
  });
});
