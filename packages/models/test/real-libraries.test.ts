import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Matrix, Rng } from '@fraudx/core';
import type { Ensemble } from '@fraudx/trees';
import { fitBooster } from '@fraudx/trees';
import { plainRules, plainSpec, randomEnsemble, randomRows } from '@fraudx/trees/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TreeModel } from '../src/trees/tree-model.ts';
import {
  closeTrainingPool,
  exportLightgbmText,
  exportXgboostJson,
  importXgboostJson,
  LightgbmClassifier,
  RandomForestClassifier,
  XgboostClassifier,
} from '../src/index.ts';
import { documentedScripts, doublesOf, findPython, runJobs, runScript } from './python.ts';

const python = findPython();
const nRows = 10_000;
/** Rows to explain and to train on: the originals take long for it. */
const nExplained = 200;
const nTrained = 2000;
const shape = { nFeatures: 6, nCategories: 40 };

/** Row by row, as numpy has it. */
function rowMajor(x: Matrix): Float32Array {
  return Float32Array.from({ length: x.data.length }, (_, k) => x.column(k % x.nCols)[Math.floor(k / x.nCols)]!);
}

function handMade(ensemble: Ensemble, names: readonly string[]): TreeModel {
  return new TreeModel({
    algorithm: ensemble.link === 'identity' ? 'random-forest' : 'xgboost',
    engine: { name: 'embedded', version: '1' },
    params: {},
    featureNames: names,
    featureTypes: names.map((_, j) => (j === 0 ? 'categorical' : 'numeric')),
    bestIteration: ensemble.trees.length - 1,
    ensemble,
  });
}

function largestDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  expect(ours.length).toBe(theirs.length);
  let most = 0;
  for (let i = 0; i < ours.length; i++) {
    const difference = Math.abs(ours[i]! - theirs[i]!);
    if (!(difference <= most)) most = difference;
  }
  return most;
}

describe.skipIf(python === undefined)('the real libraries (python with xgboost and lightgbm)', () => {
  const rng = new Rng(11);
  const x = randomRows(rng, nRows, shape);
  const y = Uint8Array.from({ length: nRows }, (_, i) => {
    const signal = (x.column(1)[i]! > 0.4 ? 1.5 : 0) + (x.column(0)[i]! % 3 === 0 ? 1 : 0) + rng.normal();
    return signal > 1.6 ? 1 : 0;
  });
  const some = x.take(Uint32Array.from({ length: nExplained }, (_, i) => i));
  const models: Record<string, TreeModel> = {};
  let folder: string;
  let answers: Record<string, Record<string, unknown>>;

  const output = (name: string): Promise<Float64Array> => doublesOf(folder, name);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-real-'));
    const seed = { seed: 1, nThreads: 2 };
    models['depth-wise'] = await new XgboostClassifier({ nEstimators: 60, maxDepth: 6 }).fit(x, y, seed);
    models['leaf-wise'] = await new LightgbmClassifier({ num_iterations: 60 }).fit(x, y, seed);
    models['forest'] = await new RandomForestClassifier({ n_estimators: 25, max_depth: 8 }).fit(x, y, seed);
    const typed = new Matrix(x.nRows, x.names, x.data, ['categorical', ...x.types.slice(1)]);
    for (const growth of ['depth', 'leaf'] as const) {
      const spec = { ...plainSpec, rounds: 40, growth, maxLeaves: 31, maxDepth: growth === 'depth' ? 6 : 31 };
      const fitted = await fitBooster({ x: typed, y }, { ...spec, categorical: plainRules }, { nThreads: 2 });
      expect(fitted.ensemble.trees.some((tree) => tree.rightCategories !== undefined)).toBe(true);
      models[`${growth}-wise by sets`] = handMade(fitted.ensemble, x.names);
    }
    const few = { n_estimators: 10, max_depth: 8, max_bin: 4 };
    models['forest by sets'] = await new RandomForestClassifier(few).fit(typed, y, seed);
    models['sets'] = handMade(randomEnsemble(rng, 12, { ...shape, maxDepth: 5 }), x.names);
    models['forest-of-sets'] = handMade(
      { ...randomEnsemble(rng, 8, { ...shape, maxDepth: 5 }), link: 'identity', baseMargin: 0 },
      x.names,
    );
    models['one-leaf'] = handMade(randomEnsemble(rng, 2, { ...shape, maxDepth: 0 }), x.names);
    await writeFile(join(folder, 'rows'), rowMajor(x));
    await writeFile(join(folder, 'labels'), y);
    // the same rows, moved by less than float32 can tell: all must go where they went
    const moved = Float64Array.from(rowMajor(x), (v, k) => (k % shape.nFeatures === 0 ? v : v + v * 2 ** -26));
    await writeFile(join(folder, 'moved'), moved);
    const common = { features: shape.nFeatures, names: x.names, rows: 'rows', explained: nExplained };
    const jobs: Record<string, object> = {};
    for (const [name, model] of Object.entries(models)) {
      await writeFile(join(folder, `${name}.json`), exportXgboostJson(model));
      await writeFile(join(folder, `${name}.txt`), exportLightgbmText(model));
      const job = { kind: 'score', ...common };
      for (const [library, ending] of [
        ['xgboost', 'json'],
        ['lightgbm', 'txt'],
      ]) {
        const key = `${name} in ${library}`;
        jobs[key] = { ...job, library, model: `${name}.${ending}`, output: key, contributions: `${key} contributions` };
      }
      const key = `${name} in doubles`;
      jobs[key] = { ...job, library: 'lightgbm', rows: 'moved', dtype: '<f8', model: `${name}.txt`, output: key };
    }
    const types = x.names.map((_, j) => (j === 0 ? 'c' : 'float'));
    const plain = { objective: 'binary:logistic', max_depth: 5, eta: 0.3 };
    const train = (name: string, params: object, rest: object = {}): void => {
      const trained = { output: name, contributions: `${name} contributions`, rounds: 20, trained: nTrained, types };
      jobs[name] = { kind: 'train', ...common, labels: 'labels', model: `${name}.json`, ...trained, params, ...rest };
    };
    train('genuine', plain, { types: types.map(() => 'float') });
    train('genuine with categories', { ...plain, max_cat_to_onehot: 2 });
    train('genuine one-hot', { ...plain, max_cat_to_onehot: 100, base_score: 0.9 });
    train('genuine stopped early', { ...plain, eta: 0.8, max_depth: 8 }, { early_stopping: 4, rounds: 200 });
    train('genuine pruned', { ...plain, tree_method: 'exact', gamma: 4 }, { types: types.map(() => 'float') });
    train('genuine leaf-wise', { ...plain, grow_policy: 'lossguide', max_leaves: 31, max_depth: 0 });
    train('genuine parallel', { ...plain, num_parallel_tree: 3, subsample: 0.5 }, { rounds: 5 });
    const refused = (name: string, params: object, rest: object = {}): void =>
      train(name, params, { rounds: 2, output: undefined, ...rest });
    refused('regression', { objective: 'reg:squarederror' });
    refused('classes', { objective: 'multi:softprob', num_class: 4 }, { multi: 'classes' });
    refused('targets', plain, { multi: 'targets' });
    refused(
      'vectors',
      { ...plain, multi_strategy: 'multi_output_tree' },
      { multi: 'targets', types: types.map(() => 'float') },
    );
    refused('dart', { ...plain, booster: 'dart' });
    refused('linear', { objective: 'binary:logistic', booster: 'gblinear' }, { types: types.map(() => 'float') });
    const list = await runJobs(python!, folder, Object.values(jobs));
    answers = Object.fromEntries(Object.keys(jobs).map((key, i) => [key, list[i]!]));
  });

  afterAll(async () => {
    await closeTrainingPool();
    await rm(folder, { recursive: true, force: true });
  });

  const fitted = ['depth-wise', 'leaf-wise', 'forest', 'forest by sets', 'depth-wise by sets', 'leaf-wise by sets'];
  const ours = [...fitted, 'sets', 'forest-of-sets', 'one-leaf'];

  it.each(ours)('score our %s model alike', async (name) => {
    const scores = models[name]!.predictProba(x);
    const clamp = (values: Float64Array): Float64Array => values.map((v) => Math.min(1, Math.max(0, v)));
    for (const where of ['xgboost', 'lightgbm', 'doubles']) {
      const theirs = clamp(await output(`${name} in ${where}`));
      expect(largestDifference(scores, theirs), where).toBeLessThan(1e-6);
    }
  });

  it.each(ours)('explain our %s model alike', async (name) => {
    const values = models[name]!.predictContributions(some);
    expect(largestDifference(values, await output(`${name} in xgboost contributions`))).toBeLessThan(1e-5);
    // LightGBM sums the contributions of a forest's trees where it averages their scores
    const nTrees = name.startsWith('forest') ? Number(answers[`${name} in lightgbm`]!['rounds']) : 1;
    const theirs = (await output(`${name} in lightgbm contributions`)).map((value) => value / nTrees);
    expect(largestDifference(values, theirs)).toBeLessThan(1e-5);
  });

  it('score raw rows by the example of the documentation', async () => {
    const place = await mkdtemp(join(folder, 'example-'));
    const codes = [7, 3, 5];
    const texts = ['at', 'be', 'ch'];
    const rows = Matrix.zeros(600, ['amount', 'country', 'kind'], ['numeric', 'categorical', 'categorical']);
    const lines = ['country,unused,amount,kind'];
    for (let i = 0; i < rows.nRows; i++) {
      const [amount, country, kind] = [Math.fround(100 * rng.normal()), rng.int(5), rng.int(4)];
      rows.data.set([i % 9 === 0 ? Number.NaN : amount], i);
      // the last values are not in the lists, or missing: both are NaN
      rows.data.set([country < 3 ? country : Number.NaN], rows.nRows + i);
      rows.data.set([kind < 3 ? kind : Number.NaN], 2 * rows.nRows + i);
      lines.push(`${[...texts, 'xx', ''][country]},1,${i % 9 === 0 ? '' : amount},${[...codes, 9][kind]}`);
    }
    const label = Uint8Array.from({ length: rows.nRows }, (_, i) =>
      (rows.data[i]! > 30 ? 1 : 0) + (rows.column(1)[i] === 1 ? 1 : 0) + rng.normal() > 1 ? 1 : 0,
    );
    const fitted = await new XgboostClassifier({ num_round: 20 }).fit(rows, label, { seed: 1 });
    const features = [
      { name: 'amount', type: 'numeric', encoding: 'number', column: 'amount' },
      { name: 'country', type: 'categorical', encoding: 'text-codes', column: 'country', categories: texts },
      { name: 'kind', type: 'categorical', encoding: 'number-codes', column: 'kind', categories: codes },
    ];
    await writeFile(join(place, 'rows.csv'), lines.join('\n'));
    await writeFile(join(place, 'model.json'), exportXgboostJson(fitted));
    await writeFile(join(place, 'model.txt'), exportLightgbmText(fitted));
    await writeFile(join(place, 'model.json.features.json'), JSON.stringify({ features }));
    const script = documentedScripts().find((one) => one.includes('features.json'))!;
    const { xgboost, lightgbm } = await runScript(python!, place, script);
    const scores = fitted.predictProba(rows);
    expect(new Set(scores).size).toBeGreaterThan(100);
    expect(largestDifference(scores, xgboost)).toBeLessThan(1e-6);
    expect(largestDifference(scores, lightgbm)).toBeLessThan(1e-6);
  });

  it('see names, types and rounds', () => {
    expect(answers['sets in xgboost']).toEqual({
      types: ['c', 'float', 'float', 'float', 'float', 'float'],
      rounds: 12,
    });
    expect(answers['depth-wise in xgboost']).toMatchObject({ types: Array.from({ length: 6 }, () => 'float') });
    expect(answers['forest in xgboost']).toMatchObject({ rounds: 1 });
    expect(answers['forest in lightgbm']).toEqual({ names: x.names, rounds: 25 });
  });

  const genuine = ['', ' with categories', ' one-hot', ' stopped early', ' pruned', ' leaf-wise', ' parallel'];

  it.each(genuine.map((kind) => `genuine${kind}`))('write models that we read: %s', async (name) => {
    const text = await readFile(join(folder, `${name}.json`), 'utf8');
    const model = importXgboostJson(text);
    expect(model.engine).toEqual({ name: 'libxgboost', version: '3.2.0' });
    expect(model.featureNames).toEqual(x.names);
    expect(largestDifference(model.predictProba(x), await output(name))).toBeLessThan(1e-6);
    const contributions = await output(`${name} contributions`);
    expect(largestDifference(model.predictContributions(some), contributions)).toBeLessThan(1e-5);
    if (name === 'genuine pruned') expect(text).toMatch(/"num_deleted":"[1-9]/);
    // and once more through our own file
    const again = importXgboostJson(exportXgboostJson(model));
    expect(again.predictProba(x)).toEqual(model.predictProba(x));
  });

  it('keep the best round of early stopping, or all', async () => {
    const text = await readFile(join(folder, 'genuine stopped early.json'), 'utf8');
    const { best, rounds } = answers['genuine stopped early']!;
    expect(rounds).toBeGreaterThan(best as number);
    expect(importXgboostJson(text).bestIteration).toBe((best as number) - 1);
    expect(importXgboostJson(text, { rounds: 'all' }).bestIteration).toBe((rounds as number) - 1);
  });

  it.each([
    ['regression', 'objective must be binary:logistic, got reg:squarederror'],
    ['classes', 'model must have two classes, got 4 (objective multi:softprob)'],
    ['targets', 'model must have one target, got 2'],
    ['vectors', 'model must have one target, got 2'],
    ['dart', 'booster must be gbtree, got dart'],
    ['linear', 'booster must be gbtree, got gblinear'],
  ])('write models that we refuse: %s', async (name, message) => {
    const text = await readFile(join(folder, `${name}.json`), 'utf8');
    expect(() => importXgboostJson(text, { source: 'm.json' })).toThrow(`m.json: ${message}`);
    expect(() => importXgboostJson(text)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_BOOSTER' }) as Error);
  });
});
