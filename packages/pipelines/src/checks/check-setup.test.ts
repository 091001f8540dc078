import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FraudxConfig } from '../config/config-fields.ts';
import { resolveConfig } from '../settings.ts';
import { checkSetup } from './check-setup.ts';
import type { SetupCheck } from './setup-check.ts';

describe('checkSetup', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-setup-'));
    const lines = ['day,amount,shop,code,fraud'];
    for (let i = 0; i < 200; i++) {
      const fraud = i % 10 === 0 ? 1 : 0;
      const label = i % 50 === 7 ? '' : String(fraud);
      const day = i === 20 ? '' : `2025-01-${String(1 + (i % 28)).padStart(2, '0')}`;
      lines.push(`${day},${(i * i * 7) % 83},S${i % 7},${fraud * 5},${label}`);
    }
    await writeFile(join(folder, 'd.csv'), `${lines.join('\n')}\n`);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  async function check(config: FraudxConfig): Promise<SetupCheck[]> {
    return await checkSetup(resolveConfig(config, { folder }));
  }
  const data: FraudxConfig = { data: 'd.csv', target: 'fraud', drop: ['code'] };

  it('finds nothing wrong where nothing is', async () => {
    expect(await check({ ...data, evaluation: { gates: ['recall >= 0.5'] } })).toEqual([
      { check: 'data', status: 'ok', detail: '200 rows, 5 columns, 10.204% fraud, 4 rows without a label' },
      { check: 'gates', status: 'ok', detail: 'recall >= 0.5' },
    ]);
  });

  it('warns of what is not said yet', async () => {
    expect(await check({})).toEqual([{ check: 'data', status: 'warning', detail: 'no data in fraudx.yaml yet' }]);
    expect(await check({ data: 'd.csv' })).toEqual([
      { check: 'data', status: 'warning', detail: '200 rows, no target named' },
    ]);
  });

  it.each<[string, Partial<FraudxConfig>, string]>([
    ['a file that does not exist', { data: 'none.csv' }, 'FILE_NOT_FOUND'],
    ['a target that does not exist', { target: 'frauds' }, 'COLUMN_NOT_FOUND'],
    ['labels of other words', { target: 'shop' }, 'TARGET_NOT_BINARY'],
    ['a named column that does not exist', { entity: 'card' }, 'COLUMN_NOT_FOUND'],
    ['a unit without a time', { timeUnit: 'days' }, 'MISSING_OPTION'],
  ])('names the code of a problem: %s', async (_, part, code) => {
    const checks = await check({ ...data, ...part });
    expect(checks).toEqual([{ check: 'data', status: 'problem', detail: expect.any(String) as string, code }]);
  });

  it('looks at columns, amounts, times and gates as a training does', async () => {
    const costs = { missedFraud: { amountShare: 1 }, falseAlert: { fixed: 2 } };
    const found = async (part: Partial<FraudxConfig>): Promise<string[]> =>
      (await check({ ...data, ...part })).slice(1).map(({ check: of, status, code = '' }) => `${of} ${status} ${code}`);
    expect(await found({ drop: [] })).toEqual(['leaks warning ']);
    expect(await found({ amount: 'shop', evaluation: { costs } })).toEqual(['amount problem AMOUNT_NO_NUMBER']);
    expect(await found({ amount: 'shop' })).toEqual(['amount warning ']);
    expect(await found({ time: 'shop' })).toEqual(['time problem ']);
    expect(await found({ time: 'shop', split: { strategy: 'stratified' } })).toEqual(['time warning ']);
    expect(await found({ time: 'day' })).toEqual(['time problem ']);
    expect(await found({ derive: { each: 'amount / 0' } })).toEqual(['derive warning ']);
    expect(await found({ evaluation: { gates: ['recall at least 1'] } })).toEqual(['gates problem GATE_SYNTAX']);
    expect(await found({ evaluation: { gates: ['recall >= 0.9'], threshold: 'recall>=0.8' } })).toEqual([
      'gates warning ',
    ]);
  });

  it('stops where it is interrupted', async () => {
    const settings = resolveConfig(data, { folder });
    await expect(checkSetup(settings, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    await expect(checkSetup({} as never)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
