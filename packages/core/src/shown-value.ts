/**
 * An unknown value in few words, for messages.
 *
 * @returns Numbers and texts as a script writes them, other objects by their class.
 * @example
 * shownValue(10n); // '10n'
 */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'an array' : `an object of ${value.constructor?.name ?? 'no class'}`;
}
