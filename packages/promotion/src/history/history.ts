import { canonicalJson, ConflictError, OutsideError, sha256 } from '@fraudx/core';
import { z } from 'zod';
import { putExactly } from '../journal/put-exactly.ts';
import type { ObjectStore } from '../ports/object-store.ts';

const entrySchema = z.strictObject({
  version: z.literal(1),
  sequence: z.int().min(1),
  at: z.number(),
  type: z.enum(['promoted', 'rolled-back', 'undone']),
  operationId: z.string(),
  runId: z.string(),
  approvedBy: z.string(),
  /** Full name of the approved version in the model registry, where one was demanded. */
  registryVersion: z.string().optional(),
  /** Fingerprint of the finished journal. */
  journalSha256: z.string(),
  backupSha256: z.string(),
  /** Objects that this operation archived, with their fingerprints. */
  archived: z.record(z.string(), z.string()),
  /** Hash of the entry before; 64 zeros for the first. */
  previous: z.string(),
  hash: z.string(),
});

/** One line of the history; `hash` covers all other fields, `previous` ties it to the entry before. */
export type HistoryEntry = z.infer<typeof entrySchema>;

const genesis = '0'.repeat(64);
const prefix = 'history/';
const headKey = 'history-head.json';

function keyOf(sequence: number): string {
  return `${prefix}${String(sequence).padStart(8, '0')}.json`;
}

/** The hash that an entry must carry. */
export function hashEntry(entry: Omit<HistoryEntry, 'hash'>): string {
  const { hash: _hash, ...rest } = entry as HistoryEntry;
  return sha256(canonicalJson(rest));
}

function decode(body: Uint8Array): HistoryEntry | undefined {
  try {
    const result = entrySchema.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

function encode(value: object): Uint8Array {
  return new TextEncoder().encode(`${canonicalJson(value)}\n`);
}

/** A key of the history with its entry, undefined when the object is not an entry. */
export interface ReadHistoryEntry {
  readonly key: string;
  readonly entry: HistoryEntry | undefined;
}

/** All entries, oldest first, unchecked. */
export async function readHistory(objects: ObjectStore): Promise<ReadHistoryEntry[]> {
  const keys = await objects.list(prefix);
  const entries: ReadHistoryEntry[] = [];
  const readOne = async (key: string): Promise<ReadHistoryEntry> => {
    const object = await objects.get(key);
    return { key, entry: object === undefined ? undefined : decode(object.body) };
  };
  for (let i = 0; i < keys.length; i += 16) entries.push(...(await Promise.all(keys.slice(i, i + 16).map(readOne))));
  return entries;
}

/** The pointer to the newest entry, kept apart so that cutting off the end shows. */
export async function readHead(
  objects: ObjectStore,
): Promise<{ readonly sequence: number; readonly hash: string; readonly etag: string } | undefined> {
  const object = await objects.get(headKey);
  if (object === undefined) return undefined;
  try {
    const head = z
      .object({ sequence: z.number(), hash: z.string() })
      .parse(JSON.parse(new TextDecoder().decode(object.body)));
    return { ...head, etag: object.etag };
  } catch {
    return { sequence: -1, hash: '', etag: object.etag };
  }
}

/**
 * The newest entry, or undefined when there is none.
 *
 * @throws {OutsideError} `HISTORY_DAMAGED`: it cannot be read.
 */
export async function readLastEntry(objects: ObjectStore): Promise<HistoryEntry | undefined> {
  const lastKey = (await objects.list(prefix)).at(-1);
  if (lastKey === undefined) return undefined;
  const object = await objects.get(lastKey);
  const last = object === undefined ? undefined : decode(object.body);
  if (last !== undefined) return last;
  throw new OutsideError('HISTORY_DAMAGED', `promotion history: ${lastKey} must be an entry, got something else`, {
    details: { key: lastKey },
  });
}

/**
 * Adds an entry at the end, once per operation and type. Call with the promotion lock held.
 *
 * @throws {OutsideError} `HISTORY_DAMAGED`: the last entry cannot be read.
 */
export async function appendHistory(
  objects: ObjectStore,
  entry: Omit<HistoryEntry, 'version' | 'sequence' | 'previous' | 'hash'>,
): Promise<HistoryEntry> {
  const last = await readLastEntry(objects);
  let added = last;
  if (last === undefined || last.operationId !== entry.operationId || last.type !== entry.type) {
    const open = {
      version: 1 as const,
      ...entry,
      sequence: (last?.sequence ?? 0) + 1,
      previous: last?.hash ?? genesis,
    };
    added = { ...open, hash: hashEntry(open) };
    await putExactly(objects, keyOf(added.sequence), encode(added), {
      ifNoneMatch: '*',
      contentType: 'application/json',
    });
  }
  await writeHead(objects, added!);
  return added!;
}

async function writeHead(objects: ObjectStore, entry: HistoryEntry): Promise<void> {
  const head = await readHead(objects);
  if (head?.sequence === entry.sequence && head.hash === entry.hash) return;
  const body = encode({ sequence: entry.sequence, hash: entry.hash });
  const condition = head === undefined ? ({ ifNoneMatch: '*' } as const) : { ifMatch: head.etag };
  try {
    await putExactly(objects, headKey, body, { ...condition, contentType: 'application/json' });
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    throw new ConflictError('HISTORY_MOVED', 'promotion history: must have one writer, got another one', {
      cause: error,
    });
  }
}
