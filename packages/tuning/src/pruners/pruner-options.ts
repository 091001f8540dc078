import { InvalidArgumentError, shownValue, unknownKeys } from '@fraudx/core';

/** What an option of a pruner may be: a whole number or a number from `least` to `most`, its default; undefined where it has none. */
export interface OptionRule {
  readonly kind: 'integer' | 'number';
  readonly least: number;
  readonly most?: number;
  readonly usual?: number;
}

/**
 * Options with their defaults.
 *
 * @param pruner - Its name, for messages.
 * @param others - Names of options that are no numbers, which are left as they are.
 * @throws {InvalidArgumentError} One is unknown or out of range.
 */
export function pruneOptions<Name extends string>(
  pruner: string,
  given: Readonly<Record<string, unknown>>,
  rules: Readonly<Record<Name, OptionRule>>,
  others: readonly string[] = [],
): Readonly<Record<Name, number>> {
  const unknown = unknownKeys('option', given, [...Object.keys(rules), ...others]);
  if (unknown.length > 0) throw new InvalidArgumentError(`pruner ${pruner}: ${unknown.join('; ')}`);
  const entries = Object.entries<OptionRule>(rules).map(([name, { kind, least, most = Infinity, usual }]) => {
    const value = given[name] ?? usual;
    if (value === undefined) return [name, Number.NaN] as const;
    const isNumber = kind === 'integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
    if (isNumber && (value as number) >= least && (value as number) <= most) return [name, value as number] as const;
    const range = most === Infinity ? `>= ${least}` : `in [${least}, ${most}]`;
    const what =
      least === -Infinity && most === Infinity
        ? 'a number'
        : `${kind === 'integer' ? 'an integer' : 'a number'} ${range}`;
    throw new InvalidArgumentError(`pruner ${pruner}: ${name} must be ${what}, got ${shownValue(value)}`);
  });
  return Object.fromEntries(entries) as Record<Name, number>;
}
