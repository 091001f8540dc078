import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

/** The first run. */
let first: string;
let sandbox: Awaited<ReturnType<typeof openSandbox>>;

/** Transactions with time, card and amount; fraud at night with high amounts, noisy enough to be missed at times. */
function transactions(n: number, repeat: number): string {
  const lines = ['when,card,amount,country,fraud'];
  for (let i = 0; i < n; i++) {
    const fraud = i % 17 === 3 ? 1 : 0;
    const amount = fraud === 1 && i % 5 !== 0 ? 150 + ((i * 37) % 200) : (i * 53) % 180;
    const when = new Date(Date.UTC(2025, 0, 1) + i * 600_000).toISOString().slice(0, 19).replace('T', ' ');
    lines.push(`${when},c${i % 40},${amount},${['at', 'be', 'ch'][i % 3]},${fraud}`);
  }
  for (let i = 0; i < repeat; i++) lines.push(lines[1 + i]!);
  return `${lines.join('\n')}\n`;
}

const config = `
data: transactions.csv
target: fraud
time: when
entity: card
amount: amount
drop: [card]
split: { strategy: time }
params: { num_round: 20, max_depth: 3 }
evaluation:
  threshold: min-cost
  currency: EUR
  costs: { missedFraud: { amountShare: 1 }, falseAlert: { fixed: 60 }, caughtFraud: { fixed: 3 } }
`;

beforeAll(async () => {
  sandbox = await openSandbox();
  await writeFile(join(sandbox.folder, 'transactions.csv'), transactions(4000, 0));
  await writeFile(join(sandbox.folder, 'fraudx.yaml'), config);
  const trained = await sandbox.fraudx(['train', '--json', '--quiet']);
  expect(trained.code, trained.stderr).toBe(0);
  first = String(trained.json()['run_id']);
});

afterAll(() => sandbox.close());

describe('fraudx evaluate', () => {
  it('lets gates hold by rough bounds where asked, in promote as in evaluate', async () => {
    const gate = ['--gate', 'roc_auc: lower bound >= 0.5', '--no-plots', '--json', '--quiet'];
    const refused = await sandbox.fraudx(['evaluate', first, ...gate]);
    expect(refused.code, refused.stderr).toBe(1);
    const gates = (report: Record<string, unknown>): string =>
      (report['gates'] as { reason: string; passed: boolean }[])
        .filter(({ passed }) => !passed)
        .map(({ reason }) => reason)
        .join();
    expect(gates(refused.json())).toContain(
      'the bound is rough (only 6 days, fewer than 10), which refuses unless allowed',
    );
    const allowed = await sandbox.fraudx(['evaluate', first, ...gate, '--allow-rough']);
    expect(gates(allowed.json())).toBe('');
    expect(allowed.code, allowed.stderr).toBe(0);
    const promote = ['promote', first, '--dry-run', '--approved-by', 'Ada', '--json', '--quiet'];
    expect((await sandbox.fraudx(promote)).code).toBe(1);
    expect((await sandbox.fraudx([...promote, '--allow-rough'])).code).toBe(0);
  });

  it('writes a report with everything the columns tell', async () => {
    const done = await sandbox.fraudx(['evaluate', '--report', 'report.html', '--no-plots', '--json', '--quiet']);
    expect(done.stderr).toBe('');
    const report = done.json();
    expect(report['metrics']).toHaveProperty('card_precision_at_100');
    expect(report['metrics']).toHaveProperty('cost_per_day');
    // 47 frauds on the six days of the 800 test rows
    expect(report['ceilings']).toMatchObject({
      precision_at_100: 0.47,
      precision_at_100_per_day: expect.closeTo(0.47 / 6, 12),
    });
    expect(report['currency']).toBe('EUR');
    const { compared, slices } = report['slices'] as { compared: string; slices: object[] };
    expect(compared).toContain('other rows of the same risk');
    expect(slices).toContainEqual(expect.objectContaining({ column: 'hour of day', verdict: expect.any(String) }));
    expect(report['overlap']).toEqual({ shared: 0, share: 0, natural: true, allowed: false });
    const html = await readFile(join(sandbox.folder, 'report.html'), 'utf8');
    for (const text of [
      'cost per day',
      'Cost per day (EUR)',
      'chosen on validation rows by min-cost',
      'hour of day',
      'country = at',
      'odds of fraud',
    ]) {
      expect(html).toContain(text);
    }
    expect(html).not.toContain('The costs are assumed');
  });

  it('decides gates on bounds and against the champion', async () => {
    const promoted = await sandbox.fraudx(['promote', '--approved-by', 'me', '--json', '--quiet']);
    expect(promoted.json()['decision'], promoted.stderr).toBe('promoted');
    const weak = await sandbox.fraudx([
      'train',
      '--param',
      'num_round=1',
      '--param',
      'max_depth=1',
      '--json',
      '--quiet',
    ]);
    const gates = [
      'recall: lower bound >= 0.99',
      'delta_average_precision vs champion: lower bound > 0',
      'delta_recall_at_fpr_0.05 vs champion > 0.9',
    ];
    const flags = [
      ...gates.flatMap((gate) => ['--gate', gate]),
      '--compare',
      'champion',
      '--no-plots',
      '--json',
      '--quiet',
    ];
    const done = await sandbox.fraudx(['evaluate', String(weak.json()['run_id']), ...flags]);
    expect(done.code, done.stderr).toBe(1);
    const report = done.json() as { gates: { gate: string; passed: boolean }[]; comparison: { metrics: object } };
    expect(report.gates.filter((gate) => !gate.passed).map((gate) => gate.gate)).toEqual(expect.arrayContaining(gates));
    expect(report.comparison.metrics).toHaveProperty('expected_cost');
    const self = await sandbox.fraudx(['evaluate', ...flags.slice(2 * gates.length)]);
    expect(self.json()['warnings']).toContain('comparison with champion: there is no other champion to compare with');
    const elsewhere = await sandbox.fraudx(['train', '--split', 'stratified', '--json', '--quiet']);
    const flattered = await sandbox.fraudx(['evaluate', String(elsewhere.json()['run_id']), ...flags]);
    expect(String(flattered.json()['warnings'])).toMatch(
      /the champion \(run-.*\) was trained in another split: it may have learned from these/,
    );
    expect(String(done.json()['warnings'])).not.toContain('another split');
    const unknown = await sandbox.fraudx(['evaluate', '--gate', 'recal >= 0.5', '--no-plots', '--quiet']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('Did you mean "recall"?');
  });

  it('refuses test rows that occur in training, unless allowed', async () => {
    await writeFile(join(sandbox.folder, 'copied.csv'), transactions(1000, 300));
    const copied = config.replace('transactions.csv', 'copied.csv').replace('strategy: time', 'strategy: stratified');
    await writeFile(join(sandbox.folder, 'copied.yaml'), copied);
    const trained = await sandbox.fraudx(['train', '--config', 'copied.yaml', '--json', '--quiet']);
    expect(trained.code, trained.stderr).toBe(0);
    expect(trained.json()).toMatchObject({ decision: 'refused', overlap: { natural: false, allowed: false } });
    const run = String(trained.json()['run_id']);
    const flags = ['--config', 'copied.yaml', '--quiet'];
    const shown = await sandbox.fraudx(['runs', 'show', run, ...flags, '--json']);
    expect(shown.stdout).toContain('"decision": "refused"');
    expect(String(trained.json()['warnings'])).toContain('cost and alerts per day are scaled from');
    const again = await sandbox.fraudx(['train', ...flags]);
    expect(again.stdout).toMatch(/gates +refused: fraudx evaluate and promote will refuse/);
    expect(again.stdout).toContain('--allow-overlap, or remove the repeated rows and train again');
    const refused = await sandbox.fraudx(['evaluate', run, ...flags, '--no-plots']);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('evaluate: test rows must not occur in training');
    expect(refused.stderr).toContain('--allow-overlap');
    const promote = ['promote', run, ...flags, '--approved-by', 'me', '--dry-run'];
    const promoted = await sandbox.fraudx(promote);
    expect(promoted.code).toBe(2);
    expect(promoted.stderr).toContain('promote: test rows must not occur in training');
    const allowed = await sandbox.fraudx(['evaluate', run, ...flags, '--no-plots', '--allow-overlap']);
    expect([0, 1]).toContain(allowed.code);
    expect(allowed.stdout).toContain('test rows also occur in training');
    const plan = await sandbox.fraudx([...promote, '--allow-overlap']);
    expect([0, 1]).toContain(plan.code);
    expect(plan.stdout).toContain('Nothing was changed.');
  });

  it('keeps the newest report under its plain name, pictures once, and makes no folder', async () => {
    const twice = [1, 2].map(() => ['evaluate', first, '--report', '--json', '--quiet']);
    const reports: string[] = [];
    for (const line of twice) reports.push(String((await sandbox.fraudx(line)).json()['report']));
    expect(reports[1]).toMatch(/evaluation.report\.html$/);
    expect(reports[1]).toBe(reports[0]);
    const kept = await readdir(dirname(reports[1]!));
    expect(kept.filter((name) => name.startsWith('report'))).toEqual(['report.html']);
    expect(kept.filter((name) => /\.[0-9a-f]{12}\./.test(name))).toEqual([]);
    const nowhere = await sandbox.fraudx(['evaluate', '--report', 'nope/r.html', '--quiet']);
    expect(nowhere.code).toBe(2);
    expect(nowhere.stderr).toContain('folder of the output must exist');
  });

  it('names the run where another would be needed: without an amount, or of other columns', async () => {
    const other = ['--experiment', 'other', '--quiet'];
    await writeFile(join(sandbox.folder, 'plain.yaml'), 'data: transactions.csv\ntarget: fraud\ntime: when\n');
    const plain = await sandbox.fraudx(['train', '--config', 'plain.yaml', '--json', ...other]);
    const run = String(plain.json()['run_id']);
    const without = await sandbox.fraudx(['evaluate', '--no-plots', ...other]);
    expect(without.code).toBe(2);
    expect(without.stderr).toContain(`got ${run} without one`);
    expect(without.stderr).toContain('fraudx runs list');
    const given = await sandbox.fraudx(['evaluate', run, '--amount', 'amount', '--no-plots', ...other]);
    expect(given.stderr).toContain(`--amount must be what ${run} was trained with (nothing), got amount`);
    const lines = transactions(1000, 0).replace('country', 'land');
    await writeFile(join(sandbox.folder, 'land.csv'), lines);
    const renamed = await sandbox.fraudx(['train', '--data', 'land.csv', '--json', '--quiet']);
    const mine = String(renamed.json()['run_id']);
    const gate = `delta_average_precision vs ${run} > 0`;
    const compared = await sandbox.fraudx([
      'evaluate',
      mine,
      '--data',
      'land.csv',
      '--gate',
      gate,
      '--no-plots',
      '--quiet',
    ]);
    expect(compared.code).toBe(2);
    expect(compared.stderr).toContain(
      `${run} must be a run on the columns of these data, got one that also needs country`,
    );
    const scored = await sandbox.fraudx(['predict', run, '--data', 'land.csv', '--quiet']);
    expect(scored.stderr).toContain('Add or rename the column');
  });

  it('does not take a run for the name of a report', async () => {
    const wrong = await sandbox.fraudx(['evaluate', '--report', 'run-01abc', '--quiet']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('--report must name a file that ends in .html, got "run-01abc"');
    expect(wrong.stderr).toContain('fraudx evaluate run-01abc --report');
  });

  it('names the row of the file where a value is too large for a model', async () => {
    const lines = transactions(1000, 0).split('\n');
    lines[700] = lines[700]!.replace(/,\d+,/, ',1e300,');
    await writeFile(join(sandbox.folder, 'large.csv'), lines.join('\n'));
    const trained = await sandbox.fraudx(['train', '--data', 'large.csv', '--split', 'stratified', '--quiet']);
    expect(trained.code).toBe(2);
    expect(trained.stderr).toContain('got a larger value in data row 700 of');
    const scored = await sandbox.fraudx(['predict', '--data', 'large.csv', '--quiet']);
    expect(scored.code).toBe(2);
    expect(scored.stderr).toContain('got a larger value in data row 700 of');
  });
});
