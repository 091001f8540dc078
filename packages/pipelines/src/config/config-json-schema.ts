import { knownAlgorithmNames, knownSamplerNames } from '@fraudx/core';
import { z } from 'zod';
import { configFields } from './config-fields.ts';

/** The JSON Schema (draft 2020-12) of `fraudx.yaml`, for completion and checks in editors. */
export function configJsonSchema(): Record<string, unknown> {
  const shape: Record<string, z.ZodOptional> = {};
  for (const [key, field] of Object.entries(configFields)) shape[key] = (field.schema() as z.ZodType).optional();
  const schema = z.toJSONSchema(z.strictObject(shape), { io: 'input' });
  const { algorithm, tuning } = schema.properties ?? {};
  if (typeof algorithm === 'object') algorithm.enum = [...knownAlgorithmNames()];
  const strategy = typeof tuning === 'object' ? tuning.properties?.['strategy'] : undefined;
  if (typeof strategy === 'object') strategy.enum = [...knownSamplerNames()];
  return {
    title: 'fraudx.yaml',
    description: 'Settings of fraudx; flags of the command line win over them.',
    ...schema,
  };
}
