import { describe, expect, it } from 'vitest';
import { paramProblems, parseParams } from './algorithm-params.ts';
import { defaultSearchSpace, paramSchema } from './algorithm-params.ts';

describe('parseParams', () => {
  it('takes names of the algorithm, camelCase, aliases and texts, and fills defaults', () => {
    const params = parseParams('xgboost', { maxDepth: '4', learning_rate: 0.1, num_round: 7 });
    expect(params).toMatchObject({ max_depth: 4, eta: 0.1, num_round: 7, lambda: 1, subsample: 1 });
    expect(params).not.toHaveProperty('base_score');
  });

  it('lists all problems at once, with ranges and the nearest name', () => {
    const parse = (): unknown => parseParams('xgboost', { max_dept: 3, eta: 0, subsample: 'x', max_depth: 2.5 });
    expect(parse).toThrow(
      /did you mean "max_depth".*eta must be a number in \(0, 1\].*subsample.*max_depth must be an integer in \[0, 20\], got 2\.5/,
    );
  });

  it('refuses one parameter given twice with different values, takes equal ones', () => {
    expect(() => parseParams('xgboost', { eta: 0.1, learning_rate: 0.2 })).toThrow(
      'learning_rate must equal eta, got 0.2 beside 0.1: they are one parameter',
    );
    expect(parseParams('xgboost', { reg_lambda: 2, lambda: '2', regLambda: 2 })['lambda']).toBe(2);
  });

  it('takes words beside numbers, and null where none is a word', () => {
    const parsed = (max_features: unknown): unknown => parseParams('random-forest', { max_features })['max_features'];
    expect(['sqrt', 'log2', 'none', 'None', 'null', null, 0.5, '0.5'].map(parsed)).toEqual([
      'sqrt',
      'log2',
      'none',
      'none',
      'none',
      'none',
      0.5,
      0.5,
    ]);
    expect(parseParams('random-forest', { class_weight: null })['class_weight']).toBe('none');
    for (const wrong of [5, 'Sqrt', 0]) {
      expect(() => parsed(wrong)).toThrow(
        `max_features must be a number in (0, 1] or one of sqrt, log2, none, got ${JSON.stringify(wrong)}`,
      );
    }
    expect(() => parsed('auto')).toThrow('which is not supported: scikit-learn has dropped it; it was sqrt');
    expect(() => parseParams('random-forest', { n_estimators: null })).toThrow('got null');
  });

  it('takes the spellings of the originals', () => {
    const values = { n_estimators: 5, learningRate: 0.2, reg_alpha: 1, n_jobs: -1, random_state: 3 };
    expect(parseParams('xgboost', values)).toMatchObject({ num_round: 5, eta: 0.2, alpha: 1, nthread: -1, seed: 3 });
    expect(parseParams('lightgbm', { ...values, min_child_samples: 7, sub_row: 0.5 })).toMatchObject({
      num_iterations: 5,
      learning_rate: 0.2,
      lambda_l1: 1,
      min_data_in_leaf: 7,
      bagging_fraction: 0.5,
    });
    expect(parseParams('lightgbm', { boosting_type: 'goss' })).toMatchObject({
      boosting: 'gbdt',
      data_sample_strategy: 'goss',
      top_rate: 0.2,
      other_rate: 0.1,
    });
  });

  it.each([
    ['xgboost', { monotone: 1 }, 'unknown parameter "monotone"'],
    ['xgboost', { interaction_constraints: [[0, 1]] }, 'constrains the order of scores only'],
    ['lightgbm', { mc: [2] }, 'mc must be -1, 0 or 1, got 2 for entry 1'],
    ['lightgbm', { mc: [1, 6n] }, 'mc must be -1, 0 or 1, got 6n for entry 2'],
    ['xgboost', { monotone_constraints: '(1,2' }, 'monotone_constraints must have ")" at its end'],
    ['xgboost', { monotone_constraints: '1]' }, 'monotone_constraints must have "[" at its start'],
    ['xgboost', { monotone_constraints: '{"a":1' }, 'monotone_constraints must have "}" at its end'],
    ['xgboost', { eta: NaN, gamma: Infinity }, 'got NaN; gamma must be a number in [0, ∞), got Infinity'],
    ['xgboost', { max_depth: 6n }, 'max_depth must be an integer in [0, 20], got 6n'],
    ['xgboost', { booster: 'toString' }, /got "toString"$/],
    ['xgboost', { missing: 0 }, 'missing is not supported: missing values are NaN'],
    ['lightgbm', { mc_method: 'advanced' }, 'as the method basic'],
    ['xgboost', { num_parallel_tree: 4 }, 'num_parallel_tree is not supported: use algorithm random-forest'],
    ['xgboost', { numParallelTree: 4 }, 'numParallelTree is not supported'],
    ['xgboost', { tree_method: 'exact' }, 'got "exact", which is not supported: splits are found in histograms'],
    ['xgboost', { sampling_method: 'gradient_based' }, 'algorithm lightgbm samples by gradient'],
    ['xgboost', { booster: 'dart' }, 'the embedded engine drops no trees'],
    ['xgboost', { max_leaves: 8 }, 'max_leaves must be 0 with grow_policy depthwise, got 8'],
    ['xgboost', { max_depth: 0 }, 'max_depth must be in [1, 20] unless grow_policy is lossguide'],
    ['lightgbm', { boosting: 'dart' }, 'the embedded engine drops no trees'],
    ['lightgbm', { boosting: 'goss', data_sample_strategy: 'bagging' }, 'they are one choice'],
    ['lightgbm', { data_sample_strategy: 'goss', top_rate: 0.9, other_rate: 0.2 }, 'must be at most 1, got 0.9 + 0.2'],
    ['lightgbm', { boosting: 'goss', bagging_freq: 1, bagging_fraction: 0.5 }, 'rows are sampled in one way'],
    ['lightgbm', { top_rate: 0 }, 'top_rate must be a number in (0, 1), got 0'],
    ['lightgbm', { is_unbalance: true, scale_pos_weight: 2 }, 'is_unbalance must be false beside scale_pos_weight'],
    ['lightgbm', { pos_bagging_fraction: 0.5 }, 'rows are drawn equally from both classes'],
    ['lightgbm', { min_data_in_bin: 3 }, 'max_bin bounds their number'],
    ['random-forest', { criterion: 'entropy' }, 'splits are chosen by Gini impurity'],
  ] as const)('%s refuses %o with the reason', (algorithm, params, message) => {
    expect(() => parseParams(algorithm, params)).toThrow(message);
  });

  it('leaves out what asks for how the engine works anyway', () => {
    expect(parseParams('lightgbm', { deterministic: true, verbosity: -1 })).toEqual(parseParams('lightgbm', {}));
    expect(parseParams('xgboost', { num_parallel_tree: 1, verbosity: 0 })).toEqual(parseParams('xgboost', {}));
  });

  it.each([
    ['xgboost', { missing: NaN }],
    ['xgboost', { verbosity: 1 }],
    ['xgboost', { verbose: false, silent: 1 }],
    ['xgboost', { predictor: 'auto', seed_per_iteration: false }],
    ['lightgbm', { force_col_wise: false, force_row_wise: 'false' }],
    ['lightgbm', { first_metric_only: false, early_stopping_min_delta: 0 }],
    ['lightgbm', { linear_tree: false, verbosity: 1, is_provide_training_metric: false }],
    ['random-forest', { verbose: false }],
  ] as const)('leaves out of %s what changes nothing: %o', (algorithm, params) => {
    expect(parseParams(algorithm, params)).toEqual(parseParams(algorithm, {}));
  });

  it('says what is wrong with values by themselves', () => {
    expect(paramProblems('xgboost', { max_leaves: 8, max_dept: 3, eta: 2 })).toEqual([
      'unknown parameter "max_dept", did you mean "max_depth"?',
      'eta must be a number in (0, 1], got 2',
    ]);
  });

  it('reads its own result again', () => {
    for (const algorithm of ['xgboost', 'lightgbm', 'random-forest'] as const) {
      const params = parseParams(algorithm, {});
      expect(parseParams(algorithm, params)).toEqual(params);
    }
  });

  it('has no spelling that means two parameters', () => {
    for (const algorithm of ['xgboost', 'lightgbm', 'random-forest'] as const) {
      const { params } = paramSchema(algorithm);
      const spellings = params.flatMap((param) => [...new Set([param.name, param.camelName, ...param.aliases])]);
      expect(spellings.filter((name, i) => spellings.indexOf(name) !== i)).toEqual([]);
    }
  });

  it('refuses every value outside the range of every parameter', () => {
    for (const algorithm of ['xgboost', 'lightgbm', 'random-forest'] as const)
      for (const param of paramSchema(algorithm).params) {
        const bad: unknown[] = [NaN, Infinity, {}];
        if (param.choices?.includes('none') !== true) bad.push(null);
        if (param.low !== undefined) bad.push(param.lowExclusive === true ? param.low : param.low - 1);
        if (param.high !== undefined) bad.push(param.high + 1);
        for (const value of bad) expect(() => parseParams(algorithm, { [param.name]: value })).toThrow('must be');
      }
  });

  it('knows the algorithms', () => {
    expect(() => parseParams('xgbost', {})).toThrow('must be one of');
    for (const name of ['toString', '__proto__', undefined, 3])
      expect(() => paramSchema(name as 'xgboost')).toThrow('algorithm must be one of xgboost, lightgbm, random-forest');
  });

  it('searches inside the ranges', () => {
    const { params } = paramSchema('xgboost');
    for (const [name, dimension] of Object.entries(defaultSearchSpace('xgboost'))) {
      const param = params.find((candidate) => candidate.name === name)!;
      const { low, high } = dimension as { low: number; high: number };
      expect(low).toBeGreaterThanOrEqual(param.low!);
      expect(high).toBeLessThanOrEqual(param.high ?? Infinity);
    }
  });
});
