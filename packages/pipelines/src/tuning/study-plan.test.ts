import type { RunRecord } from '@fraudx/tracking';
import { describe, expect, it } from 'vitest';
import type { ExperimentSettings } from '../settings.ts';
import { defaultPoint } from './default-point.ts';
import type { StudyPlan } from './study-plan.ts';
import { resumedSettings } from './settings-of-study.ts';
import { planStudy } from './study-plan.ts';

function planOf(config: ExperimentSettings['config']): StudyPlan {
  return planStudy({ config, seed: 1 } as ExperimentSettings);
}

describe('planStudy', () => {
  it('searches words and null beside numbers', () => {
    const values = ['sqrt', 'log2', null, 0.5];
    for (const space of [{ max_features: values }, { max_features: { type: 'categorical' as const, values } }]) {
      const plan = planOf({ algorithm: 'random-forest', tuning: { strategy: 'grid', space } });
      expect(plan.space).toEqual({ max_features: { type: 'categorical', values: ['sqrt', 'log2', 'none', 0.5] } });
      expect(plan.planned).toBe(4);
      expect(plan.paramsOf({ max_features: 'none' })).toHaveProperty('max_features', 'none');
    }
  });

  it('searches hyperparameters under a condition, by any of their names', () => {
    const bagging = { type: 'float', low: 0.5, high: 1, when: { dataSampleStrategy: 'bagging' } } as const;
    const topRate = { type: 'float', low: 0.1, high: 0.4, when: { data_sample_strategy: 'goss' } } as const;
    const space = { data_sample_strategy: ['bagging', 'goss'], bagging_fraction: bagging, topRate };
    const tuning = { space, strategy: 'bayesian', trials: 20 };
    const plan = planOf({ algorithm: 'lightgbm', tuning });
    expect(plan.strategy).toBe('tpe');
    expect(plan.space['bagging_fraction']).toMatchObject({ when: { data_sample_strategy: ['bagging'] } });
    expect(plan.space['top_rate']).toMatchObject({ when: { data_sample_strategy: ['goss'] } });
    expect(defaultPoint(plan)).toEqual({ data_sample_strategy: 'bagging', bagging_fraction: 1 });
    const fixed = planOf({ algorithm: 'lightgbm', params: { dataSampleStrategy: 'goss' }, tuning });
    expect(fixed.space).toEqual({ top_rate: { type: 'float', low: 0.1, high: 0.4, log: false } });
    expect(() => planOf({ algorithm: 'lightgbm', tuning: { ...tuning, terminator: true } })).toThrow(
      expect.objectContaining({ code: 'CONDITIONAL_SPACE' }),
    );
    const unknown = { ...space, topRate: { ...topRate, when: { data_sample_strategy: 'gos' } } };
    expect(() => planOf({ algorithm: 'lightgbm', tuning: { ...tuning, space: unknown } })).toThrow(
      'top_rate.when.data_sample_strategy: must be of "bagging", "goss", got "gos"',
    );
  });

  it('leaves out combinations that conditions exclude from what must be allowed together', () => {
    const spaceOf = (when: string): ExperimentSettings['config'] => {
      const space = {
        data_sample_strategy: ['bagging', 'goss'],
        top_rate: { type: 'float' as const, low: 0.5, high: 0.9, when: { data_sample_strategy: when } },
        other_rate: { type: 'float' as const, low: 0.2, high: 0.6, when: { data_sample_strategy: 'goss' } },
      };
      return { algorithm: 'lightgbm', tuning: { space } };
    };
    expect(() => planOf(spaceOf('bagging'))).not.toThrow();
    expect(() => planOf(spaceOf('goss'))).toThrow(/top_rate.*other_rate/);
  });

  it('knows the largest trees that it can suggest', () => {
    const depth = { type: 'int', low: 3, high: 9, log: true } as const;
    expect(planOf({ tuning: { space: { max_depth: depth } } }).largest).toHaveProperty('max_depth', 9);
    expect(planOf({ algorithm: 'lightgbm', tuning: { space: { max_depth: [-1, 8] } } }).largest).toHaveProperty(
      'max_depth',
      -1,
    );
    const space = { min_samples_leaf: [5, 2, 20], max_leaf_nodes: [10, 300] };
    expect(planOf({ algorithm: 'random-forest', tuning: { space } }).largest).toMatchObject({
      min_samples_leaf: 2,
      max_leaf_nodes: 300,
    });
  });

  it('fits the defaults as they are in the default space, where its nearest point has other values', () => {
    for (const [algorithm, name] of [
      ['xgboost', 'base_score'],
      ['lightgbm', 'lambda_l2'],
    ] as const) {
      const plan = planOf({ algorithm });
      const usual = defaultPoint(plan)!;
      expect(usual[name]).toBeGreaterThan(0);
      expect(plan.paramsOf(usual)).toEqual(plan.paramsOf({}));
      expect(plan.paramsOf({ ...usual, [name]: 0.2 })).toHaveProperty(name, 0.2);
    }
    const own = planOf({ tuning: { space: { max_depth: { type: 'int', low: 7, high: 9 } } } });
    expect(own.paramsOf(defaultPoint(own)!)).toHaveProperty('max_depth', 7);
  });

  it('says that a grid visits all of its points', () => {
    const tuning = { strategy: 'grid', trials: 3, space: { max_depth: [2, 4, 6, 8] } };
    expect(planOf({ tuning }).notes).toEqual(['a grid visits each of its points: trials 3 does not count']);
  });

  it('keeps fixed words and null', () => {
    const config = { algorithm: 'random-forest', params: { max_features: null, class_weight: null } } as const;
    expect(planOf(config).paramsOf({})).toMatchObject({ max_features: 'none', class_weight: 'none' });
  });

  it('says which hyperparameters are fixed and therefore not searched, by any of their names', () => {
    const space = { learning_rate: [0.1, 0.3], max_depth: [3, 6] };
    const plan = planOf({ params: { eta: 0.2 }, tuning: { strategy: 'grid', space } });
    expect(plan.searched).toEqual(['max_depth']);
    expect(plan.notes).toEqual(['eta: fixed by params, so not searched, although tuning.space names it']);
    expect(planOf({ params: { eta: 0.2 } }).notes).toEqual([
      'eta: fixed by params, so not searched, although the default search space names it',
    ]);
    expect(planOf({ params: { num_parallel_tree: 1 } }).notes).toEqual([]);
  });

  it('takes several metrics and constraints, and says what is measured', () => {
    const tuning = { metric: ['average_precision', 'predict_ms'], constraints: ['alerts_per_day<=100'], trials: 50 };
    const plan = planOf({ tuning: { ...tuning, strategy: 'bayesian' } });
    expect(plan).toMatchObject({
      strategy: 'tpe',
      metric: 'average_precision',
      direction: 'maximize',
      objectives: [
        { metric: 'average_precision', direction: 'maximize' },
        { metric: 'predict_ms', direction: 'minimize' },
      ],
      constraints: [{ name: 'alerts_per_day <= 100' }],
    });
    expect(plan.notes).toContain('predict_ms is a measured time: the same search may choose other points another time');
    expect(planOf({ tuning: { ...tuning, trials: 2000, strategy: 'bayesian' } }).strategy).toBe('nsga-ii');
    expect(planOf({ tuning: { metric: ['recall'] } }).notes).toEqual([]);
    expect(() => planOf({ tuning: { ...tuning, strategy: 'gp' } })).toThrow('sampler gp: direction must be one, got 2');
  });

  it('refuses early stopping of an algorithm without rounds before the first trial', () => {
    const settings = (algorithm: string): ExperimentSettings =>
      ({ seed: 1, config: { algorithm } }) as ExperimentSettings;
    expect(() => planStudy(settings('random-forest'), 5)).toThrow(
      expect.objectContaining({
        code: 'EARLY_STOPPING_WITHOUT_ROUNDS',
        message:
          'tune: early stopping needs an algorithm that boosts round by round (xgboost, lightgbm), got random-forest',
      }),
    );
    expect(planStudy(settings('lightgbm'), 5).earlyStoppingRounds).toBe(5);
    expect(planStudy(settings('random-forest')).earlyStoppingRounds).toBeUndefined();
  });

  it('takes no other pruner than that of hyperband with hyperband', () => {
    const hyperband = (pruner: NonNullable<ExperimentSettings['config']['tuning']>['pruner']): StudyPlan =>
      planOf({ tuning: { strategy: 'hyperband', pruner } });
    for (const pruner of ['median', 'none', { name: 'patient' }]) {
      expect(() => hyperband(pruner)).toThrow(
        expect.objectContaining({ code: 'PRUNER_OF_STRATEGY', details: { settings: ['tuning.pruner'] } }),
      );
    }
    const pruner = { name: 'hyperband', options: { reductionFactor: 4 } };
    expect(hyperband(pruner).pruner).toEqual(pruner);
    expect(hyperband(undefined).pruner?.name).toBe('hyperband');
  });

  it('names the sampler that bayesian chooses, and says so', () => {
    const few = planOf({ tuning: { strategy: 'bayesian' } });
    expect([few.strategy, few.planned]).toEqual(['gp', 20]);
    expect(few.notes).toEqual(['strategy bayesian: gp suits a search of 20 trials']);
    expect(planOf({ tuning: { strategy: 'bayesian', trials: 400 } }).strategy).toBe('tpe');
    const config = { tuning: { strategy: 'bayesian', trials: 400 } };
    expect(planStudy({ config, seed: 1 } as ExperimentSettings, undefined, 'gp')).toMatchObject({
      strategy: 'gp',
      planned: 400,
    });
    expect(planOf({ tuning: { strategy: 'gp' } })).toMatchObject({ strategy: 'gp', notes: [] });
  });

  it('refuses names and values that the algorithm does not allow, all at once', () => {
    const space: NonNullable<NonNullable<ExperimentSettings['config']['tuning']>['space']> = {
      max_dept: [3, 6],
      eta: { type: 'float', low: 0.5, high: 2 },
      subsample: { type: 'categorical', values: [0, 0.5, 'all'] },
      max_depth: { type: 'float', low: 3, high: 10 },
      grow_policy: ['lossguide', 'depthwise'],
    };
    expect(() => planOf({ tuning: { space } })).toThrow(
      expect.objectContaining({
        code: 'INVALID_SEARCH_SPACE',
        details: {
          file: 'the settings',
          problems: [
            'tuning.space.max_dept: unknown parameter "max_dept", did you mean "max_depth"?',
            'tuning.space.eta: eta must be a number in (0, 1], got 2',
            'tuning.space.subsample: subsample must be a number in (0, 1], got 0',
            'tuning.space.subsample: subsample must be a number in (0, 1], got "all"',
            'tuning.space.max_depth: max_depth must be searched with type int, got float',
          ],
        },
      }),
    );
  });

  it.each(['constructor', 'prototype', 'toString'])('refuses %s, which objects inherit', (name) => {
    expect(() => planOf({ params: { [name]: 1 } })).toThrow(`unknown parameter "${name}"`);
    const tuning = { space: { [name]: [1, 2] } };
    expect(() => planOf({ tuning })).toThrow(`tuning.space.${name}: unknown parameter "${name}"`);
  });

  it('refuses values that exclude each other in some trials before any of them, all at once', () => {
    const problemsOf = (config: ExperimentSettings['config']): unknown => {
      try {
        planOf(config);
        return [];
      } catch (error) {
        return (error as { readonly details: { readonly problems: unknown } }).details.problems;
      }
    };
    const leaves = (got: number): string =>
      `max_leaves must be 0 with grow_policy depthwise, got ${got}: give grow_policy lossguide`;
    const spaceOf = (space: object): ExperimentSettings['config'] => ({ tuning: { space: space as never } });
    expect(problemsOf(spaceOf({ max_leaves: [0, 8, 16], eta: [2] }))).toEqual([
      'tuning.space.eta: eta must be a number in (0, 1], got 2',
      `tuning.space.max_leaves: ${leaves(8)}`,
      `tuning.space.max_leaves: ${leaves(16)}`,
    ]);
    expect(problemsOf({ params: { grow_policy: 'lossguide' }, ...spaceOf({ max_leaves: [0, 8] }) })).toEqual([]);
    expect(problemsOf(spaceOf({ growPolicy: ['lossguide', 'depthwise'], maxLeaves: [0, 8] }))).toEqual([
      `tuning.space.growPolicy, tuning.space.maxLeaves: ${leaves(8)}`,
    ]);
    expect(problemsOf(spaceOf({ grow_policy: ['lossguide'], max_leaves: { type: 'int', low: 0, high: 64 } }))).toEqual([
      'tuning.space.max_leaves: max_leaves must be 0 (no limit) or an integer in [2, 4096], got 1',
    ]);
    expect(problemsOf(spaceOf({ max_depth: [0, 6] }))).toEqual([
      expect.stringContaining('tuning.space.max_depth: max_depth must be in [1, 20] unless') as unknown,
    ]);
    const lightgbm = { algorithm: 'lightgbm', params: { is_unbalance: true } } as const;
    expect(problemsOf({ ...lightgbm, ...spaceOf({ scale_pos_weight: [1, 5] }) })).toEqual([
      expect.stringContaining('tuning.space.scale_pos_weight: is_unbalance must be false') as unknown,
    ]);
    const shares = { data_sample_strategy: ['goss'], top_rate: [0.2, 0.6], other_rate: [0.1, 0.5] };
    expect(problemsOf({ algorithm: 'lightgbm', ...spaceOf(shares) })).toEqual([
      'tuning.space.top_rate, tuning.space.other_rate: top_rate + other_rate must be at most 1, got 0.6 + 0.5',
    ]);
  });

  it('names problems as they were written', () => {
    const space = { learningRate: [2], eta: [0.1] };
    expect(() => planOf({ tuning: { space } })).toThrow('tuning.space.eta: learningRate and eta are one parameter');
    expect(() => planOf({ tuning: { space: { learningRate: [2] } } })).toThrow(
      'tuning.space.learningRate: learningRate must be a number in (0, 1], got 2',
    );
  });

  it.each(['xgboost', 'lightgbm', 'random-forest'] as const)('searches the default space of %s', (algorithm) => {
    expect(planOf({ algorithm }).searched).not.toEqual([]);
  });

  it('refuses to search for fixed hyperparameters only', () => {
    const tuning = { space: { max_depth: [3, 6] } };
    expect(() => planOf({ params: { max_depth: 4 }, tuning })).toThrow('got only max_depth');
  });
});

describe('resumedSettings', () => {
  it('reach AWS and production as is said now, never as the study says', () => {
    const recorded = {
      target: 'fraud',
      aws: { endpointUrl: 'http://evil.example', profile: 'admin' },
      promotion: { target: 'aws', configBucket: 'evil' },
    };
    const study = {
      runId: 'run-1',
      kind: 'study',
      status: 'failed',
      experiment: 'e',
      lineage: { versions: {}, commandLine: [], config: recorded },
    } as unknown as RunRecord;
    const now = { seed: 1, data: 'd.csv', config: {} } as ExperimentSettings;
    expect(resumedSettings(study, now).config).toEqual({ target: 'fraud' });
    const aws = { region: 'eu-central-1' };
    expect(resumedSettings(study, { ...now, config: { aws } }).config).toEqual({ target: 'fraud', aws });
  });

  it('propose no command with text of a record in it', () => {
    const ended = (best_run: string): RunRecord =>
      ({ runId: 'run-1', kind: 'study', status: 'finished', tags: { best_run } }) as unknown as RunRecord;
    const hintOf = (study: RunRecord): unknown => {
      try {
        return resumedSettings(study, { config: {} } as ExperimentSettings);
      } catch (error) {
        return (error as { hint?: string }).hint;
      }
    };
    expect(hintOf(ended('run-7'))).toMatch(/^Its best run is run-7\. /);
    expect(hintOf(ended('x;touch PWNED'))).toMatch(/^Its best run is run-1\. /);
  });
});
