import { z } from 'zod';
import { configSchema } from './config.ts';

/** The JSON Schema (draft 2020-12) of `fraudx.yaml`, for completion and checks in editors. */
export function configJsonSchema(): Record<string, unknown> {
  return {
    title: 'fraudx.yaml',
    description: 'Settings of fraudx; flags of the command line win over them.',
    ...z.toJSONSchema(configSchema, { io: 'input' }),
  };
}
