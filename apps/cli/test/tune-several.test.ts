import { readFile, writeFile } from 'node:fs/promises';
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
});
afterAll(() => sandbox.close());

const tune = ['tune', '--data', 't.csv', '--target', 'fraud', '--time', 'at', '--split', 'time'];
const few = ['--param', 'num_round=5'];
const two = ['--metric', 'recall', '--metric', 'precision'];

interface Tuned {
  readonly study_id: string;
  readonly run_id: string;
  readonly metric: string;
  readonly objectives: readonly { metric: string; direction: string }[];
  readonly chosen: { trial: number; by: string };
  readonly pareto: readonly { trial: number; values: Record<string, number>; run_id: string }[];
  readonly best: { trial: number; value: number; values: Record<string, number>; metrics: Record<string, number> };
  readonly constraints: readonly string[];
  readonly infeasible: number;
  readonly trials: readonly {
    trial: number;
    value: number | null;
    values: Record<string, number>;
    params: object;
    feasible?: boolean;
    constraints?: Record<string, number>;
  }[];
}

describe('tune with several metrics', () => {
  it('finds the front, keeps the model of its best trial by the first metric, and is the same with any number of workers', async () => {
    const ran = async (workers: string, study: string) => {
      const all = [...two, '--strategy', 'nsga-ii', '--trials', '14', '--workers', workers, '--study', study];
      const done = await sandbox.fraudx([...tune, ...few, ...all, '--report', `${study}.html`, '--json']);
      expect(done.code, done.stderr).toBe(0);
      return done.json() as unknown as Tuned;
    };
    const one = await ran('1', 'one');
    expect(one).toMatchObject({
      metric: 'recall',
      objectives: [
        { metric: 'recall', direction: 'maximize' },
        { metric: 'precision', direction: 'maximize' },
      ],
      chosen: { trial: one.best.trial, by: 'recall' },
    });
    const recalls = one.trials.map(({ values }) => values['recall']!);
    expect(one.best.value).toBe(Math.max(...recalls));
    expect(one.best.values['recall']).toBe(one.best.metrics['recall']);
    expect(one.pareto.map(({ trial }) => trial)).toContain(one.best.trial);
    for (const { trial, values } of one.pareto) {
      const beaten = one.trials.some(
        (other) =>
          other.values['recall']! >= values['recall']! &&
          other.values['precision']! >= values['precision']! &&
          (other.values['recall']! > values['recall']! || other.values['precision']! > values['precision']!),
      );
      expect(beaten, `trial ${trial}`).toBe(false);
    }
    const three = await ran('3', 'three');
    const points = ({ trials }: Tuned) => trials.map(({ params, values }) => ({ params, values }));
    expect(points(three)).toEqual(points(one));
    const page = await readFile(join(sandbox.folder, 'one.html'), 'utf8');
    expect(page).toContain('recall, maximize; precision, maximize');
    expect(page).toContain('Pareto front');
  });

  it('shows the front in the terminal, in studies, and in a file of Optuna', async () => {
    const all = [...two, '--trials', '5', '--study', 'shown'];
    const done = await sandbox.fraudx([...tune, ...few, ...all]);
    expect(done.code, done.stderr).toBe(0);
    expect(done.stdout).toMatch(/^trial +recall +precision +max_depth/m);
    expect(done.stdout).toMatch(
      /^front +\d of 5 trials are beaten by no other; the model is that of trial \d, the best of them by recall$/m,
    );
    const shown = await sandbox.fraudx(['studies', 'show', 'shown']);
    const json = (await sandbox.fraudx(['studies', 'show', 'shown', '--json'])).json();
    expect(json).toMatchObject({ metrics: ['recall', 'precision'], best: null });
    expect(shown.stdout).toMatch(/^trial +state +recall +precision +took/m);
    expect((await sandbox.fraudx(['studies', 'best', 'shown'])).stdout).toMatch(/: recall [\d.]+, precision [\d.]+$/m);
    expect((await sandbox.fraudx(['studies', 'list'])).stdout).toMatch(/shown .*front of \d/);
    const exported = await sandbox.fraudx(['studies', 'export', 'shown', '--to', 'shown.log']);
    expect(exported.code, exported.stderr).toBe(0);
    expect(await readFile(join(sandbox.folder, 'shown.log'), 'utf8')).toContain(
      '"study:metric_names":["recall","precision"]',
    );
    const again = await sandbox.fraudx([...tune, ...few, ...all.slice(0, 2), '--study', 'shown']);
    expect(again.code).not.toBe(0);
    expect(again.stderr).toContain('got others for tuning.metric');
  });

  it('measures predict_ms, and says that it is no property of the data', async () => {
    const measured = ['--metric', 'average_precision', '--metric', 'predict_ms', '--constraint', 'predict_ms<=60000'];
    const done = await sandbox.fraudx([...tune, ...few, ...measured, '--trials', '4', '--json']);
    expect(done.code, done.stderr).toBe(0);
    expect(done.stderr).toContain('predict_ms is a measured time');
    const report = done.json() as unknown as Tuned;
    expect(report.constraints).toEqual(['predict_ms <= 60000']);
    for (const { values } of report.trials) expect(values['predict_ms']).toBeGreaterThan(0);
    expect(report.best.metrics['predict_ms']).toBe(report.best.values['predict_ms']);
  });
});

describe('tune --constraint', () => {
  it('chooses among the trials that meet it', async () => {
    const free = await sandbox.fraudx([...tune, ...few, '--trials', '8', '--metric', 'recall', '--json']);
    const values = (free.json() as unknown as Tuned).trials.map(({ value }) => value!);
    const bound = values.toSorted((a, b) => a - b)[4]!;
    const limit = ['--constraint', `recall <= ${bound}`];
    const done = await sandbox.fraudx([...tune, ...few, '--trials', '8', '--metric', 'recall', ...limit, '--json']);
    expect(done.code, done.stderr).toBe(0);
    const report = done.json() as unknown as Tuned;
    expect(report.best.value).toBe(bound);
    expect(report.infeasible).toBe(values.filter((value) => value > bound).length);
    for (const { value, feasible, constraints } of report.trials) {
      expect(feasible).toBe(value! <= bound);
      expect(constraints![`recall <= ${bound}`]! <= 0).toBe(feasible);
    }
  });

  it('ends with what is missing where no trial meets it, and loses nothing', async () => {
    const limit = ['--metric', 'recall', '--constraint', 'precision >= 1.5', '--study', 'none'];
    const done = await sandbox.fraudx([...tune, ...few, ...limit, '--trials', '3']);
    expect(done.code).toBe(2);
    expect(done.stderr).toContain('a trial must meet precision >= 1.5, got none among 3 complete ones');
    expect(done.stderr).toMatch(/The nearest, trial \d, has precision \d/);
    const shown = await sandbox.fraudx(['studies', 'show', 'none']);
    expect(shown.stdout).toContain('3 complete (3 infeasible)');
    expect(shown.stdout).toMatch(/^ +0 +infeasible/m);
    const best = await sandbox.fraudx(['studies', 'best', 'none']);
    expect(best.stderr).toContain('must have a complete trial that violates no constraint');
    const other = await sandbox.fraudx([...tune, ...few, '--constraint', 'precision >= 0.1', '--study', 'none']);
    expect(other.stderr).toContain('got others for tuning.constraints');
    const more = await sandbox.fraudx([...tune, ...few, ...limit, '--trials', '5']);
    expect(more.code).toBe(2);
    expect(more.stderr).toContain('joined study "none"');
    expect(more.stderr).toContain('got none among 5 complete ones');
  });

  it('says before the first trial what is wrong', async () => {
    const said = async (...flags: readonly string[]): Promise<string> => {
      const { code, stderr } = await sandbox.fraudx([...tune, ...flags]);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await said('--constraint', 'predct_ms <= 1')).toContain('Did you mean "predict_ms"?');
    expect(await said('--constraint', 'recall > 1')).toContain('On the command line: --constraint.');
    expect(await said('--constraint', 'card_precision_at_50 >= 0.1')).toContain('must have the card of every row');
    expect(await said(...two, '--pruner', 'median')).toContain('the pruner median needs one metric');
    expect(await said(...two, '--patience', '3')).toContain('patience needs one metric, got recall, precision');
    expect(await said(...two, '--strategy', 'gp')).toContain('direction must be one, got 2');
  });
});
