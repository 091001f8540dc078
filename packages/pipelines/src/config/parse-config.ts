import type { z } from 'zod';
import type { JsonValue } from '@fraudx/core';
import { InvalidArgumentError, nearest, protoPaths, withoutSecretsInside } from '@fraudx/core';
import type { FraudxConfig } from './config-fields.ts';
import { configFields } from './config-fields.ts';

/** The fields of a schema by name; none where it has no fields. */
function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  let inner = schema as { unwrap?: () => unknown; shape?: Record<string, unknown> } | undefined;
  while (typeof inner?.unwrap === 'function' && inner.shape === undefined) inner = inner.unwrap() as typeof inner;
  return inner?.shape ?? {};
}

function keysAt([first, ...rest]: readonly PropertyKey[]): string[] {
  if (first === undefined) return Object.keys(configFields);
  let schema: unknown = configFields[first as keyof FraudxConfig]?.schema();
  for (const part of rest) schema = shapeOf(schema)[String(part)];
  return Object.keys(shapeOf(schema));
}

/** Where a key or value stands in a text, 1-based; undefined when unknown. */
export type LineOf = (path: readonly PropertyKey[]) => number | undefined;

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown> | null | undefined)?.[part], input);
}

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

/** What a value must be, without the words of the schema library. */
function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
    case 'too_small': {
      if (issue.origin === 'array')
        return `must have at least ${issue.minimum} ${issue.minimum === 1 ? 'item' : 'items'}`;
      if (issue.origin === 'string') return 'must not be empty';
      return `must be ${issue.inclusive === false ? '>' : '>='} ${issue.minimum}`;
    }
    case 'too_big':
      return `must be ${issue.inclusive === false ? '<' : '<='} ${issue.maximum}`;
    case 'invalid_format':
      if (issue.format === 'url') return 'must be an address such as http://127.0.0.1:4566';
      return issue.format === 'starts_with'
        ? `must begin with ${String((issue as { readonly prefix?: unknown }).prefix)}`
        : issue.message;
    case 'invalid_union': {
      const branches = issue.errors.flatMap(([first]) => (first?.code === 'invalid_type' ? [first.expected] : []));
      return `must be ${[...new Set(branches)].map((kind) => kinds[kind] ?? kind).join(' or ')}`;
    }
    case 'custom':
      return issue.message;
    case 'invalid_element':
    case 'invalid_key':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return 'must be of another form';
  }
}

/** All that is wrong in the branch of a union that came nearest: a wrong value inside tells more than another kind. */
function innermost(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  for (const branch of issue.errors) {
    const deep = branch
      .map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
      .filter((inner) => inner.path.length > issue.path.length || inner.code === 'unrecognized_keys');
    if (deep.length > 0) return deep.flatMap(innermost);
  }
  return [issue];
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Values of a config as they were written; what holds values itself by its kind: it may be anything, also of another file. */
function shownValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (isObject(value) && !Array.isArray(value)) return 'keys with values';
  if (Array.isArray(value) && value.some(isObject)) return 'a list';
  // before it is cut: the end of an address says where its password ends
  const text = JSON.stringify(withoutSecretsInside(value as JsonValue));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function describeIssue(issue: z.core.$ZodIssue, input: unknown, lineOf: LineOf | undefined): string {
  const path = issue.path.map(String).join('.');
  const line = lineOf?.(issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path);
  return `${line === undefined ? '' : `line ${line}: `}${wordsOf(issue, path, input)}`;
}

/**
 * Whether a file is a config, if perhaps a wrong one. What is none may be a file of secrets that a link or a mistake brought here: of that
 * nothing is shown but what is nearly a key, or one key that is a short word.
 */
function isConfig(input: unknown): boolean {
  const known = keysAt([]);
  return isObject(input) && Object.keys(input).some((key) => known.includes(key));
}

/** Keys of what is no config that may be shown. */
function harmlessKeys(keys: readonly string[]): string[] {
  const [first] = keys;
  const near = keys.filter((key) => nearest(key, keysAt([])) !== undefined);
  if (near.length > 0) return near;
  return first !== undefined && /^[A-Za-z_]{1,20}$/.test(first) ? [first] : [];
}

function wordsOf(issue: z.core.$ZodIssue, path: string, input: unknown): string {
  if (issue.code === 'unrecognized_keys') {
    const shown = path === '' && !isConfig(input) ? harmlessKeys(issue.keys) : issue.keys;
    const hidden = issue.keys.length - shown.length;
    const more =
      hidden === 0 ? [] : [`${hidden} ${shown.length > 0 ? 'more ' : ''}unknown ${hidden === 1 ? 'key' : 'keys'}`];
    const named = shown.map((key) => {
      const near = nearest(key, keysAt(issue.path));
      const where = path === '' ? key : `${path}.${key}`;
      return `unknown key "${where}"${near === undefined ? '' : `, did you mean "${near}"?`}`;
    });
    return [...named, ...more].join('; ');
  }
  const words = expected(issue);
  const name = path === '' ? 'config' : path;
  if (path === '')
    return `config ${words}, got ${Array.isArray(input) ? 'a list' : `a ${typeof input === 'string' ? 'text' : typeof input}`}`;
  // A message of our own says what was received.
  if (words.includes(', got ')) return `${name} ${words}`;
  const value = valueAt(input, issue.path);
  const near =
    issue.code === 'invalid_value' && typeof value === 'string'
      ? nearest(
          value,
          issue.values.filter((choice) => typeof choice === 'string'),
        )
      : undefined;
  return `${name} ${words}, got ${shownValue(value)}${near === undefined ? '' : `, did you mean "${near}"?`}`;
}

/** Keys named `__proto__` that records would drop silently; sections name theirs as unknown keys. */
function protoProblems(input: unknown, issues: readonly z.core.$ZodIssue[], lineOf: LineOf | undefined): string[] {
  const named = issues.filter((issue) => issue.code === 'unrecognized_keys' && issue.keys.includes('__proto__'));
  const isNamed = (path: readonly PropertyKey[]): boolean =>
    named.some((issue) => issue.path.join('.') === path.slice(0, -1).join('.'));
  return protoPaths(input)
    .filter((path) => !isNamed(path) && (path.length === 1 || isConfig(input)))
    .map((path) => {
      const line = lineOf?.(path);
      return `${line === undefined ? '' : `line ${line}: `}unknown key "${path.map(String).join('.')}"`;
    });
}

/** What is wrong with a config; only the schemas of keys that it has are built. */
function issuesOf(input: unknown): { readonly issues: readonly z.core.$ZodIssue[]; readonly config: FraudxConfig } {
  if (!isObject(input) || Array.isArray(input)) {
    return { issues: [{ code: 'invalid_type', expected: 'object', path: [], message: '', input }], config: {} };
  }
  const given = input as Readonly<Record<string, unknown>>;
  const issues: z.core.$ZodIssue[] = [];
  const config: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(configFields)) {
    if (!Object.hasOwn(given, key) || given[key] === undefined) continue;
    // Compiling the checks pays for schemas that are used many times.
    const result = field.schema().safeParse(given[key], { jitless: true });
    if (result.success) config[key] = result.data;
    else issues.push(...result.error.issues.map((issue) => ({ ...issue, path: [key, ...issue.path] })));
  }
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(configFields, key));
  if (unknown.length > 0)
    issues.push({ code: 'unrecognized_keys', keys: unknown, path: [], message: '', input: given });
  return { issues, config };
}

/**
 * A config from unknown input, such as a parsed `fraudx.yaml`.
 *
 * @param source - Where it came from, for the message.
 * @param lineOf - Line of a path in the source, for the message.
 * @throws {InvalidArgumentError} `INVALID_CONFIG`, listing every problem; unknown keys come with the nearest known one.
 */
export function parseConfig(input: unknown, source: string, lineOf?: LineOf): FraudxConfig {
  const { issues, config } = issuesOf(input ?? {});
  const problems = [
    ...issues.flatMap(innermost).map((issue) => describeIssue(issue, input, lineOf)),
    ...protoProblems(input, issues, lineOf),
  ];
  if (problems.length === 0) return config;
  throw new InvalidArgumentError(`${source}: ${problems.join('; ')}`, {
    code: 'INVALID_CONFIG',
    details: { source, problems },
    hint: source === 'options' ? 'Correct the option or the variable.' : `Edit ${source}.`,
  });
}
