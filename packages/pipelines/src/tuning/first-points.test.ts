import { algorithmNames, searchPortfolio } from '@fraudx/models';
import { checkPoint } from '@fraudx/tuning';
import { describe, expect, it } from 'vitest';
import type { ExperimentSettings } from '../settings.ts';
import type { FirstPoints } from './first-points.ts';
import { firstPoints } from './first-points.ts';
import { planStudy } from './study-plan.ts';

async function firstOf(config: ExperimentSettings['config']): Promise<FirstPoints> {
  const settings = { config, seed: 1 } as ExperimentSettings;
  return await firstPoints(planStudy(settings), settings, {} as Parameters<typeof firstPoints>[2]);
}

describe('the portfolio', () => {
  it.each(algorithmNames())('of %s lies in the whole default space, each setting once', (algorithm) => {
    const { space } = planStudy({ config: { algorithm }, seed: 1 } as ExperimentSettings);
    const points = searchPortfolio(algorithm);
    expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(points.length);
    for (const point of points) {
      expect(Object.keys(point)).toEqual(Object.keys(space));
      checkPoint(algorithm, space, point);
    }
  });

  it('comes after the defaults and points that were given, and is left out where asked', async () => {
    const portfolio = searchPortfolio('xgboost');
    expect(portfolio).toHaveLength(10);
    const { points } = await firstOf({ algorithm: 'xgboost', tuning: { enqueue: [{ max_depth: 4 }] } });
    expect(points).toHaveLength(12);
    expect(points[0]).toMatchObject({ max_depth: 6, eta: 0.3, num_round: 100 });
    expect(points[1]).toMatchObject({ max_depth: 4, eta: 0.3, num_round: 100 });
    expect(points.slice(2)).toEqual(portfolio);
    expect((await firstOf({ algorithm: 'xgboost', tuning: { portfolio: false } })).points).toEqual([]);
  });

  it('belongs to the default space: what is fixed is left out of it, and a space of the user has none', async () => {
    const { points, notes } = await firstOf({ algorithm: 'xgboost', params: { max_depth: 5 }, tuning: { trials: 3 } });
    expect(notes).toEqual([]);
    expect(points).toHaveLength(11);
    expect(points.every((point) => !('max_depth' in point))).toBe(true);
    const own = await firstOf({
      algorithm: 'xgboost',
      tuning: { space: { max_depth: { type: 'int', low: 2, high: 9 } } },
    });
    expect(own.points).toEqual([{ max_depth: 6 }]);
  });
});
