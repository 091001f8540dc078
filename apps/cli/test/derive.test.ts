import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

const start = Date.UTC(2024, 0, 1);
const config = (derive: string): string =>
  `data: raw.csv
target: fraud
drop: [tx, email, value, quantity, at]
split: { strategy: stratified }
derive:
${derive}`;
const derive = `  unit_price: value / quantity
  domain: lower(after(email, '@'))
  at_night: is_night(at)
  dear: unit_price > 40 and not at_night
`;

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
let raw: string[];
beforeAll(async () => {
  sandbox = await openSandbox();
  const rows = Array.from({ length: 800 }, (_, i) => {
    const fraud = i % 10 === 3 ? 1 : 0;
    const value = ((i * 37) % 163) + fraud * 60;
    const quantity = i % 50 === 7 ? 0 : 1 + (i % 4);
    const domain = ['X.org', 'y.com', 'z.net'][(i + fraud) % 3]!;
    const at = new Date(start + i * 5_000_000).toISOString();
    return { tx: `T${i}`, value, quantity, email: `u${i}@${domain}`, at, fraud };
  });
  raw = ['tx,value,quantity,email,at,fraud', ...rows.map((r) => Object.values(r).join(','))];
  await writeFile(join(sandbox.folder, 'raw.csv'), `${raw.join('\n')}\n`);
  const done = rows.map((r) => {
    const unit = r.quantity === 0 ? '' : r.value / r.quantity;
    const night = new Date(r.at).getUTCHours() < 7 ? 1 : 0;
    const dear = night === 1 ? 0 : unit === '' ? '' : unit > 40 ? 1 : 0;
    return [r.tx, unit, r.email.split('@')[1]!.toLowerCase(), night, dear, r.fraud].join(',');
  });
  await writeFile(
    join(sandbox.folder, 'done.csv'),
    `${['tx,unit_price,domain,at_night,dear,fraud', ...done].join('\n')}\n`,
  );
});
afterAll(() => sandbox.close());

/** The score and prediction of every row. */
async function scores(data: string): Promise<string> {
  const done = await sandbox.fraudx(['predict', '--data', data, '--output', 'p.csv', '--force']);
  expect(done.code, done.stderr).toBe(0);
  const lines = (await readFile(join(sandbox.folder, 'p.csv'), 'utf8')).trim().split('\n');
  return lines.map((line) => line.split(',').slice(-2).join(',')).join('\n');
}

describe('derive', () => {
  it('computes columns for training and prediction: scores are those of a file that has the columns', async () => {
    const byHand = await sandbox.fraudx([
      'train',
      '--data',
      'done.csv',
      '--target',
      'fraud',
      '--drop',
      'tx',
      '--split',
      'stratified',
      '--json',
    ]);
    expect(byHand.code, byHand.stderr).toBe(0);
    const expected = await scores('done.csv');
    await writeFile(join(sandbox.folder, 'fraudx.yaml'), config(derive));
    const trained = await sandbox.fraudx(['train', '--json']);
    expect(trained.code, trained.stderr).toBe(0);
    expect(trained.json()['features']).toEqual(['unit_price', 'domain', 'at_night', 'dear']);
    expect(trained.json()['metrics']).toEqual(byHand.json()['metrics']);
    expect(trained.json()['notes']).toContainEqual(
      expect.stringMatching(/^"unit_price" has no result in 16 of 800 rows \(first: data row 8\)/),
    );
    expect(await scores('raw.csv')).toBe(expected);
    // The model brings its expressions; the config may say something else by then.
    await writeFile(join(sandbox.folder, 'fraudx.yaml'), config('  unit_price: value * 0\n'));
    expect(await scores('raw.csv')).toBe(expected);
    const evaluated = await sandbox.fraudx(['evaluate', trained.json()['run_id'] as string, '--json']);
    expect(evaluated.json()['metrics']).toEqual(trained.json()['metrics']);
    await writeFile(
      join(sandbox.folder, 'few.csv'),
      `${raw.map((line) => line.split(',').slice(0, 2).join(',')).join('\n')}\n`,
    );
    const lacking = await sandbox.fraudx(['predict', '--data', 'few.csv', '--output', 'no.csv']);
    expect(lacking.code).toBe(2);
    expect(lacking.stderr).toMatch(/"email"/);
  });

  it('refuses what cannot be computed, by name and place, before a training', async () => {
    const refusal = async (expression: string): Promise<string> => {
      await writeFile(join(sandbox.folder, 'fraudx.yaml'), config(expression));
      const { code, stderr } = await sandbox.fraudx(['train']);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refusal('  a: b + 1\n  b: a\n')).toContain('got "a" → "b" → "a"');
    expect(await refusal('  a: valu / 2\n')).toContain('Did you mean "value"?');
    expect(await refusal('  a: value /\n')).toContain('derive.a: expression must be valid, got "value /"');
    expect(await refusal('  a: fraud + 1\n')).toContain('must not read the target');
    expect(await refusal('  value: quantity\n')).toContain('must have a new name');
  });

  it('is seen by leakage check', async () => {
    await writeFile(
      join(sandbox.folder, 'fraudx.yaml'),
      config("  late: days_between(at, date('2024-02-01'))\n  cheap: value < 3\n"),
    );
    const checked = await sandbox.fraudx(['leakage', 'check', '--json']);
    expect((checked.json()['columns'] as { column: string }[]).map(({ column }) => column)).toEqual(['late', 'cheap']);
  });

  it('scores a row whose dates are all open like among others', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => {
      const until = i % 3 === 0 ? `2024-0${1 + (i % 9)}-11` : '9999-12-31';
      return `R${i},2024-01-${String(1 + (i % 28)).padStart(2, '0')},${until},${(i * 37) % 90},${i % 7 === 3 ? 1 : 0}`;
    });
    const file = (name: string, lines: readonly string[]): Promise<void> =>
      writeFile(join(sandbox.folder, name), `id,since,until,amount,fraud\n${lines.join('\n')}\n`);
    await file('open.csv', rows);
    await writeFile(
      join(sandbox.folder, 'open.yaml'),
      'data: open.csv\ntarget: fraud\ndrop: [id, until, since]\nsplit: { strategy: stratified }\nderive: { left: "days_between(since, until)" }\n',
    );
    const trained = await sandbox.fraudx(['train', '--config', 'open.yaml', '--param', 'num_round=5', '--json']);
    expect(trained.code, trained.stderr).toBe(0);
    const run = String(trained.json()['run_id']);
    const scoresOf = async (name: string): Promise<readonly string[]> => {
      const done = await sandbox.fraudx(['predict', run, '--data', name, '--output', 'o.csv', '--force']);
      expect(done.code, done.stderr).toBe(0);
      return (await readFile(join(sandbox.folder, 'o.csv'), 'utf8')).trim().split('\n').slice(1);
    };
    const all = await scoresOf('open.csv');
    await file('one.csv', [rows[1]!]);
    await file('empty.csv', [rows[1]!.replace('9999-12-31', '')]);
    expect(await scoresOf('one.csv')).toEqual([all[1]]);
    expect(await scoresOf('empty.csv')).toEqual([all[1]]);
  });
});
