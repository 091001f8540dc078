import { makeNumericRows } from '@fraudx/trees/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { closeTrainingPool } from '@fraudx/trees';
import { RandomForestClassifier } from './random-forest-classifier.ts';

afterAll(closeTrainingPool);

describe('RandomForestClassifier', () => {
  const { x, y } = makeNumericRows(300, 9, 4);
  const scores = async (params: Readonly<Record<string, unknown>>): Promise<number[]> => {
    const model = await new RandomForestClassifier({ n_estimators: 8, ...params }).fit(x, y, { seed: 1, nThreads: 1 });
    return [...model.predictProba(x)];
  };

  it('tries as many features as scikit-learn does by a word', async () => {
    const share = async (n: number): Promise<number[]> => scores({ max_features: (n + 0.5) / 9 });
    expect(await scores({ max_features: 'sqrt' })).toEqual(await share(3));
    expect(await scores({})).toEqual(await share(3));
    expect(await scores({ maxFeatures: 'log2' })).toEqual(await share(3));
    expect(await scores({ max_features: null })).toEqual(await scores({ max_features: 1 }));
    expect(await scores({ max_features: 'sqrt' })).not.toEqual(await scores({ max_features: 'none' }));
  });

  it('takes log2 of few features, never less than one', async () => {
    for (const [columns, tried] of [
      [1, 1],
      [7, 2],
      [8, 3],
    ] as const) {
      const rows = makeNumericRows(60, columns, 5);
      const fit = async (max_features: number | 'log2'): Promise<number[]> => {
        const forest = new RandomForestClassifier({ n_estimators: 4, max_features });
        return [...(await forest.fit(rows.x, rows.y, { seed: 2, nThreads: 1 })).predictProba(rows.x)];
      };
      expect(await fit('log2')).toEqual(await fit(tried / columns));
    }
  });
});
