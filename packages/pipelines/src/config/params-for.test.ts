import { describe, expect, it } from 'vitest';
import { parseConfig } from './parse-config.ts';
import { paramsFor } from './params-for.ts';

describe('paramsFor', () => {
  it('takes the shared hyperparameters and those of the algorithm, which win', () => {
    const { params } = parseConfig(
      { params: { seed_offset: 1, eta: 0.1, xgboost: { eta: 0.3 }, lightgbm: { num_leaves: 7 } } },
      'fraudx.yaml',
    );
    expect(paramsFor(params!, 'xgboost')).toEqual({ seed_offset: 1, eta: 0.3 });
    expect(paramsFor(params!, 'lightgbm')).toEqual({ seed_offset: 1, eta: 0.1, num_leaves: 7 });
    expect(paramsFor(params!, 'random-forest')).toEqual({ seed_offset: 1, eta: 0.1 });
  });

  it('wants names with values below the name of an algorithm', () => {
    expect(() => parseConfig({ params: { xgboost: 3 } }, 'fraudx.yaml')).toThrow(
      'params.xgboost must be keys with values',
    );
  });
});
