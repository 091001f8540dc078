import { describe, expect, it } from 'vitest';
import { parseParams } from './parse-params.ts';
import { defaultSearchSpace, paramSchema } from './schema-of.ts';

describe('parseParams', () => {
  it('takes names of the algorithm, camelCase, aliases and texts, and fills defaults', () => {
    const params = parseParams('xgboost', { maxDepth: '4', learning_rate: 0.1, num_round: 7 });
    expect(params).toMatchObject({ max_depth: 4, eta: 0.1, num_round: 7, lambda: 1, subsample: 1 });
    expect(params).not.toHaveProperty('base_score');
  });

  it('lists all problems at once, with ranges and the nearest name', () => {
    const parse = (): unknown => parseParams('xgboost', { max_dept: 3, eta: 0, subsample: 'x', max_depth: 2.5 });
    expect(parse).toThrow(
      /did you mean "max_depth".*eta must be a number in \(0, 1\].*subsample.*max_depth must be an integer in \[1, 20\], got 2\.5/,
    );
  });

  it('refuses one parameter given under two names', () => {
    expect(() => parseParams('xgboost', { eta: 0.1, learning_rate: 0.2 })).toThrow('they are one parameter');
  });

  it('refuses every value outside the range of every parameter', () => {
    for (const algorithm of ['xgboost', 'lightgbm', 'random-forest'] as const)
      for (const param of paramSchema(algorithm).params) {
        const bad: unknown[] = [NaN, Infinity, {}, null];
        if (param.low !== undefined) bad.push(param.lowExclusive === true ? param.low : param.low - 1);
        if (param.high !== undefined) bad.push(param.high + 1);
        for (const value of bad) expect(() => parseParams(algorithm, { [param.name]: value })).toThrow('must be');
      }
  });

  it('knows the algorithms', () => {
    expect(() => parseParams('xgbost' as 'xgboost', {})).toThrow('must be one of');
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
