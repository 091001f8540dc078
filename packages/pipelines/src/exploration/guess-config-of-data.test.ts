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

  it('lists texts that mean "no value" beside numbers, and takes the columns for numbers', async () => {
    const path = join(folder, 'markers.csv');
    const write = async (marker: string, every: number): Promise<void> => {
      const lines = Array.from({ length: 400 }, (_, i) => {
        const cell = i % every === 3 ? marker : `${(i * 37) % 900},${10 + (i % 90)}`;
        return `${i};${cell};${i % 10 === 0 ? 1 : 0}`;
      });
      await writeFile(path, ['id;betrag;fraud', ...lines, ''].join('\n'));
    };
    for (const every of [7, 60]) {
      await write('k.A.', every);
      const { facts, notes } = await guessConfigOfData(path, plain);
      expect(facts.drop).toEqual(['id']);
      expect(facts.amount).toBe('betrag');
      expect(facts.reading?.missing).toEqual(expect.arrayContaining(['na', 'k.A.']));
      expect(notes).toContainEqual(
        expect.stringMatching(
          /^"k\.A\." is taken for "no value" \(missing\), as it stands beside numbers in \d+ cells of column "betrag"/,
        ),
      );
      const own = { ...plain, config: { missing: ['x'] } };
      expect((await guessConfigOfData(path, own)).facts.reading?.missing).toEqual(['x', 'k.A.']);
    }
    for (const other of ['12.x', '7,50']) {
      await write(other, 60);
      expect((await guessConfigOfData(path, plain)).facts.reading).toBeUndefined();
    }
  });

  it('refuses columns that are not there', async () => {
    for (const given of [{ target: 'x' }, { time: 'x' }, { drop: ['x'] }, { categorical: ['x'] }])
      await expect(guessConfigOfData(data, plain, given)).rejects.toMatchObject({ code: 'COLUMN_NOT_FOUND' });
  });
});
