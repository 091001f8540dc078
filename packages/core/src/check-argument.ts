import { InvalidArgumentError } from './errors.ts';
import { shownValue } from './shown-value.ts';

const kinds = {
  text: ['a text that is not empty', (value: unknown) => typeof value === 'string' && value !== ''],
  texts: ['a list of texts', (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string')],
  flag: ['true or false', (value: unknown) => typeof value === 'boolean'],
  count: ['a whole number of at least 1', (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 1],
  share: ['a number in [0, 1]', (value: unknown) => typeof value === 'number' && value >= 0 && value <= 1],
  'true or text': ['true or a text', (value: unknown) => value === true || (typeof value === 'string' && value !== '')],
  function: ['a function', (value: unknown) => typeof value === 'function'],
  object: ['an object', (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)],
} as const satisfies Readonly<Record<string, readonly [string, (value: unknown) => boolean]>>;

type Kind = keyof typeof kinds;

/** What an argument must be; with `?` it may also be undefined. */
export type ArgumentKind = Kind | `${Kind}?`;

/**
 * Refuses an argument of a public function that is not of its kind, for callers whose code no compiler checks.
 *
 * @param name - Of the argument, or with its owner where it is a field: `options.reasons`.
 * @throws {InvalidArgumentError} `INVALID_ARGUMENT`.
 */
export function checkArgument(owner: string, name: string, value: unknown, kind: ArgumentKind, hint?: string): void {
  const isOptional = kind.endsWith('?');
  if (isOptional && value === undefined) return;
  const [wanted, isOne] = kinds[(isOptional ? kind.slice(0, -1) : kind) as Kind];
  if (isOne(value)) return;
  throw new InvalidArgumentError(`${name} must be ${wanted}, got ${shownValue(value)}`, {
    subject: owner,
    details: { argument: name },
    ...(hint === undefined ? {} : { hint }),
  });
}

/**
 * Refuses an argument that is no object with fields of these kinds; fields that are not listed may be anything.
 *
 * @throws {InvalidArgumentError} `INVALID_ARGUMENT`, with the first field that is wrong.
 * @example
 * checkFields('predict', 'input', { data: 'new.csv' }, { data: 'text', reasons: 'count?' });
 */
export function checkFields(
  owner: string,
  name: string,
  value: unknown,
  fields: Readonly<Record<string, ArgumentKind>>,
  hint?: string,
): void {
  checkArgument(owner, name, value, 'object', hint);
  for (const [field, kind] of Object.entries(fields))
    checkArgument(owner, `${name}.${field}`, (value as Readonly<Record<string, unknown>>)[field], kind, hint);
}
