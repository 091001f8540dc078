import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

/** Latin letters in one byte each, and dates that fit both orders. */
function hardCsv(): Buffer {
  const lines = ['id,when,amount,Stra\u00dfe,fraud'];
  for (let i = 0; i < 400; i++) {
    const day = String(1 + Math.floor(i / 40)).padStart(2, '0');
    lines.push(
      `${i},${day}/02/2025,${i % 10 === 3 ? 300 + (i % 7) : i % 90},${i % 2 ? 'K\u00f6ln' : 'Wien'},${i % 10 === 3 ? 1 : 0}`,
    );
  }
  return Buffer.from(`${lines.join('\n')}\n`, 'latin1');
}

describe('--decimal-mark', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox.close());

  it('says what 1.234 means to every command, and to the model', async () => {
    const rows = Array.from({ length: 400 }, (_, i) => {
      const amount = i % 10 === 3 ? `${1 + (i % 9)}.${String(100 + i).slice(0, 3)}` : String(i % 90);
      return `${amount};${i % 7};${i % 10 === 3 ? 1 : 0}`;
    });
    await writeFile(join(sandbox.folder, 'whole.csv'), `${['amount;shop;fraud', ...rows].join('\n')}\n`);
    const describe = async (...args: string[]): Promise<{ max: number; warnings: string[] }> => {
      const result = await sandbox.fraudx(['data', 'describe', 'whole.csv', '--json', ...args]);
      expect(result.code, result.stderr).toBe(0);
      const { columns, warnings } = result.json() as unknown as { columns: { max: number }[]; warnings: string[] };
      return { max: columns[0]!.max, warnings };
    };
    const asked = await describe();
    expect(asked.max).toBeLessThan(100);
    expect(asked.warnings).toEqual([expect.stringContaining('column "amount" holds numbers such as 4.103')]);
    const settled = await describe('--decimal-mark', 'comma');
    expect(settled.max).toBeGreaterThan(9000);
    expect(settled.warnings).toEqual([]);
    const init = await sandbox.fraudx(['init', 'whole.csv', '--decimal-mark', 'comma', '--print', '--json']);
    expect((init.json() as { config: string }).config).toMatch(/^decimalMark: "?comma/m);
    await writeFile(
      join(sandbox.folder, 'fraudx.yaml'),
      'data: whole.csv\ntarget: fraud\namount: amount\ndecimalMark: comma\n',
    );
    const train = await sandbox.fraudx(['train', '--param', 'num_round=10', '--json']);
    expect(train.code, train.stderr).toBe(0);
    await writeFile(join(sandbox.folder, 'fraudx.yaml'), '');
    await writeFile(join(sandbox.folder, 'new.csv'), 'amount;shop\n4.103;3\n');
    const predict = await sandbox.fraudx(['predict', '--data', 'new.csv', '--json']);
    expect(predict.code, predict.stderr).toBe(0);
    expect(predict.json()).toMatchObject({ warnings: [], predicted_fraud: 1 });
  });
});

describe('--encoding and --date-order', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  const reading = ['--encoding', 'windows-1252', '--date-order', 'day-first'];
  beforeAll(async () => {
    sandbox = await openSandbox();
    await writeFile(join(sandbox.folder, 'hard.csv'), hardCsv());
  });
  afterAll(() => sandbox.close());

  it('says which flag is needed, and reads with it', async () => {
    const without = await sandbox.fraudx(['data', 'describe', 'hard.csv']);
    expect(without.code).toBe(2);
    expect(without.stderr).toContain('--encoding');
    const described = await sandbox.fraudx(['data', 'describe', 'hard.csv', ...reading, '--json']);
    expect(described.code, described.stderr).toBe(0);
    const { columns } = described.json() as { columns: { name: string; kind: string; max?: number }[] };
    expect(columns.map(({ name }) => name)).toContain('Straße');
    const when = columns.find(({ name }) => name === 'when');
    expect(when).toMatchObject({ kind: 'timestamp', max: Date.UTC(2025, 1, 10) });
  });

  it('is taken by every command that reads data, and by the config', async () => {
    const explore = await sandbox.fraudx(['explore', 'hard.csv', ...reading, '--json']);
    expect(explore.code, explore.stderr).toBe(0);
    const columns = ['--time', 'when', '--entity', 'id', '--amount', 'amount', '--target', 'fraud'];
    const data = ['--data', 'hard.csv'];
    const built = await sandbox.fraudx(['features', 'build', ...data, '--output', 'f.csv', ...columns, ...reading]);
    expect(built.code, built.stderr).toBe(0);
    await writeFile(
      join(sandbox.folder, 'fraudx.yaml'),
      'data: hard.csv\ntarget: fraud\ndrop: [id]\ntime: when\nencoding: windows-1252\ndateOrder: day-first\nvalidation:\n  when: { kind: timestamp }\n',
    );
    const train = await sandbox.fraudx(['train', '--param', 'num_round=5', '--json']);
    expect(train.code, train.stderr).toBe(0);
    for (const args of [
      ['data', 'validate'],
      ['leakage', 'check', '--drop', 'amount,id'],
      ['evaluate', '--no-plots', '--gate', 'recall >= 0'],
      ['predict', ...data, ...reading],
      ['doctor'],
    ]) {
      const result = await sandbox.fraudx([...args, '--json']);
      // Of so few frauds no model is accepted; what counts here is that the data were read.
      const codes = args[0] === 'evaluate' ? [0, 1] : [0];
      expect(codes, `${args.join(' ')}: ${result.stderr}${result.stdout}`).toContain(result.code);
    }
    const other = await sandbox.fraudx(['evaluate', '--no-plots', '--date-order', 'month-first']);
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(/got only others: .*date order/);
  });

  it('names every column that is not there at once', async () => {
    const flags = ['--data', 'hard.csv', '--target', 'fraud', '--time', 'when', ...reading];
    const { code, stderr } = await sandbox.fraudx(['train', ...flags, '--drop', 'zzz', '--categorical', 'id,yyy']);
    expect(code).toBe(2);
    expect(stderr).toContain(
      '--drop: columns must exist in ' +
        join(sandbox.folder, 'hard.csv') +
        ', got "zzz"; categorical: columns must exist',
    );
    expect(stderr).toContain('got "yyy"');
  });

  it('tells of dates that fit both orders, in the terminal too', async () => {
    const bare = join(sandbox.folder, 'bare.yaml');
    await writeFile(bare, 'data: hard.csv\ntarget: fraud\nvalidation:\n  amount: { min: 0 }\n');
    const flags = ['--config', bare, '--encoding', 'windows-1252'];
    for (const args of [
      ['explore', 'hard.csv'],
      ['data', 'describe', 'hard.csv'],
      ['data', 'validate'],
      ['train', '--split', 'stratified', '--param', 'num_round=2'],
    ]) {
      const { stdout, stderr, code } = await sandbox.fraudx([...args, ...flags]);
      expect(code, stderr).toBe(0);
      expect(stdout + stderr, args.join(' ')).toContain('"when" holds dates that fit day/month and month/day alike');
      expect(stdout + stderr).toContain('--date-order');
    }
  });
});

describe('predict', () => {
  it('says what was noticed while reading, as train does', async () => {
    const sandbox = await openSandbox();
    const lines = Array.from(
      { length: 200 },
      (_, i) =>
        `${1_700_000_000_000 + i},"${i % 10 === 3 ? 300 + (i % 7) : i % 90},5",${i % 3},${i % 10 === 3 ? 1 : 0}`,
    );
    const text = ['ms,amount,amount,fraud', ...lines, ''].join('\n');
    for (const name of ['train.csv', 'new.csv']) await writeFile(join(sandbox.folder, name), text);
    await writeFile(
      join(sandbox.folder, 'fraudx.yaml'),
      'time: ms\nfeatures: { strategy: temporal }\namount: amount\n',
    );
    const learn = [
      'train',
      '--data',
      'train.csv',
      '--target',
      'fraud',
      '--param',
      'num_round=2',
      '--rename-duplicates',
    ];
    const train = await sandbox.fraudx([...learn, '--split', 'stratified']);
    expect(train.code, train.stderr).toBe(0);
    const predict = ['predict', '--data', 'new.csv', '--force', '--rename-duplicates'];
    const { stderr } = await sandbox.fraudx(predict);
    for (const { stderr: said } of [train, { stderr }]) expect(said).toContain('read as "amount_2"');
    // What training settled needs no word where the data follow it.
    for (const settled of ['"amount" holds numbers with decimal commas', 'taken as milliseconds']) {
      expect(train.stderr).toContain(settled);
      expect(stderr).not.toContain(settled);
    }
    const quiet = await sandbox.fraudx([...predict, '--json', '--quiet']);
    expect(quiet.stderr).toBe('');
    expect(quiet.json()['warnings']).toEqual([expect.stringContaining('amount_2')]);
    await sandbox.close();
  });
});

/** Amounts that are -999, and shops that are "none", where nothing is known. */
function markedCsv(): string {
  const rows = Array.from({ length: 400 }, (_, i) => {
    const fraud = i % 10 === 3;
    const amount = i % 4 === 3 ? '-999' : String(fraud ? 300 + (i % 7) : i % 90);
    return `${i},${amount},${['north', 'south', 'none'][i % 3]},${fraud ? 1 : 0}`;
  });
  return `id,amount,shop,fraud\n${rows.join('\n')}\n`;
}

describe('--missing', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  const missing = ['--missing', '-999,none'];
  const data = ['--data', 'marked.csv'];
  beforeAll(async () => {
    sandbox = await openSandbox();
    await writeFile(join(sandbox.folder, 'marked.csv'), markedCsv());
  });
  afterAll(() => sandbox.close());

  async function missingBy(args: readonly string[]): Promise<Record<string, number>> {
    const { code, stderr, json } = await sandbox.fraudx(['data', 'describe', 'marked.csv', ...args, '--json']);
    expect(code, stderr).toBe(0);
    const { columns } = json() as { columns: { name: string; missing: number }[] };
    return Object.fromEntries(columns.map((column) => [column.name, column.missing]));
  }

  it('adds to the texts that mean "no value", which the config lists, with numbers too', async () => {
    expect(await missingBy([])).toMatchObject({ amount: 0, shop: 0 });
    expect(await missingBy(missing)).toMatchObject({ amount: 100, shop: 133 });
    await writeFile(join(sandbox.folder, 'own.yaml'), 'missing: [-999, none]\n');
    expect(await missingBy(['--config', 'own.yaml'])).toMatchObject({ amount: 100, shop: 133 });
    expect(await missingBy(['--config', 'own.yaml', '--missing', 'south'])).toMatchObject({ amount: 100, shop: 266 });
  });

  it('is taken by every command that reads data, and kept with the model', async () => {
    const columns = ['--target', 'fraud', '--drop', 'id'];
    const train = await sandbox.fraudx(['train', ...data, ...columns, ...missing, '--param', 'num_round=5', '--json']);
    expect(train.code, train.stderr).toBe(0);
    for (const args of [
      ['explore', 'marked.csv', '--target', 'fraud', ...missing],
      ['leakage', 'check', ...data, '--target', 'fraud', '--drop', 'id,amount', ...missing],
      ['features', 'select', ...data, ...columns, ...missing, '--k', '2'],
      ['tune', ...data, ...columns, ...missing, '--trials', '1', '--experiment', 'other'],
      ['evaluate', '--no-plots', '--gate', 'recall >= 0', ...missing],
      ['predict', ...data, '--output', 'kept.csv'],
      ['predict', ...data, '--output', 'named.csv', ...missing],
      ['predict', ...data, '--output', 'same.csv', '--missing', 'none'],
      ['predict', ...data, '--output', 'wrong.csv', '--missing', 'north'],
    ]) {
      const result = await sandbox.fraudx([...args, '--json']);
      // Of so few frauds no model is accepted; what counts here is that the data were read.
      const codes = args[0] === 'evaluate' ? [0, 1] : [0];
      expect(codes, `${args.join(' ')}: ${result.stderr}${result.stdout}`).toContain(result.code);
    }
    const scores = (name: string): Promise<string> => readFile(join(sandbox.folder, name), 'utf8');
    expect(await scores('kept.csv')).toBe(await scores('named.csv'));
    expect(await scores('kept.csv')).toBe(await scores('same.csv'));
    expect(await scores('kept.csv')).not.toBe(await scores('wrong.csv'));
    const other = await sandbox.fraudx(['evaluate', '--no-plots', '--missing', 'north']);
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(/got only others: .*missing/);
  });
});

describe('ids of many digits', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox.close());

  it('stay as they are in built features, as does what the config calls categorical', async () => {
    const lines = ['tx_datetime,customer_id,terminal_id,tx_amount'];
    for (let i = 0; i < 60; i++) {
      lines.push(
        `2025-01-01 10:${String(i).padStart(2, '0')}:00,${4_532_015_112_830_366_000n + BigInt(i % 20)},0${i % 3},1`,
      );
    }
    await writeFile(join(sandbox.folder, 'pan.csv'), `${lines.join('\n')}\n`);
    await writeFile(join(sandbox.folder, 'fraudx.yaml'), 'categorical: [terminal_id, is_night]\n');
    const built = await sandbox.fraudx(['features', 'build', '--data', 'pan.csv', '--output', 'o.csv', '--sort']);
    expect(built.code, built.stderr).toBe(0);
    expect(built.stderr).toContain('note: column "customer_id" holds whole numbers beyond 2^53');
    const rows = (await readFile(join(sandbox.folder, 'o.csv'), 'utf8')).trim().split('\n').slice(1);
    const cells = (j: number): string[] => [...new Set(rows.map((row) => row.split(',')[j]!))].sort();
    expect(cells(1)).toHaveLength(20);
    expect(cells(1)[19]).toBe('4532015112830366019');
    expect(cells(2)).toEqual(['00', '01', '02']);
  });

  it('takes milliseconds since 1970 for what they are, and says so', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => [
      `${1_740_009_876_000 + i * 3_600_000},c${i % 9},${i % 11},${i % 6 === 2 ? 1 : 0}`,
      `${new Date(1_740_009_876_000 + i * 3_600_000).toISOString()},c${i % 9},${i % 11},${i % 6 === 2 ? 1 : 0}`,
    ]);
    const features: string[] = [];
    for (const j of [0, 1]) {
      const lines = ['tx_datetime,customer_id,tx_amount,tx_fraud', ...rows.map((row) => row[j]!)];
      await writeFile(join(sandbox.folder, `t${j}.csv`), `${lines.join('\n')}\n`);
      const built = await sandbox.fraudx(['features', 'build', '--data', `t${j}.csv`, '--output', `f${j}.csv`]);
      expect(built.code, built.stderr).toBe(0);
      expect(built.stderr.includes('taken as milliseconds since 1970')).toBe(j === 0);
      features.push((await readFile(join(sandbox.folder, `f${j}.csv`), 'utf8')).replaceAll(/^[^,]*/gm, ''));
    }
    expect(features[0]).toBe(features[1]);
    const reading = [
      '--time',
      'tx_datetime',
      '--target',
      'tx_fraud',
      '--param',
      'num_round=3',
      '--config',
      'none.yaml',
    ];
    await writeFile(join(sandbox.folder, 'none.yaml'), '{}\n');
    const train = await sandbox.fraudx(['train', '--data', 't0.csv', ...reading]);
    expect(train.code, train.stderr).toBe(0);
    expect(train.stderr).toContain('note: time column "tx_datetime" holds numbers such as 1740009876000');
  });
});
