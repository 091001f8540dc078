import { Matrix, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { LightgbmClassifier } from '../lightgbm/lightgbm-classifier.ts';
import { XgboostClassifier } from './xgboost-classifier.ts';

/** Fraud by even codes of the country, less of it with age, which is noisy. */
function makeRows(n: number): { x: Matrix; y: Uint8Array } {
  const rng = new Rng(1);
  const country = Array.from({ length: n }, () => rng.int(20));
  const age = Array.from({ length: n }, () => rng.uniform() * 60);
  const x = Matrix.fromColumns(
    [
      { name: 'country', values: country },
      { name: 'age', values: age },
    ],
    ['categorical', 'numeric'],
  );
  const y = Uint8Array.from(country, (code, i) =>
    rng.uniform() < (code % 2 === 0 ? 0.6 : 0.1) - age[i]! / 600 ? 1 : 0,
  );
  return { x, y };
}

describe.each([
  ['xgboost', XgboostClassifier],
  ['lightgbm', LightgbmClassifier],
] as const)('%s', (_name, Classifier) => {
  it('splits categories by sets and keeps constraints given by name', async () => {
    const { x, y } = makeRows(3000);
    const model = await new Classifier({ num_round: 30, monotoneConstraints: { age: -1 } }).fit(x, y, { seed: 1 });
    const ages = Array.from({ length: 61 }, (_, i) => i);
    const scores = [0, 1].map((code) =>
      model.predictProba(
        Matrix.fromColumns(
          [
            { name: 'country', values: ages.map(() => code) },
            { name: 'age', values: ages },
          ],
          ['categorical', 'numeric'],
        ),
      ),
    );
    for (const row of scores) for (let i = 1; i < row.length; i++) expect(row[i]).toBeLessThanOrEqual(row[i - 1]!);
    for (const i of ages) expect(scores[0]![i]! - scores[1]![i]!).toBeGreaterThan(0.15);
  });

  it('refuses constraints that do not fit the data, with all problems', async () => {
    const { x, y } = makeRows(50);
    const fit = new Classifier({ monotone_constraints: { agee: 1, country: 1 } }).fit(x, y, { seed: 1 });
    await expect(fit).rejects.toMatchObject({ code: 'INVALID_PARAMS', hint: 'The features are country, age.' });
    await expect(fit).rejects.toThrow(/did you mean "age"\?; .*got 1 for "country"/);
  });
});
