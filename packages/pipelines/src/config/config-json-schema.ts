import { knownAlgorithmNames, knownSamplerNames, knownSplitNames } from '@fraudx/core';
import { z } from 'zod';
import { configFields } from './config-fields.ts';

/** The JSON Schema (draft 2020-12) of `fraudx.yaml`, for completion and checks in editors. */
export function configJsonSchema(): Record<string, unknown> {
  const shape: Record<string, z.ZodOptional> = {};
  for (const [key, field] of Object.entries(configFields)) shape[key] = (field.schema() as z.ZodType).optional();
  const schema = z.toJSONSchema(z.strictObject(shape), { io: 'input' });
  const { algorithm, tuning, split } = schema.properties ?? {};
  const strategyOf = (section: typeof tuning): typeof tuning =>
    typeof section === 'object' ? section.properties?.['strategy'] : undefined;
  const names = [
    [algorithm, knownAlgorithmNames()],
    [strategyOf(tuning), knownSamplerNames()],
    [strategyOf(split), knownSplitNames()],
  ] as const;
  for (const [property, known] of names) if (typeof property === 'object') property.enum = [...known];
  return {
    title: 'fraudx.yaml',
    description: 'Settings of fraudx; command-line flags take precedence.',
    ...schema,
  };
}
