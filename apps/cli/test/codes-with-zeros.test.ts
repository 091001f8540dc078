import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;

/** Shop 0123 is a nest of fraud, shop 123 is not; amounts have zeros in front and no fixed width. */
function row(i: number): string {
  const shop = ['0123', '123', '999', '4711'][i % 4]!;
  const card = String((i * 7) % 40).padStart(i % 2 === 0 ? 6 : 2, '0');
  const day = `2025-01-${String(1 + Math.floor(i / 30)).padStart(2, '0')}`;
  return `${shop},${card},${day},${i % 3 === 0 ? '0000' : ''}${10 + (i % 50)}.5,${shop === '0123' && i % 8 !== 0 ? '01' : '00'}`;
}
const header = 'shop,card,when,amount,fraud';

beforeAll(async () => {
  sandbox = await openSandbox();
  await writeFile(
    join(sandbox.folder, 't.csv'),
    `${[header, ...Array.from({ length: 600 }, (_, i) => row(i))].join('\n')}\n`,
  );
  await writeFile(
    join(sandbox.folder, 'fraudx.yaml'),
    'data: t.csv\ntarget: fraud\ntime: when\namount: amount\ndrop: [card, when]\nsplit: { strategy: stratified }\n',
  );
});
afterAll(() => sandbox.close());

interface Described {
  columns: { name: string; kind: string; distinct?: number }[];
  warnings: string[];
}

describe('codes with zeros in front that nobody declared', () => {
  it('are texts for every command that looks at data, and the declared amount is a number', async () => {
    for (const command of [['data', 'describe'], ['explore']]) {
      const result = await sandbox.fraudx([...command, 't.csv', '--json']);
      expect(result.code, result.stderr).toBe(0);
      const { columns, warnings } = result.json() as unknown as Described;
      const kinds = Object.fromEntries(columns.map(({ name, kind }) => [name, kind]));
      expect(kinds).toEqual({
        shop: 'categorical',
        card: 'categorical',
        when: 'timestamp',
        amount: 'numeric',
        fraud: 'numeric',
      });
      expect(columns[0]).toMatchObject({ distinct: 4 });
      expect(warnings).toContainEqual(expect.stringContaining('column "shop" holds numbers with zeros in front'));
      expect(warnings).toContainEqual(expect.stringContaining('such as 000010.5; read as 10.5, as it is declared'));
    }
    const init = await sandbox.fraudx(['init', 't.csv', '--target', 'fraud', '--print', '--json']);
    expect(init.code, init.stderr).toBe(0);
  });

  it('stay two values from training to prediction, whichever of them the new rows have', async () => {
    const train = await sandbox.fraudx(['train', '--param', 'num_round=20']);
    expect(train.code, train.stderr).toBe(0);
    expect(train.stderr).toContain('so that 0123 and 123 stay two values');
    const scores = async (name: string, content: string): Promise<number[]> => {
      await writeFile(join(sandbox.folder, name), content);
      const args = ['predict', '--force', '--output', 'p.csv', '--data', name, '--strict', '--json'];
      const result = await sandbox.fraudx(args);
      expect(result.code, result.stderr).toBe(0);
      const lines = (await readFile(join(sandbox.folder, 'p.csv'), 'utf8')).trim().split('\n').slice(1);
      return lines.map((line) => Number(line.split(',').at(-2)));
    };
    const both = await scores('both.csv', 'shop,card,when,amount\n0123,07,2025-02-01,12.5\n123,07,2025-02-02,12.5\n');
    expect(both[0]).toBeGreaterThan(0.5);
    expect(both[1]).toBeLessThan(0.2);
    const plain = await scores('plain.csv', 'shop,card,when,amount\n123,07,2025-02-02,0012.5\n');
    expect(plain).toEqual([both[1]]);
    const json = await scores('codes.jsonl', '{"shop":"0123","card":"07","when":"2025-02-01","amount":12.5}\n');
    expect(json).toEqual([both[0]]);
  });

  it('make features of the customers they name', async () => {
    const cards = 'card,when,amount,fraud\n07,2025-01-01,5,0\n7,2025-01-02,5,0\n07,2025-01-03,0005,1\n';
    await writeFile(join(sandbox.folder, 'cards.csv'), cards);
    const args = [
      'features',
      'build',
      '--data',
      'cards.csv',
      '--output',
      'f.csv',
      '--time',
      'when',
      '--entity',
      'card',
    ];
    const built = await sandbox.fraudx([...args, '--amount', 'amount', '--target', 'fraud', '--window-days', '30']);
    expect(built.code, built.stderr).toBe(0);
    const [names, ...rows] = (await readFile(join(sandbox.folder, 'f.csv'), 'utf8')).trim().split('\n');
    const place = names!.split(',').indexOf('customer_count_30d');
    expect(rows.map((line) => line.split(',')[0])).toEqual(['07', '7', '07']);
    expect(
      rows.map((line) => Number(line.split(',')[place])),
      names,
    ).toEqual([1, 1, 2]);
  });
});
