import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guessConfigOfData } from './guess-config-of-data.ts';

describe('guessConfigOfData', () => {
  let data = '';
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-guess-'));
    data = join(folder, 'd.csv');
    const lines = ['id,amount,code,fraud,chargeback'];
    for (let i = 0; i < 200; i++)
      lines.push(`${1000 + i},${(i * i * 7) % 83}.5,${i % 9},${i % 10 === 0 ? 1 : 0},${i % 20 === 0 ? 1 : 0}`);
    await writeFile(data, `${lines.join('\n')}\n`);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  const plain = { config: {}, renameDuplicates: false };

  it('finds the roles of columns, and keeps what is given', async () => {
    const { facts } = await guessConfigOfData(data, plain, { target: 'fraud', categorical: ['code'] });
    expect(facts).toMatchObject({ target: 'fraud', amount: 'amount', categorical: ['code'] });
    expect(facts.drop).toContain('id');
  });

  it('asks where columns fit alike', async () => {
    const choose = (_question: string, choices: readonly string[]): Promise<string | undefined> =>
      Promise.resolve(choices.find((choice) => choice.startsWith('chargeback')));
    expect((await guessConfigOfData(data, plain, {}, { choose })).facts.target).toBe('chargeback');
  });

  it('refuses columns that are not there', async () => {
    for (const given of [{ target: 'x' }, { time: 'x' }, { drop: ['x'] }, { categorical: ['x'] }])
      await expect(guessConfigOfData(data, plain, given)).rejects.toMatchObject({ code: 'COLUMN_NOT_FOUND' });
  });
});
