import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
  const start = Date.UTC(2024, 0, 1);
  const lines = Array.from({ length: 3000 }, (_, i) => {
    const fraud = (i * 7919) % 100 < 6 ? 1 : 0;
    const when = new Date(start + i * 600_000).toISOString();
    return `${when},${(fraud * 30 + ((i * 37) % 163)) / 4},${(i * 31) % 17},${fraud}`;
  });
  await writeFile(join(sandbox.folder, 't.csv'), ['at,amount,code,fraud', ...lines, ''].join('\n'));
  await writeFile(
    join(sandbox.folder, 'costs.yaml'),
    'evaluation: { costs: { missedFraud: { amountShare: 1 }, falseAlert: { fixed: 5 } } }\n',
  );
});
afterAll(() => sandbox.close());

const tune = ['tune', '--data', 't.csv', '--target', 'fraud', '--time', 'at', '--split', 'time', '--amount', 'amount'];
const few = ['--strategy', 'random', '--trials', '3', '--param', 'num_round=5', '--confirm', '0', '--json'];

describe('tune --metric', () => {
  it.each([
    ['recall_at_fpr_0.02', 'maximize'],
    ['precision_at_50', 'maximize'],
    ['amount_recall', 'maximize'],
  ])('takes %s', async (metric, direction) => {
    const done = await sandbox.fraudx([...tune, ...few, '--metric', metric]);
    expect(done.code, done.stderr).toBe(0);
    const report = done.json() as { metric: string; direction: string; trials: { value: number }[] };
    expect(report).toMatchObject({ metric, direction });
    const values = report.trials.map(({ value }) => value);
    expect(values).toHaveLength(3);
    for (const value of values) expect(value).toBeGreaterThanOrEqual(0);
    expect(done.json()['best']).toMatchObject({ metrics: { [metric]: Math.max(...values) } });
  });

  it('takes costs, which are better when lower', async () => {
    const done = await sandbox.fraudx([...tune, ...few, '--metric', 'total_cost', '--config', 'costs.yaml']);
    expect(done.code, done.stderr).toBe(0);
    const report = done.json() as { direction: string; trials: { value: number }[]; best: { metrics: object } };
    expect(report.direction).toBe('minimize');
    const least = Math.min(...report.trials.map(({ value }) => value));
    expect(report.best.metrics).toMatchObject({ total_cost: least });
  });

  it('says before the first trial what is missing, unknown, or no aim', async () => {
    const countStudies = async (): Promise<number> => {
      const { json } = await sandbox.fraudx(['runs', 'list', '--kind', 'study', '--json']);
      return (json() as { runs: object[] }).runs.length;
    };
    const before = await countStudies();
    const said = async (metric: string): Promise<string> => {
      const { code, stderr } = await sandbox.fraudx([...tune, ...few, '--metric', metric]);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await said('savings')).toContain('tune: savings must have costs of every row, got none');
    expect(await said('card_precision_at_50')).toContain('must have the card of every row, got none');
    expect(await said('recal')).toContain('Did you mean "recall"?');
    expect(await said('alert_rate')).toContain('which has none');
    expect(await countStudies()).toBe(before);
  });
});
