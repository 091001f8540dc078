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

  it('score with the model in production', async () => {
    const data = join(sandbox.folder, 'd.csv');
    const champion = await withExperiment((experiment) => experiment.predict({ data }, 'champion'));
    const scored = await sandbox.fraudx(['predict', 'champion', '--data', 'd.csv', '--output', 'c.csv', '--json']);
    expect(scored.json()).toMatchObject({ threshold: champion.threshold, rows: champion.table.nRows });
  });

  it('refuse what cannot hold before anything is recorded', async () => {
    const misspelt = { ...config, targt: 'fraud' } as unknown as typeof config;
    expect(() => resolveConfig(misspelt, { folder: sandbox.folder })).toThrow(
      'unknown key "targt", did you mean "target"?',
    );
    const settings = resolveConfig({ ...config, experiment: 'none' }, { folder: sandbox.folder });
    await using workspace = await openLocalWorkspace(settings.folder);
    const gates = { ...settings, config: { ...settings.config, evaluation: { gates: ['recal >= 0.5'] } } };
    await expect(new Experiment(gates, { workspace }).train()).rejects.toThrow('recal');
    const experiment = new Experiment(settings, { workspace });
    await expect(experiment.train({ earlyStoppingRounds: 0 })).rejects.toThrow('must be a whole number');
    expect(await workspace.runs.queryRuns({ experiment: 'none' })).toEqual([]);
    const championGate = { gates: ['delta_average_precision vs champion >= 0'] };
    const own = new Experiment(resolveConfig(config, { folder: sandbox.folder }), { workspace });
    const compared = await own.evaluate(undefined, championGate);
    expect(compared.evaluation.decision).toBe('refused');
    expect(compared.champion).toMatchObject({ state: 'unknown' });
  });

  it('name the study that was stopped in its last fit, which goes on', async () => {
    const settings = resolveConfig(
      { ...config, tuning: { trials: 2 }, experiment: 'stopped' },
      { folder: sandbox.folder },
    );
    await using workspace = await openLocalWorkspace(settings.folder);
    const controller = new AbortController();
    const experiment = new Experiment(settings, {
      workspace,
      signal: controller.signal,
      progress: ({ task }) => {
        if (task === 'refit') controller.abort();
      },
    });
    const stopped = await experiment.tune().catch((error: unknown) => error);
    expect(stopped).toMatchObject({
      code: 'INTERRUPTED',
      message: 'tune: interrupted in the last fit, after all trials',
    });
    const { study_id: resume } = (stopped as { details: { study_id: string } }).details;
    const done = await new Experiment(settings, { workspace }).tune({ resume });
    expect(done.studyId).toBe(resume);
    expect(done.trials).toHaveLength(2);
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
