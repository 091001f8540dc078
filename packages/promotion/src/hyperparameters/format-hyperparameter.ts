import { InvalidArgumentError } from '@fraudx/core';
import type { ParameterRule } from './parameter-rule.ts';

/** A hyperparameter value as a run records it. */
export type HyperparameterValue = string | number | boolean;

/**
 * A hyperparameter as text for the parameter store; {@link parseHyperparameter} gives the same value back, bit for bit.
 *
 * @throws {InvalidArgumentError} A number that is not finite.
 */
export function formatHyperparameter(value: HyperparameterValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (!Number.isFinite(value)) {
    throw new InvalidArgumentError(`value must be finite, got ${value}`, { subject: 'formatHyperparameter' });
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

/**
 * A hyperparameter read back from the parameter store, by the type of its rule; without a rule the text as it is.
 *
 * @throws {InvalidArgumentError} The text is not of the rule's type.
 */
export function parseHyperparameter(text: string, rule?: ParameterRule): HyperparameterValue {
  switch (rule?.type) {
    case 'int':
    case 'float': {
      // some numbers have words beside them, such as the square root of a count
      if (rule.choices?.some((choice) => choice === text) === true) return text;
      const value = text.trim() === '' ? Number.NaN : Number(text);
      if (!Number.isFinite(value) || (rule.type === 'int' && !Number.isInteger(value))) {
        throw new InvalidArgumentError(
          `${rule.name} must be ${rule.type === 'int' ? 'a whole number' : 'a number'}, got "${text}"`,
          { subject: 'parseHyperparameter' },
        );
      }
      return value;
    }
    case 'boolean':
      if (text !== 'true' && text !== 'false') {
        throw new InvalidArgumentError(`${rule.name} must be true or false, got "${text}"`, {
          subject: 'parseHyperparameter',
        });
      }
      return text === 'true';
    case 'categorical':
    case undefined:
      return text;
  }
}
