import { ConflictError, InvalidArgumentError, OutsideError, sha256 } from '@fraudx/core';
import { z } from 'zod';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ParameterStore, StoredParameter } from '../ports/parameter-store.ts';

/** Where the production config lies. */
export const configKey = 'production-model-config.yaml';

const backupSchema = z.object({
  version: z.literal(1),
  operationId: z.string(),
  prefix: z.string(),
  takenAt: z.number(),
  parameters: z.array(
    z.object({
      name: z.string(),
      value: z.string(),
      type: z.enum(['String', 'StringList', 'SecureString']),
      version: z.int(),
      tier: z.string().optional(),
      keyId: z.string().optional(),
    }),
  ),
  config: z.object({ key: z.string(), etag: z.string().nullable(), content: z.string().nullable() }),
});

/** Everything an operation may have to put back. Holds the values of secure parameters: never log it. */
export type Backup = z.infer<typeof backupSchema>;

/** Production as it stands: parameters below the prefix, and the config. */
export interface Snapshot {
  readonly parameters: readonly StoredParameter[];
  readonly config: { readonly etag: string; readonly text: string; readonly sha256: string } | undefined;
}

/** Reads production as it stands. */
export async function takeSnapshot(
  parameters: ParameterStore,
  objects: ObjectStore,
  prefix: string,
): Promise<Snapshot> {
  const config = await objects.get(configKey);
  return {
    parameters: await parameters.list(prefix),
    config:
      config === undefined
        ? undefined
        : { etag: config.etag, text: new TextDecoder().decode(config.body), sha256: sha256(config.body) },
  };
}

/** Where the backup of an operation lies. */
export function backupKey(operationId: string): string {
  return `backups/${operationId}.json`;
}

/**
 * Writes a snapshot as the backup of an operation and reads it back.
 *
 * A backup of the same id that no journal refers to (a crash came between) is replaced.
 *
 * @throws {OutsideError} `BACKUP_NOT_VERIFIED`: what was read back is not what was written.
 */
export async function writeBackup(
  objects: ObjectStore,
  operationId: string,
  prefix: string,
  snapshot: Snapshot,
  now: number,
): Promise<{ readonly key: string; readonly sha256: string }> {
  const key = backupKey(operationId);
  const backup: Backup = {
    version: 1,
    operationId,
    prefix,
    takenAt: now,
    parameters: snapshot.parameters.map((parameter) => ({ ...parameter })),
    config: { key: configKey, etag: snapshot.config?.etag ?? null, content: snapshot.config?.text ?? null },
  };
  const body = new TextEncoder().encode(`${JSON.stringify(backup, null, 2)}\n`);
  const options = { contentType: 'application/json', sensitive: true };
  try {
    await objects.put(key, body, { ...options, ifNoneMatch: '*' });
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const left = await objects.get(key);
    await objects.put(
      key,
      body,
      left === undefined ? { ...options, ifNoneMatch: '*' } : { ...options, ifMatch: left.etag },
    );
  }
  const digest = sha256(body);
  const back = await objects.get(key);
  if (back === undefined || sha256(back.body) !== digest) {
    throw new OutsideError('BACKUP_NOT_VERIFIED', `backup: ${key} must read back as written, got something else`, {
      details: { key },
      retryable: true,
    });
  }
  return { key, sha256: digest };
}

/**
 * Reads a backup and checks its fingerprint.
 *
 * @throws {OutsideError} `BACKUP_DAMAGED`: gone, changed, or not a backup.
 */
export async function readBackup(objects: ObjectStore, key: string, expectedSha256: string): Promise<Backup> {
  const object = await objects.get(key);
  const damaged = (problem: string): OutsideError =>
    new OutsideError('BACKUP_DAMAGED', `backup: ${key} must be as it was written, got ${problem}`, {
      details: { key },
      hint: 'Object versions of the bucket may hold the original.',
    });
  if (object === undefined) throw damaged('no object');
  if (sha256(object.body) !== expectedSha256) throw damaged('other content');
  try {
    return backupSchema.parse(JSON.parse(new TextDecoder().decode(object.body)));
  } catch {
    throw damaged('content that is not a backup');
  }
}

/** Whether a text is an absolute path that Parameter Store takes, without a trailing slash. */
export function isPrefix(path: string): boolean {
  return /^(\/[a-zA-Z0-9_.-]+)+$/.test(path) && path.length <= 1011 && !/^\/(aws|ssm)/i.test(path);
}

/**
 * The prefix without a trailing slash.
 *
 * @throws {InvalidArgumentError} Not an absolute path of the allowed characters, too deep, or in a reserved place.
 */
export function normalisePrefix(prefix: string): string {
  const path = prefix.replace(/(?<!\/)\/+$/, '');
  const levels = path.split('/').length;
  if (!isPrefix(path) || levels > 14 || path.length > 800) {
    throw new InvalidArgumentError(
      `promotion: parameter prefix must be a path such as /fraud-detection/hyperparameters, got "${prefix}"`,
      { code: 'INVALID_PREFIX', hint: 'Letters, digits, "_", "." and "-" between slashes; not below /aws or /ssm.' },
    );
  }
  return path;
}
