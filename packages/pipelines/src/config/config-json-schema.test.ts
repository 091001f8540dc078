import { knownAlgorithmNames, knownSamplerNames, knownSplitNames } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configJsonSchema } from './config-json-schema.ts';

describe('configJsonSchema', () => {
  const schema = configJsonSchema();
  const validator = z.fromJSONSchema(schema);

  it('accepts a config and refuses a typo, a wrong value and a wrong kind, also inside sections', () => {
    const config = {
      data: 'a.csv',
      target: 'y',
      split: { strategy: 'prequential', trainDays: 7, trainFrom: '2018-07-25' },
      features: { strategy: './own.ts', select: { k: 3 } },
      tuning: { space: { eta: [0.1, 0.3], max_depth: { type: 'int', low: 2, high: 9 } } },
      params: { eta: 0.1, monotone_constraints: { amount: 1 } },
      validation: { amount: { min: 0, maxMissing: 0.1 } },
      missing: [-999, 'unknown'],
    };
    expect(validator.safeParse(config).success).toBe(true);
    for (const wrong of [
      { tagret: 'y' },
      { split: { stratgy: 'time' } },
      { split: { strategy: 'tmie' } },
      { seed: -1 },
      { params: { monotone_constraints: [2] } },
      { drop: 'id' },
      { missing: '?' },
      { features: { strategy: 'rwa' } },
    ]) {
      expect(validator.safeParse({ ...config, ...wrong }).success, JSON.stringify(wrong)).toBe(false);
    }
  });

  it('lists the known names, also in words for the template', () => {
    const { properties } = schema as { properties: Record<string, { properties: Record<string, unknown> }> };
    expect(properties).toMatchObject({
      algorithm: {
        enum: knownAlgorithmNames(),
        description: expect.stringContaining(knownAlgorithmNames().join(', ')),
      },
    });
    expect(properties['tuning']!.properties['strategy']).toMatchObject({
      enum: knownSamplerNames(),
      description: expect.stringContaining(knownSamplerNames().join(', ')),
    });
    expect(properties['split']!.properties['strategy']).toMatchObject({
      enum: knownSplitNames(),
      description: expect.stringContaining(knownSplitNames().join(', ')),
    });
  });

  it('describes keys for editors and needs nothing from elsewhere', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      additionalProperties: false,
      properties: { target: { type: 'string', description: 'Label column: 1 is fraud, 0 is genuine' } },
    });
    expect(JSON.stringify(schema)).not.toContain('"required":["data"');
  });
});
