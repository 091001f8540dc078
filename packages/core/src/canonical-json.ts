import { createHash } from 'node:crypto';
import { InvalidArgumentError } from './errors.ts';

/**
 * JSON with sorted keys and no spaces: equal values give equal text.
 *
 * @throws {InvalidArgumentError} A number is not finite, or a value has no JSON form.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value))
      throw new InvalidArgumentError(`number must be finite, got ${value}`, { subject: 'canonicalJson' });
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  throw new InvalidArgumentError(`value must have a JSON form, got ${typeof value}`, { subject: 'canonicalJson' });
}

/** SHA-256 of text (UTF-8) or bytes, as 64 lower-case hex digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
