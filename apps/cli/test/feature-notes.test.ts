import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
  const start = Date.UTC(2024, 0, 1);
  const lines = Array.from({ length: 2000 }, (_, i) => {
    const fraud = i % 20 === 3 ? 1 : 0;
    const settled = fraud === 1 && i % 100 !== 3 ? String(i) : '';
    const when = new Date(start + i * 600_000).toISOString();
    return `R${i},${when},${(fraud * 40 + ((i * 37) % 163)) / 4},${settled},EUR,${fraud}`;
  });
  await writeFile(
    join(sandbox.folder, 't.csv'),
    ['reference,at,amount,settled,currency,fraud', ...lines, ''].join('\n'),
  );
});
afterAll(() => sandbox.close());

describe('before a training', () => {
  it('columns that may leak the label, ids, constants and times are noted', async () => {
    const train = ['train', '--data', 't.csv', '--target', 'fraud', '--split', 'stratified', '--param', 'num_round=3'];
    const result = await sandbox.fraudx([...train, '--json']);
    expect(result.code, result.stderr).toBe(0);
    const notes = result.json()['notes'] as string[];
    expect(notes).toEqual([
      expect.stringMatching(/^column "reference" is another value in every row: left out as ids/),
      expect.stringMatching(
        /^"settled" may leak the label: it is filled in 8\d\.\d % of the frauds, and 100\.0 % of such/,
      ),
      expect.stringMatching(/^features "currency": the same in all training rows/),
      expect.stringMatching(/^features "at": the time of the event/),
    ]);
    for (const note of notes) expect(result.stderr).toContain(`note: ${note}\n`);
    const clean = await sandbox.fraudx([...train, '--drop', 'settled,reference,currency,at', '--json']);
    expect(clean.json()['notes']).toEqual([]);
    const byTime = await sandbox.fraudx([
      'train',
      '--data',
      't.csv',
      '--target',
      'fraud',
      '--time',
      'at',
      '--split',
      'time',
      '--param',
      'num_round=3',
      '--drop',
      'settled,reference,currency',
      '--json',
    ]);
    expect(byTime.json()['notes']).toEqual([]);
  });

  it('tune notes them before its first trial', async () => {
    const tune = ['tune', '--data', 't.csv', '--target', 'fraud', '--split', 'stratified', '--trials', '1'];
    const { stderr } = await sandbox.fraudx([...tune, '--param', 'num_round=3']);
    expect(stderr).toContain('note: "settled" may leak the label');
  });

  it('doctor warns of them, and checks the gates as evaluate does', async () => {
    const config = (gate: string): string =>
      `data: t.csv\ntarget: fraud\ndrop: [reference]\nevaluation:\n  threshold: recall>=0.8\n  gates: ["${gate}"]\n`;
    const doctor = async (gate: string): Promise<{ code: number | null; checks: unknown[] }> => {
      await writeFile(join(sandbox.folder, 'fraudx.yaml'), config(gate));
      const { code, json } = await sandbox.fraudx(['doctor', '--json']);
      return { code, checks: json()['checks'] as unknown[] };
    };
    const leak = expect.objectContaining({ check: 'leaks', status: 'warning' }) as unknown;
    const gates = (status: string): unknown => expect.objectContaining({ check: 'gates', status });
    const good = await doctor('recall >= 0.5');
    expect(good.code).toBe(0);
    expect(good.checks).toEqual(expect.arrayContaining([leak, gates('ok')]));
    expect((await doctor('recall >= 0.9')).checks).toEqual(expect.arrayContaining([gates('warning')]));
    const bad = await doctor('recall at least 0.5');
    expect(bad.code).toBe(1);
    expect(bad.checks).toEqual(expect.arrayContaining([gates('problem')]));
  });
});
