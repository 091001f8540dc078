import { describe, expect, it } from 'vitest';
import type { Settings } from '../../settings/settings.ts';
import type { StudyPlan } from './study-plan.ts';
import { planStudy } from './study-plan.ts';

function planOf(config: Settings['config']): StudyPlan {
  return planStudy({ config, seed: 1 } as Settings);
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

  it('keeps fixed words and null', () => {
    const config = { algorithm: 'random-forest', params: { max_features: null, class_weight: null } } as const;
    expect(planOf(config).paramsOf({})).toMatchObject({ max_features: 'none', class_weight: 'none' });
  });
});
