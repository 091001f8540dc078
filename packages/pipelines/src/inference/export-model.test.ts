import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeTrainingPool } from '@fraudx/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluationJson } from '../evaluation/evaluation-json.ts';
import { Experiment } from '../experiment.ts';
import { chooseRunToScore } from '../runs/choose-run-to-score.ts';
import { runJson } from '@fraudx/tracking';
import type { ExperimentSettings } from '../settings.ts';
import { resolveConfig } from '../settings.ts';
import { memoryWorkspace } from '../testing/memory-workspace.ts';
import type { TrainingResult } from '../training/training-pipeline.ts';
import { exportModel } from './export-model.ts';
import { withMarkersOfModel } from './model-markers.ts';

describe('a trained model', () => {
  let folder = '';
  let trained: TrainingResult;
  let workspace: ReturnType<typeof memoryWorkspace>;
  function settings(part: object = {}): ExperimentSettings {
    const base = { data: 'd.csv', target: 'fraud', seed: 1, params: { num_round: 4 } };
    return resolveConfig({ ...base, ...part }, { folder });
  }
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-export-'));
    const lines = ['amount,country,fraud'];
    for (let i = 0; i < 600; i++)
      lines.push(`${((i * 7919) % 600) / 10},${['at', 'be'][i % 2]},${i % 6 === 0 ? 1 : 0}`);
    await writeFile(join(folder, 'd.csv'), `${lines.join('\n')}\n`);
    workspace = memoryWorkspace();
    trained = await new Experiment(settings(), { workspace }).train();
  });
  afterAll(async () => {
    await closeTrainingPool();
    await rm(folder, { recursive: true, force: true });
  });

  it('is written for another library, with what its features are', async () => {
    const output = join(folder, 'model.json');
    const exported = await exportModel(await workspace.models.load(trained.runId), { format: 'xgboost', output });
    const text = await readFile(output, 'utf8');
    expect(JSON.parse(text)).toHaveProperty('learner');
    expect(exported).toMatchObject({ output, featuresFile: `${output}.features.json`, bytes: Buffer.byteLength(text) });
    expect(JSON.parse(await readFile(exported.featuresFile, 'utf8'))).toMatchObject({
      model: 'model.json',
      threshold: trained.candidate.threshold,
    });
  });

  it('is not written over files that exist, nor in a format that is none', async () => {
    const output = join(folder, 'twice.json');
    await writeFile(`${output}.features.json`, 'mine');
    const model = await workspace.models.load(trained.runId);
    const write = (options: object): Promise<unknown> => exportModel(model, { format: 'xgboost', output, ...options });
    await expect(write({})).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    await expect(readFile(output)).rejects.toMatchObject({ code: 'ENOENT' });
    await write({ replace: true });
    expect(await readFile(`${output}.features.json`, 'utf8')).not.toBe('mine');
    await expect(write({ format: 'onnx', replace: true })).rejects.toThrow('must be one of xgboost, lightgbm');
  });

  it('scores where no run is of the present config, unless a run is named', async () => {
    const own = await chooseRunToScore(workspace, undefined, settings());
    expect(own.record.runId).toBe(trained.runId);
    expect(own.notes[0]).toContain('the only run with a model of this config');
    const other = settings({ drop: ['country'] });
    expect(await chooseRunToScore(workspace, undefined, other)).toMatchObject({
      record: { runId: trained.runId },
      notes: [`no run is of the present config; took ${trained.runId}, the best of the experiment`],
    });
    await expect(chooseRunToScore(workspace, 'run-none', other)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
    const empty = memoryWorkspace();
    await expect(chooseRunToScore(empty, undefined, other)).rejects.toMatchObject({ code: 'RUN_NOT_FOUND' });
  });

  it('reads texts that mean no value as its training did, beside those of the settings', () => {
    const manifest = { reading: { missing: ['-', 'none'] } };
    const marked = withMarkersOfModel(settings({ missing: ['none', 'x'] }), { manifest } as never);
    expect(marked.config.missing).toEqual(['none', 'x', '-']);
    expect(withMarkersOfModel(settings(), { manifest } as never).config.missing).toBeUndefined();
  });

  it('is evaluated in plain values', async () => {
    const result = await new Experiment(settings(), { workspace }).evaluate(trained.runId, { plots: undefined });
    const json = JSON.parse(JSON.stringify(evaluationJson(result))) as object;
    expect(json).toMatchObject({
      run_id: trained.runId,
      chosen: null,
      model: trained.folder,
      decision: result.evaluation.decision,
      split: { strategy: 'stratified', evaluated_on: 'test' },
      test_reads: expect.anything() as unknown,
    });
    const run = JSON.parse(JSON.stringify(runJson(await workspace.runs.getRun(trained.runId)))) as object;
    expect(run).toMatchObject({ run_id: trained.runId, status: 'finished', parent_run_id: null, error: null });
    expect(json).not.toHaveProperty('comparison');
    expect(json).not.toHaveProperty('champion');
  });
});
