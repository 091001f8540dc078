import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knownAlgorithmNames, Matrix } from '@fraudx/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importancesOf } from '../capabilities.ts';
import { modelFields } from '../config/index.ts';
import { estimateTrainingMemory } from '../estimate-training-memory.ts';
import type { Estimator, FittedModel } from '../estimator.ts';
import { loadModelFolder } from '../folder/load-model-folder.ts';
import { modelDigest } from '../folder/model-digest.ts';
import { saveModelFolder } from '../folder/save-model-folder.ts';
import { parseParams, roundsParam } from './algorithm-params.ts';
import { createEstimator } from './create-estimator.ts';
import { algorithmNames, registerAlgorithm } from './registry.ts';

/** How far each row lies from the mean of the training rows: an anomaly score of any size. */
function distanceModel(means: readonly number[], x: Pick<Matrix, 'names' | 'types'>): FittedModel {
  return {
    algorithm: 'distance',
    engine: { name: 'test', version: '1' },
    params: parseParams('distance', {}),
    featureNames: x.names,
    featureTypes: x.types,
    warnings: [],
    scoreKind: 'anomaly',
    score: (rows) =>
      Float64Array.from({ length: rows.nRows }, (_, i) =>
        Math.hypot(...means.map((mean, j) => rows.column(j)[i]! - mean)),
      ),
    save: async (folder) => {
      await writeFile(join(folder, 'weights.json'), JSON.stringify(means.slice(0, 1)));
      await writeFile(join(folder, 'more.json'), JSON.stringify(means.slice(1)));
    },
  };
}

registerAlgorithm({
  name: 'distance',
  params: [
    { name: 'shrink_by', camelName: 'shrinkBy', aliases: ['s'], type: 'float', low: 0, default: 0, doc: 'Of the mean' },
  ],
  createEstimator: (given): Estimator => {
    const params = parseParams('distance', given);
    return {
      algorithm: 'distance',
      params,
      fit: async (x) => {
        const mean = (j: number): number => x.column(j).reduce((sum, value) => sum + value, 0) / x.nRows;
        return distanceModel([...x.names.keys()].map(mean), x);
      },
    };
  },
  load: async (files, manifest) =>
    distanceModel(
      [...((await files.json('weights.json')) as number[]), ...((await files.json('more.json')) as number[])],
      { names: manifest.featureNames, types: manifest.featureTypes },
    ),
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-registry-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const x = Matrix.fromColumns([
  { name: 'a', values: [1, 2, 3] },
  { name: 'b', values: [0, 0, 9] },
]);
const about = {
  features: { strategy: 'raw' },
  target: 'fraud',
  threshold: 3,
  metrics: {},
  lineage: { runId: 'r1', dataSha256: 'ab', split: {}, seed: 1 },
};

describe('registerAlgorithm', () => {
  it('makes an algorithm that configs name, estimators learn and model folders keep', async () => {
    expect(modelFields.algorithm.schema().parse('distance')).toBe('distance');
    const model = await createEstimator('distance', { shrinkBy: 0.5 }).fit(x, Uint8Array.of(0, 0, 1), { seed: 1 });
    const path = join(folder, 'm');
    await saveModelFolder(path, model, about);
    const manifest = JSON.parse(await readFile(join(path, 'model.json'), 'utf8')) as { files: { name: string }[] };
    expect(manifest.files.map(({ name }) => name)).toEqual(['more.json', 'weights.json']);
    expect(manifest).not.toHaveProperty('bestIteration');
    const loaded = await loadModelFolder(path);
    expect(loaded.model.score(x)).toEqual(model.score(x));
    const digest = await modelDigest(path);
    await writeFile(join(path, 'more.json'), '[4]');
    expect(await modelDigest(path)).not.toBe(digest);
    await expect(loadModelFolder(path)).rejects.toThrow('more.json: must be the file that model.json describes');
  });

  it('has the algorithms that configs know', () => {
    expect(algorithmNames()).toEqual(knownAlgorithmNames());
  });

  it('refuses a name that is taken, or none', () => {
    const again = (name: string) => (): void =>
      registerAlgorithm({
        name,
        params: [],
        createEstimator: () => createEstimator('xgboost'),
        load: async () => distanceModel([], x),
      });
    expect(again('xgboost')).toThrow('registerAlgorithm: name must be new, got xgboost');
    expect(again('My own')).toThrow('name must be lower-case letters, digits and -, got "My own"');
  });

  it('says of a model what it cannot do', async () => {
    const model = await createEstimator('distance').fit(x, Uint8Array.of(0, 0, 1), { seed: 1 });
    expect(() => importancesOf('report', model)).toThrow(
      'report: model must have importances of features, got one of distance, which has none',
    );
    expect(roundsParam('distance')).toBeUndefined();
    expect(roundsParam('lightgbm')).toBe('num_iterations');
    expect(estimateTrainingMemory({ algorithm: 'distance', nRows: 9, nFeatures: 2, nThreads: 1 })).toBe(0);
  });

  it('names the nearest of all algorithms', () => {
    expect(() => createEstimator('distanc')).toThrow(
      'algorithm must be one of xgboost, lightgbm, random-forest, distance, got "distanc"',
    );
    expect(modelFields.algorithm.schema().safeParse('lihgtgbm').error?.issues[0]?.message).toContain(
      'got "lihgtgbm", did you mean "lightgbm"?',
    );
  });
});
