import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { behaviourStatistics, builtNames } from '@fraudx/features';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
  // Each customer once, all at one terminal: a fraud on the first day, and a row on each of the next days.
  const days = Array.from({ length: 28 }, (_, i) => `2025-02-${String(i + 1).padStart(2, '0')} 12:00:00,${i % 3},1,10`);
  const rows = days.map((line, i) => `${line},${i === 0 ? 1 : 0}`);
  await writeFile(
    join(sandbox.folder, 'tx.csv'),
    ['tx_datetime,customer_id,terminal_id,tx_amount,tx_fraud', ...rows, ''].join('\n'),
  );
});
afterAll(() => sandbox.close());

async function column(file: string, name: string): Promise<number[]> {
  const [head, ...lines] = (await readFile(join(sandbox.folder, file), 'utf8')).trim().split('\n');
  const at = head!.split(',').indexOf(name);
  expect(at, name).toBeGreaterThanOrEqual(0);
  return lines.map((line) => Number(line.split(',')[at]));
}

describe('fraudx features build', () => {
  it('takes windows and delay from fraudx.yaml: no label counts before it is known', async () => {
    await writeFile(
      join(sandbox.folder, 'fraudx.yaml'),
      'data: tx.csv\nfeatures: { strategy: behavioural, windowDays: [2], delayDays: 14 }\n',
    );
    const done = await sandbox.fraudx(['features', 'build', '--output', 'f.csv', '--json']);
    expect(done.json()).toMatchObject({ delay_days: 14 });
    expect(done.json()['features']).toEqual([
      'is_weekend',
      'is_night',
      'customer_count_2d',
      'customer_mean_amount_2d',
      'customer_seconds_since_last',
      'terminal_count_2d',
      'terminal_risk_2d',
    ]);
    const risk = await column('f.csv', 'terminal_risk_2d');
    expect(risk.findIndex((value) => value > 0)).toBe(14);
    expect(risk.slice(14, 17)).toEqual([1, 0.5, 0]);
  });

  it('refuses numbers that turn out late to count something else than the first rows show', async () => {
    // more rows than are read at once
    const rows = Array.from({ length: 66_000 }, (_, i) => `${1_740_000_000 + i},${i % 50},10`);
    const header = 'tx_datetime,customer_id,tx_amount';
    const build = ['features', 'build', '--data', 'late.csv', '--output', 'late.parquet'];
    for (const late of ['1740066000000', '2500000000']) {
      await writeFile(join(sandbox.folder, 'late.csv'), [header, ...rows, `${late},1,10`, ''].join('\n'));
      const refused = await sandbox.fraudx(build);
      expect(refused.code).toBe(2);
      expect(refused.stderr).toContain(
        `must hold seconds since 1970 in every row, as the rows up to 65,536 do (1740000000), got ${late} in data row 66001`,
      );
      await expect(readFile(join(sandbox.folder, 'late.parquet'))).rejects.toThrow('ENOENT');
    }
    await writeFile(join(sandbox.folder, 'late.csv'), [header, ...rows, '1740066000000,1,10', ''].join('\n'));
    await writeFile(join(sandbox.folder, 'epoch.yaml'), 'data: late.csv\ntimeUnit: epoch\n');
    const said = await sandbox.fraudx([...build, '--config', 'epoch.yaml']);
    expect(said.code, said.stderr).toBe(0);
  });

  it('keeps formulas from spreadsheets where asked', async () => {
    await writeFile(
      join(sandbox.folder, 'formulas.csv'),
      'tx_datetime,customer_id,tx_amount,=note\n2025-02-01 12:00:00,c1,-5,=1+1\n2025-02-02 12:00:00,c2,10,x\n',
    );
    const build = ['features', 'build', '--data', 'formulas.csv', '--force', '--output', 'escaped.csv'];
    for (const [flags, header, cell] of [
      [['--escape-formulas'], "'=note", "'=1+1"],
      [[], '=note', '=1+1'],
    ] as const) {
      const done = await sandbox.fraudx([...build, ...flags]);
      expect(done.code, done.stderr).toBe(0);
      const [head, first] = (await readFile(join(sandbox.folder, 'escaped.csv'), 'utf8')).split('\n');
      expect(head!.split(',')[3]).toBe(header);
      expect(first!.split(',').slice(2, 4)).toEqual(['-5', cell]);
    }
  });

  it('lets flags win, and makes every statistic', async () => {
    const flags = ['--window-days', '1,3', '--delay-days', '3', '--statistics', 'sum,max,std,distinct,velocity,risk'];
    const done = await sandbox.fraudx(['features', 'build', '--output', 'g.csv', ...flags, '--json']);
    expect(done.json()['features']).toEqual(
      expect.arrayContaining(['customer_sum_amount_3d', 'customer_std_amount_1d', 'customer_velocity_1d']),
    );
    expect((await column('g.csv', 'terminal_risk_1d')).indexOf(1)).toBe(3);
    const refused = await sandbox.fraudx(['features', 'build', '--output', 'h.csv', '--statistics', 'median']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('It must be some of count, mean');
  });

  it('refuses data that has such columns already, and computes them anew on request', async () => {
    const again = ['features', 'build', '--data', 'f.csv', '--output', 'i.csv'];
    const refused = await sandbox.fraudx(again);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('"customer_count_2d"');
    expect(refused.stderr).toContain('--replace');
    const done = await sandbox.fraudx([...again, '--replace', '--json']);
    expect(done.json()['features']).toContain('customer_count_2d');
    const rows = Array.from(
      { length: 60 },
      (_, i) => `2025-02-01 ${String(i % 24).padStart(2, '0')}:00:00,${i % 3},9,${i},${i % 2}`,
    );
    await writeFile(join(sandbox.folder, 'own.csv'), ['at,card,customer_count_2d,eur,fraud', ...rows, ''].join('\n'));
    const roles = ['--target', 'fraud', '--time', 'at', '--entity', 'card', '--amount', 'eur', '--split', 'stratified'];
    const trained = await sandbox.fraudx(['train', '--data', 'own.csv', ...roles, '--features', 'behavioural']);
    expect(trained.code).toBe(2);
    expect(trained.stderr).toContain('names of features to build, got "customer_count_2d"');
    expect(trained.stderr).toContain('strategy raw');
  });
});

describe('docs/features.md', () => {
  it('lists every column', async () => {
    const page = await readFile(new URL('../../../docs/features.md', import.meta.url), 'utf8');
    // The first table; another one lists encodings.
    const rows = page.split('\n').filter((line) => /^\| `(?:is|customer|terminal)_/.test(line));
    const listed = rows.flatMap((row) => [...row.split('|')[1]!.matchAll(/`([^`]+)`/g)].map((match) => match[1]!));
    const roles = { time: 't', entity: 'c', terminal: 's', amount: 'a', target: 'y' };
    const names = builtNames({ ...roles, windowDays: [1, 30], statistics: behaviourStatistics });
    expect(listed.toSorted()).toEqual([...new Set(names.map((name) => name.replace(/_\d+d$/, '_{w}d')))].toSorted());
  });
});

describe('more features asked for than there are', () => {
  it('is told', async () => {
    const data = ['--data', 'big.csv', '--target', 'tx_fraud', '--drop', 'tx_fraud_scenario'];
    await sandbox.fraudx(['data', 'generate', '--output', 'big.csv', '--rows', '5000', '--seed', '1']);
    await writeFile(join(sandbox.folder, 'none.yaml'), '{}\n');
    const selected = await sandbox.fraudx(['features', 'select', ...data, '--config', 'none.yaml', '--k', '300']);
    expect(selected.stderr).toMatch(/note: k 300 asks for more than the \d features there are: all are kept/);
    await writeFile(join(sandbox.folder, 'many.yaml'), 'features: { select: { k: 300 } }\n');
    const trained = await sandbox.fraudx(['train', ...data, '--config', 'many.yaml', '--param', 'num_round=5']);
    expect(trained.stderr).toMatch(/note: features\.select\.k 300 asks for more than the \d features/);
  });
});
