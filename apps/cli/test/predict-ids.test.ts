import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFrame, writeFrames } from '@fraudx/data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
  const lines = Array.from({ length: 600 }, (_, i) => {
    const fraud = i % 10 === 3 ? 1 : 0;
    // a leak that is left out but names no row
    return `${String(900 - i).padStart(5, '0')},shop ${i % 7},${(fraud === 1 ? 100 : 0) + ((i * 37) % 160)},${fraud * 9},${fraud}`;
  });
  await writeFile(join(sandbox.folder, 't.csv'), ['tx,shop,amount,chargeback,fraud', ...lines, ''].join('\n'));
  await writeFile(join(sandbox.folder, 'nameless.csv'), ['shop,amount', 'shop 1,50', 'shop 2,199', ''].join('\n'));
  const train = ['train', '--data', 't.csv', '--target', 'fraud', '--split', 'stratified', '--param', 'num_round=5'];
  const done = await sandbox.fraudx([...train, '--drop', 'tx,chargeback']);
  expect(done.code, done.stderr).toBe(0);
});
afterAll(() => sandbox.close());

async function predict(...args: string[]): Promise<{ json: Record<string, unknown>; lines: string[] }> {
  const result = await sandbox.fraudx(['predict', '--force', '--output', 'p.csv', ...args, '--json']);
  expect(result.code, result.stderr).toBe(0);
  const lines = (await readFile(join(sandbox.folder, 'p.csv'), 'utf8')).trim().split('\n');
  return { json: result.json(), lines };
}

describe('predict names its rows', () => {
  it('by the columns that training left out and that had another value in every row', async () => {
    const { json, lines } = await predict('--data', 't.csv');
    expect(json).toMatchObject({ columns: ['tx', 'score', 'prediction'], id_columns: ['tx'] });
    expect(lines[0]).toBe('tx,score,prediction');
    expect(lines.slice(1).map((line) => line.split(',')[0])).toEqual(
      Array.from({ length: 600 }, (_, i) => String(900 - i).padStart(5, '0')),
    );
    const text = await sandbox.fraudx(['predict', '--data', 't.csv', '--force']);
    expect(text.stdout).toContain('predictions.csv: tx, score, prediction\n');
  });

  it('once, also where they are kept, and refuses to keep what looks like a result', async () => {
    const { lines } = await predict('--data', 't.csv', '--keep', 'shop,tx,shop');
    expect(lines[0]).toBe('tx,shop,score,prediction');
    await writeFile(join(sandbox.folder, 'results.csv'), 'tx,shop,amount,Score\n1,shop 1,50,7\n');
    const refused = await sandbox.fraudx(['predict', '--data', 'results.csv', '--keep', 'Score', '--output', 'no.csv']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(
      'keep must not name a column of results (score, prediction, reason_1, …), got "Score"',
    );
  });

  it('and keeps formulas from spreadsheets where asked', async () => {
    await writeFile(join(sandbox.folder, 'formulas.csv'), 'tx,shop,amount\n=1+1,@SUM(1),50\nb,shop 1,60\n');
    const asked = await predict('--data', 'formulas.csv', '--keep', 'shop', '--escape-formulas');
    expect(asked.lines.slice(1).map((line) => line.split(',').slice(0, 2))).toEqual([
      ["'=1+1", "'@SUM(1)"],
      ['b', 'shop 1'],
    ]);
    const plain = await predict('--data', 'formulas.csv', '--keep', 'shop');
    expect(plain.lines[1]).toMatch(/^=1\+1,@SUM\(1\),/);
  });

  it('by their number where the data has no id', async () => {
    const { json, lines } = await predict('--data', 'nameless.csv', '--keep', 'shop');
    expect(json['id_columns']).toEqual(['row_number']);
    expect(lines.map((line) => line.split(',').slice(0, 2).join(','))).toEqual([
      'row_number,shop',
      '1,shop 1',
      '2,shop 2',
    ]);
  });

  it('in Parquet and JSON lines too, each time alike for a Parquet file of many row groups with texts', async () => {
    const { frame } = await readFrame(join(sandbox.folder, 't.csv'));
    const rows = Uint32Array.from({ length: 130_000 }, (_, i) => (i * 7) % 600);
    const large = frame
      .take(rows)
      .with({ kind: 'numeric', name: 'tx', values: Float64Array.from(rows, (_, i) => i + 1) });
    await writeFrames(join(sandbox.folder, 'large.parquet'), [large]);
    const outputs = new Set<string>();
    for (let k = 0; k < 3; k++) {
      await predict('--data', 'large.parquet');
      outputs.add(await readFile(join(sandbox.folder, 'p.csv'), 'utf8'));
    }
    expect(outputs.size).toBe(1);
    const csv = (await readFrame(join(sandbox.folder, 'p.csv'))).fingerprint.sha256;
    for (const name of ['p.parquet', 'p.jsonl']) {
      await predict('--data', 'large.parquet', '--output', name);
      expect((await readFrame(join(sandbox.folder, name))).fingerprint.sha256, name).toBe(csv);
    }
    const ids = (await readFrame(join(sandbox.folder, 'p.csv'))).frame.column('tx');
    expect(ids.kind === 'numeric' && ids.values.every((id, i) => id === i + 1)).toBe(true);
  });

  it('and says why, in the words of the data, where asked', async () => {
    const { lines, json } = await predict('--data', 't.csv', '--reasons', '2');
    expect(json['columns']).toEqual(['tx', 'score', 'prediction', 'reason_1', 'reason_2']);
    const fraud = lines.slice(1).filter((line) => line.split(',')[2] === '1');
    expect(fraud.length).toBeGreaterThan(10);
    // The amount decides: the words have the number of the file.
    const amounts = new Map(
      (await readFile(join(sandbox.folder, 't.csv'), 'utf8'))
        .split('\n')
        .map((line) => [line.split(',')[0], line.split(',')[2]]),
    );
    const named = fraud.filter((line) => line.includes(`amount is ${amounts.get(line.split(',')[0])}`));
    expect(named.length).toBeGreaterThan(fraud.length * 0.9);
    const few = await predict('--data', 'nameless.csv', '--reasons', '9');
    expect(few.lines[0]!.split(',').at(-1)).toBe('reason_2');
  });
});

describe('predict without a run', () => {
  it('takes the run that evaluate and promote would take, and its threshold unless another is given', async () => {
    const config = (drop: string): string =>
      `data: t.csv\ntarget: fraud\ndrop: [${drop}]\nsplit: { strategy: stratified }\nparams: { num_round: 5 }\n`;
    await writeFile(join(sandbox.folder, 'fraudx.yaml'), config('tx'));
    const leaky = await sandbox.fraudx(['train', '--json']);
    await writeFile(join(sandbox.folder, 'fraudx.yaml'), config('tx, chargeback, shop'));
    const honest = await sandbox.fraudx(['train', '--json']);
    expect(honest.code, honest.stderr).toBe(0);
    const args = ['predict', '--data', 't.csv', '--output', 'q.csv', '--force'];
    const taken = await sandbox.fraudx([...args, '--json']);
    expect(taken.json()['run_id']).toBe(honest.json()['run_id']);
    expect(taken.json()['run_id']).not.toBe(leaky.json()['run_id']);
    expect(taken.stderr).toMatch(/took .*left out/);
    const given = await sandbox.fraudx([...args, '--threshold', '0.999', '--json']);
    expect(given.json()).toMatchObject({ threshold: 0.999 });
    expect(given.json()['predicted_fraud']).toBeLessThan(taken.json()['predicted_fraud'] as number);
    await writeFile(join(sandbox.folder, 'fraudx.yaml'), config('tx, amount'));
    const none = await sandbox.fraudx([...args, '--json']);
    expect(none.stderr).toContain('no run is of the present config; took ');
    const text = await sandbox.fraudx(args);
    expect(text.stdout).toMatch(/at threshold [\d.]+ by run-/);
  });
});
