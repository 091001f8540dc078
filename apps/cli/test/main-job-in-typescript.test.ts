import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openLocalWorkspace } from '@fraudx/local';
import { closeTrainingPool } from '@fraudx/models';
import { Experiment, resolveConfig } from '@fraudx/pipelines';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

/** As in fraudx.yaml, so that both sides mean the same rows and columns. */
const config = { data: 'd.csv', target: 'fraud', drop: ['id'], params: { num_round: 20 }, seed: 5 };

describe('scripts and the command line', () => {
  let sandbox: Awaited<ReturnType<typeof openSandbox>>;
  beforeAll(async () => {
    sandbox = await openSandbox();
    await writeFile(join(sandbox.folder, 'd.csv'), learnableCsv(3000));
    await writeFile(
      join(sandbox.folder, 'fraudx.yaml'),
      'data: d.csv\ntarget: fraud\ndrop: [id]\nparams: { num_round: 20 }\nseed: 5\n',
    );
  });
  afterAll(async () => {
    await closeTrainingPool();
    await sandbox.close();
  });

  async function withExperiment<T>(work: (experiment: Experiment) => Promise<T>): Promise<T> {
    const settings = resolveConfig(config, { folder: sandbox.folder });
    await using workspace = await openLocalWorkspace(settings.folder);
    return await work(new Experiment(settings, { workspace, production: workspace.production }));
  }

  it("train the same model, and evaluate and promote each other's runs", async () => {
    const trained = await withExperiment((experiment) => experiment.train());
    const byCommand = await sandbox.fraudx(['train', '--json']);
    expect(byCommand.code, byCommand.stderr).toBe(0);
    const {
      run_id: commandRun,
      metrics,
      model,
      threshold,
    } = byCommand.json() as {
      run_id: string;
      metrics: Record<string, number>;
      model: string;
      threshold: number;
    };
    expect(threshold).toBe(trained.candidate.threshold);
    expect(metrics['average_precision']).toBe(trained.measured.evaluation.metrics.values['average_precision']);
    expect(await readFile(join(model, 'booster.json'), 'utf8')).toBe(
      await readFile(join(trained.folder, 'booster.json'), 'utf8'),
    );

    const evaluated = await sandbox.fraudx(['evaluate', trained.runId, '--no-plots', '--json']);
    expect(evaluated.json()).toMatchObject({ decision: 'accepted', run_id: trained.runId });
    const here = await withExperiment((experiment) => experiment.evaluate(commandRun));
    expect(here.evaluation.metrics.values['average_precision']).toBe(metrics['average_precision']);

    const promoted = await sandbox.fraudx(['promote', trained.runId, '--approved-by', 'Ada', '--json']);
    expect(promoted.code, promoted.stderr).toBe(0);
    const { judged, report } = await withExperiment((experiment) =>
      experiment.promote(commandRun, { approvedBy: 'Grace' }),
    );
    expect(judged.against.found).toMatchObject({ state: 'promoted', runId: trained.runId });
    expect(report.decision).toBe('promoted');
    const history = await sandbox.fraudx(['promotions', 'list', '--json']);
    expect(JSON.stringify(history.json())).toContain(commandRun);
  });

  it('tune the same trials', async () => {
    const here = await withExperiment((experiment) => experiment.tune());
    expect(here.trials).toHaveLength(20);
    const there = await sandbox.fraudx(['tune', '--json']);
    expect(there.code, there.stderr).toBe(0);
    const { trials } = there.json() as { trials: { trial: number; value: number }[] };
    const values = (all: readonly { trial: number; value?: number }[]): unknown =>
      all.toSorted((a, b) => a.trial - b.trial).map(({ value }) => value);
    expect(values(trials)).toEqual(values(here.trials));
  });

  it('score alike', async () => {
    const data = join(sandbox.folder, 'd.csv');
    const { table, scores } = await withExperiment((experiment) => experiment.predict({ data }));
    const scored = await sandbox.fraudx(['predict', '--data', 'd.csv', '--output', 's.csv', '--json']);
    expect(scored.code, scored.stderr).toBe(0);
    const lines = (await readFile(join(sandbox.folder, 's.csv'), 'utf8')).trim().split('\n');
    expect(lines[0]).toBe(table.names.join(','));
    const column = table.names.indexOf('score');
    expect(lines.slice(1).map((line) => Number(line.split(',')[column]))).toEqual([...scores]);
  });

  it('refuse to promote without a production', async () => {
    const settings = resolveConfig(config, { folder: sandbox.folder });
    await using workspace = await openLocalWorkspace(settings.folder);
    const experiment = new Experiment(settings, { workspace });
    await expect(experiment.promote(undefined, { approvedBy: 'Ada' })).rejects.toMatchObject({
      code: 'PRODUCTION_MISSING',
    });
  });
});
