import { labelByRules, readRedis, readRedisFrames } from '@fraudx/data';
import type { Redis } from 'iovalkey';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RedisServer } from './redis-server.ts';
import { freePort, hasRedis, startRedis } from './redis-server.ts';

describe.skipIf(!hasRedis())('readRedis (needs redis-server)', () => {
  let server: RedisServer;
  let client: Redis;
  let address = '';
  beforeAll(async () => {
    server = await startRedis();
    ({ address, client } = server);
    const pipe = client.pipeline();
    for (let i = 0; i < 2500; i++) {
      pipe.hset(`features:card:${String(i).padStart(5, '0')}`, {
        velocity_score: (i % 10) / 10,
        txn_count_5m: i % 8,
        geo_diversity_score: 0.1,
        unique_countries_5m: 1,
        has_high_risk_mcc: i % 3 === 0 ? 'true' : 'false',
        amount_avg_5m: 20.5,
        amount_max_5m: 40,
        is_weekend: 'false',
        country: ['AT', 'BE'][i % 2]!,
      });
    }
    pipe.hset('features:card:99999', { country: 'CH', late_field: 7 });
    pipe.set('features:card:note', 'not a hash');
    pipe.hset('other:1', { a: 1 });
    await pipe.exec();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  it('reads all hashes of a pattern with a cursor, sorted by key, kinds inferred', async () => {
    const { frame, schema, fingerprint } = await readRedis(address, { match: 'features:*', batch: 100 });
    expect(frame.nRows).toBe(2501);
    const keys = frame.column('key');
    expect(keys.kind === 'categorical' && keys.categories[keys.codes[3]!]).toBe('features:card:00003');
    expect(frame.column('velocity_score').kind).toBe('numeric');
    expect(frame.column('has_high_risk_mcc').kind).toBe('numeric');
    expect(frame.column('country')).toMatchObject({ kind: 'categorical', categories: ['AT', 'BE', 'CH'] });
    expect(schema.columns.find(({ name }) => name === 'late_field')!.missing).toBe(2500);
    expect(fingerprint.path).not.toContain('hush');
    const { y } = labelByRules(frame);
    expect(y.reduce((sum, label) => sum + label, 0)).toBeGreaterThan(0);
    const again = await readRedis(address, { match: 'features:*' });
    expect(again.fingerprint.sha256).toBe(fingerprint.sha256);
  });

  it('reads numbers and dates as decimalMark and dateOrder say, also in frames', async () => {
    await client.hset('marks:1', { net: '1.234', day: '03/04/2025' });
    await client.hset('marks:2', { net: '999', day: '05/06/2025' });
    const options = { match: 'marks:*', decimalMark: 'comma', dateOrder: 'day-first' } as const;
    const expected = [
      { kind: 'numeric', values: Float64Array.of(1234, 999) },
      { kind: 'timestamp', values: Float64Array.of(Date.UTC(2025, 3, 3), Date.UTC(2025, 5, 5)) },
    ];
    const { frame } = await readRedis(address, options);
    expect([frame.column('net'), frame.column('day')]).toMatchObject(expected);
    for await (const some of readRedisFrames(address, options)) {
      expect([some.column('net'), some.column('day')]).toMatchObject(expected);
    }
  });

  it('refuses a pattern without hashes, a wrong password and a closed port, and shows no secret', async () => {
    await expect(readRedis(address, { match: 'nothing:*' })).rejects.toMatchObject({ code: 'REDIS_NO_HASHES' });
    const wrong = address.replace('hush', 'open');
    const failure = await readRedis(wrong).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'outside' });
    expect(JSON.stringify([(failure as Error).message, failure])).not.toContain('open@');
    const server = address.replace(/\/\d*$/, '');
    await expect(readRedis(`${server}/99`)).rejects.toMatchObject({ code: 'REDIS_NO_DATABASE' });
    await expect(readRedis(`${server}/x`)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    const port = await freePort();
    await expect(readRedis(`redis://127.0.0.1:${port}`)).rejects.toMatchObject({ code: 'REDIS_UNREACHABLE' });
    await expect(readRedis('http://127.0.0.1')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(readRedis(address, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });

  it('says that user or password are wrong, and how to write them', async () => {
    const server = address.replace(':hush@', '');
    await expect(readRedis(server)).rejects.toMatchObject({
      code: 'REDIS_DENIED',
      message: expect.stringContaining('asks for a password'),
      hint: expect.stringMatching(/behind redis:\/\/.*:PASSWORD@.*%40/),
    });
    for (const wrong of [address.replace('hush', 'open'), address.replace(':hush', 'somebody:hush')]) {
      await expect(readRedis(wrong)).rejects.toMatchObject({
        code: 'REDIS_DENIED',
        message: expect.stringContaining('WRONGPASS'),
      });
    }
    const cut = await readRedis(address.replace('hush', 'p@ss#1')).catch((error: unknown) => error as Error);
    expect(cut).toMatchObject({ code: 'INVALID_ARGUMENT', hint: expect.stringContaining('# as %23') });
    expect((cut as Error).message).not.toContain('ss#');
    const plain = await readRedis(address.replace('hush', 'p%zz')).catch((error: unknown) => error as Error);
    expect(plain).toMatchObject({ code: 'INVALID_ARGUMENT', hint: expect.stringContaining('% as %25') });
    expect((plain as Error).message).not.toContain('zz');
  });

  it('names the hash of a bad cell', async () => {
    const pipe = client.pipeline();
    for (let i = 0; i < 50; i++) pipe.hset(`bad:${i + 10}`, { amount: i === 30 ? '5x' : String(i) });
    await pipe.exec();
    for (const read of [
      () => readRedis(address, { match: 'bad:*' }),
      () => readRedisFrames(address, { match: 'bad:*' }).next(),
    ]) {
      await expect(read()).rejects.toMatchObject({
        code: 'DATA_NOT_NUMERIC',
        message: expect.stringContaining('got "5x" in the hash "bad:40" of redis://127.0.0.1'),
        details: { row: 31, key: 'bad:40' },
      });
    }
  });

  it('reads ids of many digits exactly', async () => {
    const pipe = client.pipeline();
    for (let i = 0; i < 30; i++) pipe.hset(`card:${i}`, { card: `45320151128303660${i + 10}` });
    await pipe.exec();
    const warnings: string[] = [];
    const onWarnings = (list: readonly string[]): void => void warnings.push(...list);
    for await (const frame of readRedisFrames(address, { match: 'card:*', chunkRows: 7, onWarnings })) {
      expect((frame.column('card') as { categories: readonly string[] }).categories).toHaveLength(30);
    }
    expect(warnings).toHaveLength(1);
  });

  it('gives frames of bounded size with the same rows, sorted where asked', async () => {
    let rows = 0;
    let largest = 0;
    let last = -Infinity;
    for await (const frame of readRedisFrames(address, {
      match: 'features:*',
      chunkRows: 400,
      sortBy: 'txn_count_5m',
    })) {
      rows += frame.nRows;
      largest = Math.max(largest, frame.nRows);
      const column = frame.column('txn_count_5m');
      if (column.kind !== 'numeric') continue;
      for (const value of column.values) {
        if (Number.isNaN(value)) continue;
        expect(value).toBeGreaterThanOrEqual(last);
        last = value;
      }
    }
    expect([rows, largest]).toEqual([2501, 400]);
    await expect(readRedisFrames(address, { match: 'none:*' }).next()).rejects.toMatchObject({
      code: 'REDIS_NO_HASHES',
    });
  });
});
