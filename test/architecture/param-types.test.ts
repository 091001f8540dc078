import { readFileSync } from 'node:fs';
import { LightgbmClassifier, RandomForestClassifier, XgboostClassifier } from '@fraudx/models';
import { describe, expect, it } from 'vitest';
import { paramTypeFiles, paramTypesOf } from '../../scripts/param-types.ts';

const plain = (text: string): string => text.replaceAll(/\s+\|?\s*/g, ' ');

describe('the types of hyperparameters', () => {
  it.each(paramTypeFiles)('are those of the schema: $algorithm (else run scripts/param-types.ts)', (target) => {
    const written = readFileSync(new URL(`../../${target.path}`, import.meta.url), 'utf8');
    expect(plain(written)).toBe(plain(paramTypesOf(target)));
  });

  it('let no misspelt or mistyped hyperparameter compile', () => {
    // @ts-expect-error -- misspelt
    expect(() => new XgboostClassifier({ maxDepht: 3 })).toThrow('did you mean "maxDepth"?');
    // @ts-expect-error -- of another algorithm
    expect(() => new LightgbmClassifier({ growPolicy: 'lossguide' })).toThrow('growPolicy');
    // @ts-expect-error -- a text that is none of its choices
    expect(() => new RandomForestClassifier({ maxFeatures: 'all' })).toThrow('maxFeatures');
    expect(new RandomForestClassifier({ maxFeatures: 'sqrt', n_estimators: 5 }).params).toMatchObject({
      max_features: 'sqrt',
      n_estimators: 5,
    });
  });
});
