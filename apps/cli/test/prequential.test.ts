import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from './cli.ts';

interface Split {
  readonly [name: string]: string | number;
}

describe('a prequential split', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  beforeAll(async () => {
    sandbox = await openSandbox();
    await sandbox.fraudx('data generate --rows 20000 --customers 400 --days 60 --seed 1 --output a.csv'.split(' '));
    await writeFile(
      join(sandbox.folder, 'fraudx.yaml'),
      `data: a.csv
target: tx_fraud
time: tx_datetime
entity: customer_id
drop: [transaction_id, tx_fraud_scenario, terminal_id]
params: { num_round: 5 }
split: { strategy: prequential, trainDays: 10, delayDays: 5, testDays: 7, folds: 2 }
`,
    );
  });
  afterAll(() => sandbox.close());

  it('trains, records its days, and is opened again by evaluate with the same rows and numbers', async () => {
    const trained = await sandbox.fraudx(['train', '--json']);
    expect(trained.stderr).toBe('');
    const train = trained.json() as { run_id: string; split: Split; metrics: object; validation_folds: object };
    expect(train.split).toMatchObject({
      strategy: 'prequential',
      train_days: 10,
      delay_days: 5,
      test_days: 7,
      folds: 2,
      train_from: '2025-02-08',
      test_from: '2025-02-23',
      validation_train_from: '2025-01-27',
      validation_from: '2025-02-11',
    });
    expect(train.validation_folds).toHaveProperty('average_precision.values.length', 2);

    // The rows by the written rule, from the file.
    const lines = (await readFile(join(sandbox.folder, 'a.csv'), 'utf8')).trim().split('\n').slice(1);
    const rows = lines
      .map((line) => line.split(','))
      .map((cells) => ({ day: cells[1]!.slice(0, 10), card: cells[2]!, fraud: cells[5] === '1' }));
    const of = (from: string, before: string): typeof rows => rows.filter(({ day }) => day >= from && day < before);
    expect(train.split['final_train_rows']).toBe(of('2025-02-08', '2025-02-18').length);
    expect(train.split['train_rows']).toBe(of('2025-01-27', '2025-02-06').length);
    const day = (text: string): number => Date.parse(text) / 86_400_000;
    const kept = of('2025-02-23', '2025-03-02').filter(
      (row) =>
        !rows.some(
          (other) =>
            other.fraud &&
            other.card === row.card &&
            other.day >= '2025-02-08' &&
            (other.day < '2025-02-18' || day(other.day) <= day(row.day) - 5 - 1),
        ),
    );
    expect(train.split['test_rows']).toBe(kept.length);
    expect(train.split['test_rows_of_known_cards']).toBe(of('2025-02-23', '2025-03-02').length - kept.length);

    const evaluated = (await sandbox.fraudx(['evaluate', train.run_id, '--json', '--no-plots'])).json();
    expect(evaluated['split']).toEqual(train.split);
    expect(evaluated['metrics']).toEqual(train.metrics);
    const other = await sandbox.fraudx(['evaluate', train.run_id, '--delay-days', '6', '--no-plots']);
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('--delay-days must be what');
  });

  it('tunes on the mean over folds and tells its interval', async () => {
    const tuned = (await sandbox.fraudx('tune --trials 2 --folds 3 --json'.split(' '))).json() as {
      trials: { value: number; interval: [number, number] }[];
      best: { value: number };
      validation_folds: { average_precision: { mean: number; values: number[] } };
    };
    const { mean, values } = tuned.validation_folds.average_precision;
    expect(values).toHaveLength(3);
    expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value) / 3, 12);
    expect(tuned.best.value).toBe(mean);
    for (const { value, interval } of tuned.trials) {
      expect(interval[0]).toBeLessThanOrEqual(value);
      expect(interval[1]).toBeGreaterThanOrEqual(value);
    }
  });

  it.each([
    ['--folds 10', 'data must cover 97 days'],
    ['--train-from 2025-02-31', 'must be a day such as'],
    ['--time nowhere', 'nowhere'],
  ])('refuses %s', async (flags, message) => {
    const refused = await sandbox.fraudx(['train', ...flags.split(' ')]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain(message);
  });

  it('lets a flag choose shares instead of the days of the file', async () => {
    const shares = await sandbox.fraudx(['train', '--split', 'grouped', '--json']);
    expect(shares.json()['split']).toMatchObject({ strategy: 'grouped', test_size: 0.2 });
  });
});
