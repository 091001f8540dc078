import { InvalidArgumentError, protoPaths } from '@fraudx/core';
import { parse } from 'yaml';
import { z } from 'zod';
import { renderYaml } from './render-yaml.ts';

const productionConfigSchema = z.strictObject({
  format_version: z.literal(1),
  algorithm: z.string().min(1),
  hyperparameters: z
    .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean()]))
    .refine((values) => Object.keys(values).length > 0, 'must have at least one parameter'),
  performance: z
    .record(z.string().min(1), z.number().nullable())
    .refine((values) => Object.keys(values).length > 0, 'must have at least one metric'),
  tested_date: z.union([z.iso.date(), z.iso.datetime({ offset: true })]),
  approved_by: z.string().regex(/\S/, 'must not be blank'),
  experiment: z.string().min(1),
  run_id: z.string().min(1),
  promotion_id: z.string().min(1),
  parameter_prefix: z.string().startsWith('/'),
  model: z.strictObject({ location: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
  registry_version: z.string().min(1).optional(),
  /** From which score on a transaction is an alert, and how that was chosen, e.g. `best-f1`; absent in configs of earlier versions. */
  decision: z.strictObject({ threshold: z.number(), strategy: z.string().min(1).optional() }).optional(),
});

/** What `production-model-config.yaml` holds; keys are snake_case as in the file. */
export type ProductionConfig = z.infer<typeof productionConfigSchema>;

/**
 * A production config from unknown input, such as a parsed YAML file.
 *
 * @throws {InvalidArgumentError} `INVALID_PRODUCTION_CONFIG`, listing every missing, unknown or ill-typed field.
 */
export function parseProductionConfig(input: unknown): ProductionConfig {
  const result = productionConfigSchema.safeParse(input);
  const unknown = protoPaths(input).map((path) => `${path.map(String).join('.')}: must not be given, got such a key`);
  if (result.success && unknown.length === 0) return result.data;
  const problems = (result.error?.issues ?? []).map((issue) => `${issue.path.join('.') || 'config'}: ${issue.message}`);
  problems.push(...unknown);
  throw new InvalidArgumentError(`production config: ${problems.join('; ')}`, {
    code: 'INVALID_PRODUCTION_CONFIG',
    details: { problems },
    hint: 'Required: format_version, algorithm, hyperparameters, performance, tested_date, approved_by, experiment, run_id, promotion_id, parameter_prefix.',
  });
}

/** The config as YAML text that readers of YAML 1.1 and 1.2 understand alike: fixed key order, equal configs give equal text. */
export function renderProductionConfig(config: ProductionConfig): string {
  const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  return renderYaml({
    ...config,
    hyperparameters: sorted(config.hyperparameters),
    performance: sorted(config.performance),
  });
}

/**
 * A production config from YAML text.
 *
 * @throws {InvalidArgumentError} `INVALID_PRODUCTION_CONFIG`: not YAML, or not a config.
 */
export function readProductionConfig(yaml: string): ProductionConfig {
  let value: unknown;
  try {
    value = parse(yaml);
  } catch (error) {
    throw new InvalidArgumentError('production config: text must be YAML, got something else', {
      code: 'INVALID_PRODUCTION_CONFIG',
      cause: error,
    });
  }
  return parseProductionConfig(value);
}
