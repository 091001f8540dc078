import type { z } from 'zod';
import { InvalidArgumentError } from '../errors.ts';
import { nearest } from '../suggest.ts';
import type { FraudxConfig } from './config.ts';
import { configSchema } from './config.ts';

function keysAt(path: readonly PropertyKey[]): string[] {
  let schema: unknown = configSchema;
  for (const part of path) {
    let inner = schema as { unwrap?: () => unknown; shape?: Record<string, unknown> };
    while (typeof inner.unwrap === 'function' && inner.shape === undefined) inner = inner.unwrap() as typeof inner;
    schema = inner.shape?.[String(part)];
    if (schema === undefined) return [];
  }
  let inner = schema as { unwrap?: () => unknown; shape?: Record<string, unknown> };
  while (typeof inner.unwrap === 'function' && inner.shape === undefined) inner = inner.unwrap() as typeof inner;
  return Object.keys(inner.shape ?? {});
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .map((key) => {
        const near = nearest(key, keysAt(issue.path));
        const where = path === '' ? key : `${path}.${key}`;
        return `unknown key "${where}"${near === undefined ? '' : `, did you mean "${near}"?`}`;
      })
      .join('; ');
  }
  return `${path === '' ? 'config' : path}: ${issue.message}`;
}

/**
 * A config from unknown input, such as a parsed `fraudx.yaml`.
 *
 * @param source - Where it came from, for the message.
 * @throws {InvalidArgumentError} `INVALID_CONFIG`, listing every problem; unknown keys come with the nearest known one.
 */
export function parseConfig(input: unknown, source: string): FraudxConfig {
  const result = configSchema.safeParse(input ?? {});
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => describeIssue(issue));
  throw new InvalidArgumentError(`${source}: ${problems.join('; ')}`, {
    code: 'INVALID_CONFIG',
    details: { source, problems },
    hint: `Edit ${source}; "fraudx init --print" shows a config with every key explained.`,
  });
}
