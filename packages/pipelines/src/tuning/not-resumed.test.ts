import { expect, it } from 'vitest';
import type { FraudxConfig } from '../config/config-fields.ts';
import { notResumed } from './not-resumed.ts';

const params = { algorithm: 'xgboost', strategy: 'random', metric: 'average_precision', trials: 20 };
const config = { target: 'y', sampleWeight: 'w', drop: ['id'], split: { test: 0.3 }, params: { eta: 0.1 } };
const study = { runId: 'run-1', lineage: { versions: {}, commandLine: [], config, seed: 42 }, params };

it('names what is said otherwise now, and nothing that is not said or said alike', () => {
  const of = (now: FraudxConfig): string[] => notResumed(study, now);
  expect(of({})).toEqual([]);
  expect(of({ ...config, split: {}, seed: 42, algorithm: 'xgboost', tuning: { trials: 20 }, workers: 9 })).toEqual([]);
  expect(of({ sampleWeight: 'v', drop: ['id', 'b'], seed: 1, split: { test: 0.3, validation: 0.1 } })).toEqual([
    'sampleWeight',
    'drop',
    'seed',
    'split.validation',
  ]);
  expect(of({ entity: 'card', algorithm: 'lightgbm', params: { eta: 0.2 }, tuning: { trials: 50 } })).toEqual([
    'entity',
    'algorithm',
    'params.eta',
    'tuning.trials',
  ]);
});

it('takes bayesian for the strategy that it chose', () => {
  const of = (strategy: string, now: string): string[] =>
    notResumed({ ...study, params: { ...params, strategy } }, { tuning: { strategy: now } });
  expect(of('gp', 'bayesian')).toEqual([]);
  expect(of('gp', 'gp')).toEqual([]);
  expect(of('gp', 'tpe')).toEqual(['tuning.strategy']);
  expect(of('random', 'bayesian')).toEqual(['tuning.strategy']);
});
