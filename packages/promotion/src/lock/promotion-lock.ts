import type { Clock } from '@fraudx/core';
import { ConflictError } from '@fraudx/core';
import { z } from 'zod';
import { putExactly } from '../journal/put-exactly.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { LockOwner } from './lock-owner.ts';
import { currentLockOwner, livenessOf } from './lock-owner.ts';

/** Where the lock lies. */
export const lockKey = 'locks/promotion.json';

const lockSchema = z.object({
  version: z.literal(1),
  owner: z.object({
    host: z.string(),
    pid: z.number(),
    bootId: z.string().nullable(),
    pidNamespace: z.string().nullable(),
    startTicks: z.string().nullable(),
    nonce: z.string(),
  }),
  requestDigest: z.string(),
  purpose: z.string(),
  startedAt: z.number(),
  expiresAt: z.number(),
});

/** What a lock says of its holder. */
export type LockRecord = z.infer<typeof lockSchema>;

/** How the lock behaves; defaults in parentheses. */
export interface LockOptions {
  /** How long a lease lasts without renewal (120 000). */
  readonly ttlMs?: number;
  /** How far clocks of two machines may differ (30 000): a lease of another machine counts as expired only after that. */
  readonly skewMs?: number;
  readonly owner?: LockOwner;
  /** Whether an owner runs; default {@link livenessOf}. */
  readonly liveness?: (owner: LockOwner) => 'alive' | 'dead' | 'unknown';
}

function encode(record: LockRecord): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(record)}\n`);
}

function decode(body: Uint8Array): LockRecord | undefined {
  try {
    const result = lockSchema.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return result.success ? result.data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The one lock of a production target: a lease kept as an object and changed by compare-and-set.
 *
 * Its holder renews the lease while it works and stops by itself when it cannot ({@link PromotionLock.guard}). Another process
 * takes a stale lock only with proof: the holder's process is gone from this very machine, or the lease ran out.
 */
export class PromotionLock {
  readonly #objects: ObjectStore;
  readonly #clock: Clock;
  readonly #ttlMs: number;
  /** The stale lock that was taken over, if one was. */
  readonly takenFrom: LockRecord | undefined;
  #record: LockRecord;
  #etag: string;

  private constructor(
    objects: ObjectStore,
    clock: Clock,
    ttlMs: number,
    record: LockRecord,
    etag: string,
    takenFrom: LockRecord | undefined,
  ) {
    this.#objects = objects;
    this.#clock = clock;
    this.#ttlMs = ttlMs;
    this.#record = record;
    this.#etag = etag;
    this.takenFrom = takenFrom;
  }

  /** The lock as it stands, or undefined when it is free. */
  static async inspect(objects: ObjectStore): Promise<LockRecord | undefined> {
    const object = await objects.get(lockKey);
    return object === undefined ? undefined : decode(object.body);
  }

  /**
   * Takes the lock.
   *
   * @param purpose - For whoever finds the lock taken, e.g. `promote run-…`.
   * @throws {ConflictError} `LOCK_HELD`: somebody else holds it; nothing was changed.
   */
  static async acquire(
    objects: ObjectStore,
    clock: Clock,
    purpose: string,
    requestDigest: string,
    options: LockOptions = {},
  ): Promise<PromotionLock> {
    const ttlMs = options.ttlMs ?? 120_000;
    const now = clock.now();
    const record: LockRecord = {
      version: 1,
      owner: options.owner ?? currentLockOwner(),
      requestDigest,
      purpose,
      startedAt: now,
      expiresAt: now + ttlMs,
    };
    const body = encode(record);
    const current = await objects.get(lockKey);
    const condition = current === undefined ? ({ ifNoneMatch: '*' } as const) : { ifMatch: current.etag };
    const previous = current === undefined ? undefined : decode(current.body);
    if (current !== undefined) this.#requireStale(previous, now, options);
    try {
      const etag = await putExactly(objects, lockKey, body, { ...condition, contentType: 'application/json' });
      return new PromotionLock(objects, clock, ttlMs, record, etag, previous);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      throw this.#held(await this.inspect(objects), 'another process took it first', error);
    }
  }

  static #requireStale(record: LockRecord | undefined, now: number, options: LockOptions): void {
    if (record === undefined) throw this.#held(undefined, 'its content is not a lock of this program');
    const liveness = (options.liveness ?? livenessOf)(record.owner);
    // a holder stops by itself when its lease runs out, so an old lease is proof whether or not its process still runs
    if (liveness === 'dead' || now > record.expiresAt + (options.skewMs ?? 30_000)) return;
    throw this.#held(record, liveness === 'alive' ? 'its process is running' : 'its lease has not run out');
  }

  static #held(record: LockRecord | undefined, why: string, cause?: unknown): ConflictError {
    const holder = record === undefined ? 'another process' : `process ${record.owner.pid} on ${record.owner.host}`;
    const until = record === undefined ? '' : ` until ${new Date(record.expiresAt).toISOString()}`;
    return new ConflictError('LOCK_HELD', `promotion lock: must be free, got held by ${holder}${until} (${why})`, {
      details: {
        key: lockKey,
        ...(record === undefined
          ? {}
          : {
              host: record.owner.host,
              pid: record.owner.pid,
              purpose: record.purpose,
              expiresAt: new Date(record.expiresAt).toISOString(),
            }),
      },
      cause,
      hint:
        record === undefined && cause === undefined
          ? `Nothing was changed. When nobody is promoting, remove ${lockKey} and run the same command again.`
          : 'Nothing was changed. Run the same command again when the other one has ended; a lock left behind by a dead process is taken over when its lease runs out.',
    });
  }

  /**
   * Makes sure the lock is still ours, renewing the lease when half of it is over. Call before every change.
   *
   * @throws {ConflictError} `LOCK_LOST`: the lease ran out, or somebody took the lock over.
   */
  async guard(): Promise<void> {
    const left = this.#record.expiresAt - this.#clock.now();
    if (left > this.#ttlMs / 2) return;
    if (left <= 0) throw this.#lost();
    const record = { ...this.#record, expiresAt: this.#clock.now() + this.#ttlMs };
    try {
      this.#etag = await putExactly(this.#objects, lockKey, encode(record), {
        ifMatch: this.#etag,
        contentType: 'application/json',
      });
    } catch (error) {
      if (error instanceof ConflictError) throw this.#lost(error);
      throw error;
    }
    this.#record = record;
  }

  /** Gives the lock back; a lock that is not ours any more is left alone. */
  async release(): Promise<void> {
    try {
      await this.#objects.delete(lockKey, { ifMatch: this.#etag });
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }

  #lost(cause?: unknown): ConflictError {
    return new ConflictError('LOCK_LOST', 'promotion lock: must stay ours, got taken over or run out', {
      details: { key: lockKey },
      cause,
    });
  }
}
