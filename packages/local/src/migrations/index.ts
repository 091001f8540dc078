import { v1 } from './v1.ts';

/** SQL of each schema version: entry i brings version i to version i + 1. Entries are only ever appended. */
export const migrations: readonly string[] = [v1];
