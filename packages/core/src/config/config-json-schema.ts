import { z } from 'zod';
import { knownAlgorithmNames, knownSamplerNames } from './registered-names.ts';
import { configSchema } from './config.ts';

/** The JSON Schema (draft 2020-12) of `fraudx.yaml`, for completion and checks in editors. */
export function configJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(configSchema, { io: 'input' });
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
