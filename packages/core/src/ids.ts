import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A new unique id such as `run-01jc9v2m7k-4q8d2x5zt1`: prefix, time in milliseconds (base 32, sortable), 50 random bits.
 *
 * Lower case letters, digits and dashes only: valid as a file name, an AWS resource name and a URL path.
 */
export function createId(prefix: string, clock: Clock = systemClock): string {
  let time = clock.now();
  let stamp = '';
  for (let i = 0; i < 10; i++) {
    stamp = alphabet[time % 32]! + stamp;
    time = Math.floor(time / 32);
  }
  let tail = '';
  for (const byte of randomBytes(10)) tail += alphabet[byte % 32]!;
  return `${prefix}-${stamp}-${tail}`;
}
