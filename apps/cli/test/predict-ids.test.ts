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

  it('and scores none of a day without transactions: the output has a header', async () => {
    await writeFile(join(sandbox.folder, 'none.csv'), 'tx,shop,amount\n');
    const { json, lines } = await predict(
      '--data',
      'none.csv',
      '--keep',
      'shop',
      '--reasons',
      '1',
      '--matrix',
      'x.csv',
    );
    expect(lines).toEqual(['tx,shop,score,prediction,reason_1']);
    expect(json).toMatchObject({ rows: 0, predicted_fraud: 0, id_columns: ['tx'] });
    expect(json['warnings']).toEqual([expect.stringContaining('none.csv has a header and no rows: 0 rows scored')]);
    const text = await sandbox.fraudx(['predict', '--data', 'none.csv', '--force', '--output', 'p.parquet']);
    expect(text.code, text.stderr).toBe(0);
    expect(text.stderr).toContain('note: ');
    expect(text.stdout).toContain('0 rows scored, 0 predicted fraud');
    const empty = await sandbox.fraudx(['predict', '--data', 'p.parquet', '--force', '--output', 'q.csv']);
    expect(empty.stderr).toContain('data must have the columns');
    await writeFile(join(sandbox.folder, 'short.csv'), 'tx,shop\n');
    const short = await sandbox.fraudx(['predict', '--data', 'short.csv', '--force']);
    expect(short.code).not.toBe(0);
    expect(short.stderr).toContain('got none named "amount"');
    const others = await sandbox.fraudx(['data', 'describe', 'none.csv']);
    expect(others.code).not.toBe(0);
    expect(others.stderr).toContain('must have rows below its header');
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

describe('predict --keep', () => {
  it('keeps the type that a category has in the file, and its values as written', async () => {
    const codes = ['742', '5411', '6011'];
    const row = (i: number): string[] => [
      String(1000 + i),
      codes[i % 3]!,
      `0${codes[i % 3]}`,
      `${i % 4}.50`,
      String(9_007_199_254_740_993n + BigInt(i % 3)),
      String((i % 10 === 3 ? 100 : 0) + ((i * 37) % 160)),
      i % 10 === 3 ? '1' : '0',
    ];
    const names = ['id', 'mcc', 'branch', 'rate', 'card', 'amount', 'fraud'];
    const lines = Array.from({ length: 300 }, (_, i) => row(i).join(','));
    await writeFile(join(sandbox.folder, 'codes.csv'), [names.join(','), ...lines, ''].join('\n'));
    const objects = Array.from({ length: 3 }, (_, i) => {
      const [id, mcc, branch, rate, card, amount, fraud] = row(i);
      return `{"id":${id},"mcc":${mcc},"branch":"${branch}","rate":"${rate}","card":${card},"amount":${amount},"fraud":${fraud}}`;
    });
    await writeFile(join(sandbox.folder, 'codes.jsonl'), `${objects.join('\n')}\n`);
    const categories = ['--categorical', 'mcc,branch,rate,card', '--drop', 'id'];
    const train = ['train', '--data', 'codes.csv', '--target', 'fraud', '--split', 'stratified', '--json'];
    const trained = await sandbox.fraudx([...train, '--param', 'num_round=3', ...categories]);
    expect(trained.code, trained.stderr).toBe(0);
    const run = String(trained.json()['run_id']);
    const keep = ['--keep', 'mcc,branch,rate,card', '--force', '--json'];
    const kept = async (data: string, output: string): Promise<string[]> => {
      const done = await sandbox.fraudx(['predict', run, '--data', data, '--output', output, ...keep]);
      expect(done.code, done.stderr).toBe(0);
      const written = (await readFile(join(sandbox.folder, output), 'utf8')).split('\n').slice(0, 2);
      return written.map((line) => line.slice(0, line.indexOf(',"score"')));
    };
    const written = [
      '{"id":1000,"mcc":742,"branch":"0742","rate":"0.50","card":"9007199254740993"',
      '{"id":1001,"mcc":5411,"branch":"05411","rate":"1.50","card":"9007199254740994"',
    ];
    expect(await kept('codes.csv', 'kept.jsonl')).toEqual(written);
    expect(await kept('codes.jsonl', 'kept.jsonl')).toEqual(written);
    await kept('codes.csv', 'kept.parquet');
    const { frame } = await readFrame(join(sandbox.folder, 'kept.parquet'));
    const kinds = frame.columns.slice(0, 5).map(({ name, kind }) => `${name} ${kind}`);
    expect(kinds.join()).toBe('id numeric,mcc numeric,branch categorical,rate categorical,card categorical');
    // Parquet says itself what is a text: texts of digits stay texts there
    const texts = (name: string) => {
      const column = frame.column(name) as { values: Float64Array };
      return {
        kind: 'categorical',
        name,
        codes: Int32Array.from(column.values, (_, i) => i % 3),
        categories: ['1', '2', '742'],
      } as const;
    };
    const amount = { kind: 'numeric', name: 'amount', values: new Float64Array(frame.nRows).fill(9) } as const;
    const typed = frame
      .with(texts('id'))
      .with(texts('mcc'))
      .with(amount)
      .select(['id', 'mcc', 'branch', 'rate', 'card', 'amount']);
    await writeFrames(join(sandbox.folder, 'typed.parquet'), [typed]);
    expect((await kept('typed.parquet', 'kept.jsonl'))[0]).toMatch(/^{"id":"1","mcc":"1","branch":"0742"/);
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
