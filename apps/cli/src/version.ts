import { readFileSync } from 'node:fs';

/** The version of the fraudx command line, from its package.json. */
export const fraudxVersion: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
