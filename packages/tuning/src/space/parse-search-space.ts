import { InvalidArgumentError, nearest, once } from '@fraudx/core';
import { z } from 'zod';
import { conditionProblems } from './condition-problems.ts';
import type { Condition, Dimension, SearchSpace } from './search-space.ts';

const schemas = once(() => {
  const scalar = z.union([z.string(), z.number(), z.boolean()], { error: 'must be a text, a number or true/false' });

  const categorical = z
    .array(scalar)
    .min(1, 'must hold at least one value')
    .refine((values) => new Set(values).size === values.length, 'must not hold a value twice');

  const range = {
    low: z.number('must be a number'),
    high: z.number('must be a number'),
    log: z.boolean('must be true or false').default(false),
    step: z.number('must be a number').positive('must be > 0').optional(),
  };

  const when = z
    .record(z.string(), z.union([scalar.transform((value) => [value]), categorical]), 'must be names with values')
    .refine((names) => Object.keys(names).length > 0, 'must name at least one hyperparameter')
    .optional();
  const forms = {
    float: z.strictObject({ type: z.literal('float'), ...range, when }),
    int: z.strictObject({ type: z.literal('int'), ...range, when }),
    categorical: z.strictObject({ type: z.literal('categorical'), values: categorical, when }),
    fixed: z.strictObject({ type: z.literal('fixed'), value: scalar, when }),
  };
  return { categorical, forms };
});

type Forms = ReturnType<typeof schemas>['forms'];
type Form = keyof Forms;

function isForm(type: unknown): type is Form {
  return typeof type === 'string' && Object.hasOwn(schemas().forms, type);
}

function describeType(input: unknown): string {
  return input === null ? 'null' : Array.isArray(input) ? 'a list' : typeof input;
}

function issuesOf(name: string, error: z.ZodError, keys: readonly string[]): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const near = nearest(key, keys);
        return `${name}: unknown key "${key}"${near === undefined ? '' : `, did you mean "${near}"?`}`;
      });
    }
    const path = issue.path.map(String).join('.');
    return [`${name}${path === '' ? '' : `.${path}`}: ${issue.message}`];
  });
}

function rangeProblems(name: string, d: z.infer<Forms['float']> | z.infer<Forms['int']>): string[] {
  const problems: string[] = [];
  if (!(d.low <= d.high)) problems.push(`${name}: low must be <= high, got ${d.low} and ${d.high}`);
  if (d.log && d.low <= 0) problems.push(`${name}: low must be > 0 with log, got ${d.low}`);
  // A step of 1 is what a whole number has anyway, so a parsed space parses again.
  if (d.log && d.step !== undefined && !(d.type === 'int' && d.step === 1))
    problems.push(`${name}: log and step exclude each other`);
  if (d.type === 'int') {
    for (const key of ['low', 'high', 'step'] as const) {
      const value = d[key];
      if (value !== undefined && !Number.isSafeInteger(value)) {
        problems.push(`${name}.${key}: must be a whole number, got ${value}`);
      }
    }
  }
  return problems;
}

function parseDimension(name: string, input: unknown): Dimension | readonly string[] {
  const { categorical, forms } = schemas();
  if (Array.isArray(input)) {
    const result = categorical.safeParse(input);
    return result.success ? { type: 'categorical', values: result.data } : issuesOf(name, result.error, []);
  }
  if (typeof input !== 'object' || input === null) {
    return [`${name}: must be a list of values or an object with a type, got ${describeType(input)}`];
  }
  const type: unknown = (input as { type?: unknown }).type;
  if (!isForm(type)) {
    const near = typeof type === 'string' ? nearest(type, Object.keys(forms)) : undefined;
    return [
      `${name}.type: must be float, int, categorical or fixed, got ${JSON.stringify(type) ?? 'nothing'}` +
        (near === undefined ? '' : `, did you mean "${near}"?`),
    ];
  }
  const result = forms[type].safeParse(input);
  if (!result.success) return issuesOf(name, result.error, Object.keys(forms[type].shape));
  const d = result.data;
  const condition: { readonly when?: Condition } = d.when === undefined ? {} : { when: d.when };
  switch (d.type) {
    case 'categorical':
      return { type: d.type, values: d.values, ...condition };
    case 'fixed':
      return { type: d.type, value: d.value, ...condition };
    case 'float': {
      const problems = rangeProblems(name, d);
      if (problems.length > 0) return problems;
      const base = { type: d.type, low: d.low, high: d.high, log: d.log, ...condition };
      return d.step === undefined ? base : { ...base, step: d.step };
    }
    case 'int': {
      const problems = rangeProblems(name, d);
      if (problems.length > 0) return problems;
      return { type: d.type, low: d.low, high: d.high, log: d.log, step: d.step ?? 1, ...condition };
    }
  }
}

/**
 * A search space from unknown input, such as `tuning.space` of a config.
 *
 * Each name maps to a list (one of these values) or to an object: `{ type: 'float' | 'int', low, high, log?, step? }`,
 * `{ type: 'categorical', values }` or `{ type: 'fixed', value }`. Bounds are inclusive; `log` needs low > 0 and no step. With
 * `when: { name: value or list }` a hyperparameter has a value in those trials only in which the named ones, lists further up, have theirs.
 *
 * @throws {InvalidArgumentError} `INVALID_SEARCH_SPACE`, listing every problem.
 * @example
 * parseSearchSpace({ max_depth: [4, 6, 8], eta: { type: 'float', low: 0.01, high: 0.3, log: true } }).max_depth.type; // "categorical"
 */
export function parseSearchSpace(input: unknown): SearchSpace {
  const problems: string[] = [];
  const space: [string, Dimension][] = [];
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    problems.push(`must be an object of hyperparameters, got ${describeType(input)}`);
  } else {
    for (const [name, value] of Object.entries(input)) {
      const parsed = parseDimension(name, value);
      if ('type' in parsed) space.push([name, parsed]);
      else problems.push(...parsed);
    }
    if (problems.length === 0) problems.push(...conditionProblems(space));
    if (Object.keys(input).length === 0) problems.push('must name at least one hyperparameter, got none');
  }
  if (problems.length > 0) {
    throw new InvalidArgumentError(`search space: ${problems.join('; ')}`, {
      code: 'INVALID_SEARCH_SPACE',
      details: { problems },
      hint: 'Give each hyperparameter a list of values, or { type: float|int, low, high, log?, step? }.',
    });
  }
  return Object.fromEntries(space);
}
