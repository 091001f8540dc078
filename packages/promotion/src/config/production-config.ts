import { InvalidArgumentError, protoPaths } from '@fraudx/core';
import { isScalar, parse } from 'yaml';
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

/** Characters of a config; its usual ones are 1 000. Whoever can write to the bucket decides what is read there. */
const mostCharacters = 64 * 1024;

/** Keys of a config, in all of its maps together. */
const mostKeys = 1000;

function tooLarge(what: string): InvalidArgumentError {
  return new InvalidArgumentError(`production config: must have at most ${what}, got more`, {
    code: 'PRODUCTION_CONFIG_TOO_LARGE',
    hint: 'A config that a promotion writes is smaller. Check who else writes to the bucket.',
  });
}

function checkLength(yaml: string): string {
  if (yaml.length > mostCharacters) throw tooLarge('65 536 characters');
  return yaml;
}

/** Compares keys of a map, each with all before it, and fails where there are more than {@link mostKeys}: time grows with their square. */
class KeyComparison {
  #left = (mostKeys * (mostKeys - 1)) / 2;

  /** The parser gives its failures as errors of its own. */
  get isExhausted(): boolean {
    return this.#left < 0;
  }

  readonly isSame = (a: unknown, b: unknown): boolean => {
    if (this.isExhausted || --this.#left < 0) throw tooLarge('1 000 keys');
    return a === b || (isScalar(a) && isScalar(b) && a.value === b.value);
  };
}

/**
 * The config as YAML text that readers of YAML 1.1 and 1.2 understand alike: fixed key order, equal configs give equal text.
 *
 * @throws {InvalidArgumentError} `PRODUCTION_CONFIG_TOO_LARGE`: the text has more than 65 536 characters, and would not be read.
 */
export function renderProductionConfig(config: ProductionConfig): string {
  const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  return checkLength(
    renderYaml({
      ...config,
      hyperparameters: sorted(config.hyperparameters),
      performance: sorted(config.performance),
    }),
  );
}

/**
 * A production config from YAML text.
 *
 * @throws {InvalidArgumentError} `INVALID_PRODUCTION_CONFIG`: not YAML, or not a config. `PRODUCTION_CONFIG_TOO_LARGE`: more than 65 536 characters or 1 000 keys.
 */
export function readProductionConfig(yaml: string): ProductionConfig {
  checkLength(yaml);
  const keys = new KeyComparison();
  let value: unknown;
  try {
    value = parse(yaml, { uniqueKeys: keys.isSame });
  } catch (error) {
    if (keys.isExhausted) throw tooLarge('1 000 keys');
    throw new InvalidArgumentError('production config: text must be YAML, got something else', {
      code: 'INVALID_PRODUCTION_CONFIG',
      cause: error,
    });
  }
  return parseProductionConfig(value);
}
