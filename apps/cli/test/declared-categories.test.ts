import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

/** Merchants whose numbers are nearly all numbers, one with a dash, and towns with leading zeros. */
function payments(): string {
  const lines = ['when,card,merchant,zip,amount,fraud'];
  for (let i = 0; i < 600; i++) {
    const merchant = i % 120 === 7 ? '09-0090700063' : String(4503043439900 + (i % 9));
    const zip = ['00501', '02139', '10115'][i % 3]!;
    const day = String(1 + Math.floor(i / 30)).padStart(2, '0');
    lines.push(`2025-03-${day}T10:00:00Z,c${i % 40},${merchant},${zip},${(i * 37) % 500},${i % 9 === 4 ? 1 : 0}`);
  }
  return `${lines.join('\n')}\n`;
}

interface Described {
  readonly columns: readonly { readonly name: string; readonly kind: string; readonly distinct: number }[];
}

describe('declared categories', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  const flags = ['--categorical', 'merchant,zip'];
  beforeAll(async () => {
    sandbox = await openSandbox();
    await writeFile(join(sandbox.folder, 'payments.csv'), payments());
  });
  afterAll(() => sandbox.close());

  it('are taken by every command that reads data, from a flag', async () => {
    const columns = ['--time', 'when', '--entity', 'card', '--amount', 'amount', '--target', 'fraud'];
    for (const args of [
      ['data', 'describe', 'payments.csv'],
      ['explore', 'payments.csv', '--target', 'fraud'],
      ['init', '--data', 'payments.csv', '--target', 'fraud', '--print'],
      ['leakage', 'check', '--data', 'payments.csv', '--target', 'fraud', '--drop', 'merchant'],
      ['features', 'build', '--data', 'payments.csv', '--output', 'built.csv', ...columns],
      ['train', '--data', 'payments.csv', '--target', 'fraud', '--param', 'num_round=5'],
    ]) {
      const result = await sandbox.fraudx([...args, ...flags, '--json']);
      expect(result.code, `${args.join(' ')}: ${result.stderr}`).toBe(0);
      if (args[0] !== 'explore' && args[1] !== 'describe') continue;
      const { columns: described } = result.json() as unknown as Described;
      expect(described.find(({ name }) => name === 'merchant')).toMatchObject({ kind: 'categorical', distinct: 10 });
      expect(described.find(({ name }) => name === 'zip')).toMatchObject({ kind: 'categorical', distinct: 3 });
    }
    expect(await readFile(join(sandbox.folder, 'built.csv'), 'utf8')).toContain(',00501,');
    const misspelt = await sandbox.fraudx(['data', 'describe', 'payments.csv', '--categorical', 'merchant,zap']);
    expect(misspelt.code).toBe(2);
    expect(misspelt.stderr).toContain('got "zap"');
  });

  it('are taken from the config, and written into it by init', async () => {
    const init = ['init', '--data', 'payments.csv', '--target', 'fraud', '--drop', 'when', ...flags];
    expect((await sandbox.fraudx(init)).code).toBe(0);
    expect(await readFile(join(sandbox.folder, 'fraudx.yaml'), 'utf8')).toContain('categorical: [merchant, zip]');
    for (const args of [['doctor'], ['leakage', 'check', '--drop', 'merchant'], ['data', 'describe', 'payments.csv']]) {
      const result = await sandbox.fraudx(args);
      expect(result.code, `${args.join(' ')}: ${result.stdout}${result.stderr}`).toBe(0);
    }
    expect((await sandbox.fraudx(['train', '--param', 'num_round=5'])).code).toBe(0);
    expect((await sandbox.fraudx(['predict', '--data', 'payments.csv', '--output', 'scores.csv'])).code).toBe(0);
  });

  it('make categories of what Parquet says are numbers', async () => {
    const convert = ['features', 'build', '--data', 'payments.csv', '--output', 'built.parquet', '--time', 'when'];
    const roles = ['--entity', 'card', '--amount', 'amount', '--target', 'fraud', '--categorical', 'merchant'];
    expect((await sandbox.fraudx([...convert, ...roles])).code).toBe(0);
    const described = await sandbox.fraudx(['data', 'describe', 'built.parquet', '--categorical', 'amount', '--json']);
    const { columns } = described.json() as unknown as Described;
    expect(columns.find(({ name }) => name === 'amount')).toMatchObject({ kind: 'categorical', distinct: 500 });
  });

  it('are not the time column, and the amount is a number', async () => {
    const roles = 'data: payments.csv\ntarget: fraud\ntime: when\namount: merchant\n';
    const path = join(sandbox.folder, 'roles.yaml');
    for (const [key, line] of [
      ['categorical', 'categorical: [when, merchant]'],
      ['categoryEncoding', 'categoryEncoding: { when: count }'],
    ] as const) {
      await writeFile(path, `${roles}${line}\n`);
      for (const command of [['train'], ['explore'], ['leakage', 'check']]) {
        const refused = await sandbox.fraudx([...command, '--config', 'roles.yaml']);
        expect(refused.code).toBe(2);
        expect(refused.stderr).toContain(`${key} must not name the time column, got "when"`);
      }
    }
    await writeFile(path, roles);
    const checked = await sandbox.fraudx(['doctor', '--config', 'roles.yaml']);
    expect(checked.stdout).toMatch(
      /✗ data +data: column "merchant" must hold numbers, got "09-0090700063" in data row 8/,
    );
    await writeFile(path, `${roles}evaluation: { costs: { missedFraud: { amountShare: 1 } } }\n`);
    const problem = await sandbox.fraudx(['doctor', '--config', 'roles.yaml']);
    expect(problem.code).toBe(1);
    expect(problem.stdout).toContain('must hold numbers, got "09-0090700063"');
  });

  it('and values of the label are options of describe, as of the other commands', async () => {
    const text = await readFile(join(sandbox.folder, 'payments.csv'), 'utf8');
    await writeFile(join(sandbox.folder, 'words.csv'), text.replaceAll(/,1$/gm, ',bad').replaceAll(/,0$/gm, ',fine'));
    const described = ['data', 'describe', 'words.csv', '--target', 'fraud', '--json'];
    expect((await sandbox.fraudx(described)).code).toBe(2);
    const told = await sandbox.fraudx([...described, '--positive', 'bad', '--negative', 'fine']);
    expect(told.code, told.stderr).toBe(0);
    expect(told.json()['target']).toMatchObject({ positives: 67, negatives: 533 });
  });

  it('describe a file without labels all the same where only the config names the target', async () => {
    await writeFile(join(sandbox.folder, 'open.csv'), 'amount,fraud\n5,\n7,\n');
    await writeFile(join(sandbox.folder, 'open.yaml'), 'target: fraud\n');
    const described = await sandbox.fraudx(['data', 'describe', 'open.csv', '--config', 'open.yaml', '--json']);
    expect(described.code, described.stderr).toBe(0);
    expect(described.json()).not.toHaveProperty('target');
    expect(JSON.stringify(described.json()['warnings'])).toContain('of the config is not described');
    expect((await sandbox.fraudx(['data', 'describe', 'open.csv', '--target', 'fraud'])).code).toBe(2);
  });

  it('a time of texts, or with a gap, is a problem that doctor names', async () => {
    const path = join(sandbox.folder, 'late.yaml');
    await writeFile(join(sandbox.folder, 'late.csv'), 'when,amount,fraud\nsoon,5,0\nlater,7,1\nnow,9,0\n');
    await writeFile(path, 'data: late.csv\ntarget: fraud\ntime: when\n');
    const texts = await sandbox.fraudx(['doctor', '--config', 'late.yaml']);
    expect(texts.code).toBe(1);
    expect(texts.stdout).toMatch(/✗ time +column "when" must hold times or numbers, got texts such as "soon"/);
    await writeFile(path, 'data: late.csv\ntarget: fraud\ntime: when\nsplit: { strategy: stratified }\n');
    expect((await sandbox.fraudx(['doctor', '--config', 'late.yaml'])).stdout).toMatch(/! time +column "when"/);
    await writeFile(join(sandbox.folder, 'late.csv'), 'when,amount,fraud\n2025-01-01,5,0\n,7,1\n2025-01-03,9,0\n');
    await writeFile(path, 'data: late.csv\ntarget: fraud\ntime: when\n');
    expect((await sandbox.fraudx(['doctor', '--config', 'late.yaml'])).stdout).toContain('got none in data row 2');
  });
});
