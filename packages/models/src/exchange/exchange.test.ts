import { Rng } from '@fraudx/core';
import { randomEnsemble, randomRows } from '@fraudx/trees/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TreeModel } from '../trees/tree-model.ts';
import { embeddedEngine } from '../embedded-engine.ts';
import type { FittedModel } from '../estimator.ts';
import { exportLightgbmText } from './export-lightgbm-text.ts';
import { exportXgboostJson } from './export-xgboost-json.ts';
import { importXgboostJson } from './import-xgboost-json.ts';

const shape = { nFeatures: 3, nCategories: 35, maxDepth: 4 };

function modelOf(seed: number, names: readonly string[] = ['a', 'b', 'c']): TreeModel {
  const ensemble = randomEnsemble(new Rng(seed), 3, shape);
  return new TreeModel({
    algorithm: 'xgboost',
    engine: embeddedEngine,
    params: {},
    featureNames: names,
    featureTypes: ['categorical', 'numeric', 'numeric'],
    bestIteration: 2,
    ensemble,
  });
}

/** A small model of XGBoost, with the parts that are to be damaged. */
function smallModel() {
  const five = (value: number): number[] => Array(5).fill(value) as number[];
  const tree = {
    base_weights: five(0),
    loss_changes: five(0),
    sum_hessian: five(1),
    split_type: five(0),
    default_left: five(0),
    split_indices: five(0),
    left_children: [1, 3, -1, -1, -1],
    right_children: [2, 4, -1, -1, -1],
    split_conditions: [0.5, 0.25, 3, 1, 2] as (number | string)[],
    categories: [],
    categories_nodes: [],
    categories_segments: [],
    categories_sizes: [],
    tree_param: { num_deleted: '0', num_feature: '1', num_nodes: '5', size_leaf_vector: '1' },
  };
  return {
    learner: {
      attributes: {},
      feature_names: ['amount'],
      feature_types: ['float'],
      gradient_booster: {
        model: { gbtree_model_param: { num_parallel_tree: '1', num_trees: '1' }, tree_info: [0], trees: [tree] },
        name: 'gbtree',
      },
      learner_model_param: { base_score: '[5E-1]', num_class: '0', num_feature: '1', num_target: '1' },
      objective: { name: 'binary:logistic' },
    },
    version: [3, 2, 0],
  };
}

type SmallModel = ReturnType<typeof smallModel>;
type SmallTree = SmallModel['learner']['gradient_booster']['model']['trees'][number];

/** A chain of splits by sets of categories. */
function chainOfSets(tree: SmallTree, sets: readonly (readonly number[])[]): void {
  const n = sets.length;
  const nodes = Array.from({ length: 2 * n + 1 }, (_, k) => k);
  const zeros = nodes.map(() => 0);
  Object.assign(tree, {
    base_weights: zeros,
    loss_changes: zeros,
    sum_hessian: zeros,
    default_left: zeros,
    split_indices: zeros,
    split_conditions: zeros,
    split_type: nodes.map((node) => (node < n ? 1 : 0)),
    left_children: nodes.map((node) => (node < n ? 2 * node + 1 : -1)),
    right_children: nodes.map((node) => (node < n ? 2 * node + 2 : -1)),
    categories: sets.flat(),
    categories_nodes: sets.map((_, k) => k),
    categories_segments: sets.map((_, k) => sets.slice(0, k).reduce((sum, set) => sum + set.length, 0)),
    categories_sizes: sets.map((set) => set.length),
  });
}

/** Its text after a change. */
function changed(change: (json: SmallModel, tree: SmallTree) => void): string {
  const json = smallModel();
  change(json, json.learner.gradient_booster.model.trees[0]!);
  return JSON.stringify(json);
}

describe('exportXgboostJson and importXgboostJson', () => {
  it('give back a model with the same scores, sets included', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const x = randomRows(new Rng(seed + 1), 50, shape);
        const model = modelOf(seed, x.names);
        const again = importXgboostJson(exportXgboostJson(model));
        expect(again.predictProba(x)).toEqual(model.predictProba(x));
        expect(again.engine).toEqual(embeddedEngine);
      }),
    );
  });

  it('reads trees in any numbering, and leaves deleted nodes out', () => {
    const x = randomRows(new Rng(1), 4, { nFeatures: 1, nCategories: 0 });
    x.data.set([0, 0.3, 1, NaN]);
    const scores = (change: Parameters<typeof changed>[0]): number[] => {
      const model = importXgboostJson(
        changed((json, tree) => {
          json.learner.feature_names = ['f0'];
          change(json, tree);
        }),
      );
      return [...model.predictProba(x)].map((p) => Math.round(Math.log(p / (1 - p)) * 1e5) / 1e5);
    };
    expect(scores(() => {})).toEqual([1, 2, 3, 3]);
    const backwards = { left_children: [4, -1, -1, -1, 2], right_children: [3, -1, -1, -1, 1] };
    const values = { split_conditions: [0.5, 2, 1, 3, 0.25] };
    expect(scores((_, tree) => Object.assign(tree, backwards, values))).toEqual([1, 2, 3, 3]);
    const pruned = { left_children: [1, -1, -1, -1, -1], right_children: [2, -1, -1, -1, -1] };
    expect(scores((_, tree) => Object.assign(tree, pruned, { tree_param: { num_deleted: '2' } }))).toEqual([
      0.25, 0.25, 3, 3,
    ]);
  });

  it.each<[string, Parameters<typeof changed>[0], string]>([
    ['a cycle', (_, t) => (t.left_children[1] = 0), 'tree 0: node 0 is reached twice'],
    ['a node with two parents', (_, t) => (t.right_children[1] = 2), 'tree 0: node 2 is reached twice'],
    ['a lost node', (_, t) => (t.left_children[1] = t.right_children[1] = -1), '2 of its nodes are not reached'],
    ['a child outside', (_, t) => (t.left_children[1] = 7), 'node 1 points outside of the tree, to 7'],
    ['one child', (_, t) => (t.right_children[1] = -1), 'node 1 points outside of the tree, to -1'],
    ['a feature outside', (_, t) => (t.split_indices[0] = 1), 'node 0 splits by feature 1 of 1'],
    ['a short list', (_, t) => t.sum_hessian.pop(), 'tree 0: its lists must have one length'],
    ['a set that is not there', (_, t) => (t.split_type[0] = 1), 'node 0 splits by categories that are not there'],
    ['vectors in leaves', (_, t) => (t.tree_param.size_leaf_vector = '3'), 'its leaves hold vectors'],
    ['a lost tree', (j) => (j.learner.gradient_booster.model.trees = []), 'must have 1 trees, got 0'],
    ['a base outside', (j) => (j.learner.learner_model_param.base_score = '2'), 'base_score must be a probability'],
    [
      'a text for a number',
      (_, t) => (t.split_conditions[0] = 'x'),
      'split_conditions: must be a list of numbers, got "x" at place 0',
    ],
    [
      'features without an end',
      (j) => (j.learner.learner_model_param.num_feature = '200000000'),
      'num_feature must be a count of at most 1048576, got 200000000',
    ],
    [
      'sets of gigabytes',
      (_, t) =>
        chainOfSets(
          t,
          Array.from({ length: 400 }, (__, k) => [2 ** 24 - 1 - k]),
        ),
      'tree 0: the categories of node 128 must take less memory: number them from 0 without gaps',
    ],
    ['no trees', (j) => Reflect.deleteProperty(j.learner.gradient_booster, 'model'), 'learner.gradient_booster.model'],
  ])('refuses %s', (_, change, message) => {
    expect(() => importXgboostJson(changed(change))).toThrow(message);
  });

  it.each([
    ['one far category', [[2 ** 24 - 1]]],
    [
      'many sets of a column of many categories',
      Array.from({ length: 1000 }, (_, k) => Array.from({ length: 9 }, (__, i) => 499_999 - 500 * k - i)),
    ],
    [
      'a few categories of a column of a million',
      Array.from({ length: 300 }, (_, k) => Array.from({ length: 16 }, (__, i) => 999_999 - 3000 * k - i)),
    ],
  ])('reads %s', (_name, sets) => {
    const model = importXgboostJson(changed((__, tree) => chainOfSets(tree, sets)));
    expect(model.ensemble.trees[0]!.rightCategories!.size).toBe(sets.length);
  });

  it('refuses options that it does not know', () => {
    const read = (options: object) => (): unknown =>
      importXgboostJson(
        changed(() => {}),
        options,
      );
    expect(read({ round: 'all' })).toThrow('importXgboostJson: unknown option "round", did you mean "rounds"?');
    expect(read({ rounds: 'first' })).toThrow('importXgboostJson: rounds must be best or all, got "first"');
    expect(() => importXgboostJson(undefined as unknown as string)).toThrow(
      'importXgboostJson: text must be the text of a model file, got undefined',
    );
    expect(read({ rounds: 'all', source: 'm.json' })).not.toThrow();
  });

  it('says where a file is cut off or damaged, and knows binary ones', () => {
    const text = changed(() => {});
    expect(() => importXgboostJson(text.slice(0, 300), { source: 'm.json' })).toThrow(
      'm.json: must be JSON, got its end at position 300 (line 1, column 301)',
    );
    expect(() => importXgboostJson(`{\n${text.slice(1).replace(',', ',,')}`)).toThrow(
      /got "," at position \d+ \(line 2,/,
    );
    expect(() => importXgboostJson('binf\0\0')).toThrow(
      expect.objectContaining({
        code: 'BAD_BOOSTER',
        hint: expect.stringContaining('binary formats') as string,
      }) as Error,
    );
  });
});

describe('exportLightgbmText', () => {
  it('states the sizes of its trees, and names without blanks', () => {
    const text = exportLightgbmText(modelOf(3, ['hour of day', 'hour_of_day', 'c']));
    const sizes = /^tree_sizes=(.*)$/m.exec(text)![1]!.split(' ').map(Number);
    let at = text.indexOf('Tree=0');
    for (const [t, size] of sizes.entries()) {
      expect(text.slice(at)).toMatch(new RegExp(`^Tree=${t}\\n`));
      at += size;
    }
    expect(text.slice(at)).toMatch(/^end of trees\n/);
    expect(text).toMatch(/^feature_names=hour_of_day hour_of_day_ c$/m);
  });

  it('refuses a model that is not of trees', () => {
    expect(() => exportLightgbmText({ algorithm: 'xgboost' } as FittedModel)).toThrow('must be an ensemble of trees');
  });
});
