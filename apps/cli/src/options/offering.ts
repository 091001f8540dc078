import { nearest } from '@fraudx/core';
import type { Option } from 'commander';
import { InvalidArgumentError } from 'commander';

/**
 * Lets an option take one of these names: its help and the completion list them, and a misspelt one is answered with the nearest.
 *
 * @returns The option itself.
 */
export function offering(option: Option, names: readonly string[]): Option {
  return option.choices(names).argParser((text: string) => {
    if (names.includes(text)) return text;
    const near = nearest(text, names);
    const advice = near === undefined ? '' : ` Did you mean ${near}?`;
    throw new InvalidArgumentError(`Allowed choices are ${names.join(', ')}.${advice}`);
  });
}
