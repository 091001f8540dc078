import { ConflictError, createManualClock } from '@fraudx/core';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { InMemoryObjectStore } from '../testing/in-memory-production.ts';
import { currentLockOwner, livenessOf } from './lock-owner.ts';
import { PromotionLock } from './promotion-lock.ts';

const stranger = { ...currentLockOwner(), host: 'another-machine', nonce: 'x' };
const take = (
  objects: InMemoryObjectStore,
  clock: ReturnType<typeof createManualClock>,
  options = {},
): Promise<PromotionLock> => PromotionLock.acquire(objects, clock, 'promote run-1', 'digest', options);

describe('PromotionLock', () => {
  it('is free again after release, and held before', async () => {
    const objects = new InMemoryObjectStore();
    const clock = createManualClock(0);
    const lock = await take(objects, clock);
    await expect(take(objects, clock)).rejects.toMatchObject({
      code: 'LOCK_HELD',
      details: { purpose: 'promote run-1' },
    });
    await lock.release();
    await (await take(objects, clock)).release();
    expect(await PromotionLock.inspect(objects)).toBeUndefined();
  });

  it('is taken from another machine only when the lease and the allowance for clocks are over', async () => {
    const objects = new InMemoryObjectStore();
    const clock = createManualClock(0);
    await take(objects, clock, { owner: stranger });
    clock.advance(149_999);
    await expect(take(objects, clock)).rejects.toThrow(ConflictError);
    clock.advance(2);
    expect((await take(objects, clock)).takenFrom?.owner.host).toBe('another-machine');
  });

  it('is taken at once from a process that is gone from this machine', async () => {
    const gone = { ...currentLockOwner(), startTicks: '1' };
    const objects = new InMemoryObjectStore();
    await take(objects, createManualClock(0), { owner: gone });
    const taken = take(objects, createManualClock(1));
    if (gone.bootId === null) await expect(taken).rejects.toThrow(ConflictError);
    else expect((await taken).takenFrom?.owner.nonce).toBe(gone.nonce);
  });

  it('says what to do with a lock that nobody can read', async () => {
    const objects = new InMemoryObjectStore();
    await objects.put('locks/promotion.json', new TextEncoder().encode('{}'));
    const refused = { code: 'LOCK_HELD', hint: expect.stringContaining('remove locks/promotion.json') as string };
    await expect(take(objects, createManualClock(0))).rejects.toMatchObject(refused);
  });

  it('renews its lease while it works, and stops by itself when it is too late', async () => {
    const objects = new InMemoryObjectStore();
    const clock = createManualClock(0);
    const lock = await take(objects, clock, { owner: stranger });
    for (let i = 0; i < 5; i++) {
      clock.advance(100_000);
      await lock.guard();
    }
    await expect(take(objects, clock)).rejects.toMatchObject({ code: 'LOCK_HELD' });
    clock.advance(200_000);
    await expect(lock.guard()).rejects.toMatchObject({ code: 'LOCK_LOST' });
  });

  it('does not remove the lock of whoever took over', async () => {
    const objects = new InMemoryObjectStore();
    const clock = createManualClock(0);
    const first = await take(objects, clock, { owner: stranger });
    clock.advance(151_000);
    await take(objects, clock);
    await first.release();
    expect((await PromotionLock.inspect(objects))?.owner.host).toBe(currentLockOwner().host);
    await expect(first.guard()).rejects.toMatchObject({ code: 'LOCK_LOST' });
  });

  it('leaves alone what is not a lock', async () => {
    const objects = new InMemoryObjectStore();
    await objects.put('locks/promotion.json', new TextEncoder().encode('?'));
    await expect(take(objects, createManualClock(0))).rejects.toMatchObject({ code: 'LOCK_HELD' });
  });
});

describe('livenessOf', () => {
  const self = currentLockOwner();
  it.skipIf(self.bootId === null)(
    'knows the living and the dead of this machine, and nothing of other machines',
    async () => {
      expect(livenessOf(self)).toBe('alive');
      const { pid } = spawnSync(process.execPath, ['--version']);
      expect(livenessOf({ ...self, pid })).toBe('dead');
      expect(livenessOf({ ...self, startTicks: '1' })).toBe('dead');
      // the shell becomes a sleep that never waits for its first child, which ends and stays listed
      const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 30'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const zombie = await new Promise<number>((resolve) =>
        parent.stdout.once('data', (data) => resolve(Number(data))),
      );
      const stat = (): string[] => {
        const text = readFileSync(`/proc/${zombie}/stat`, 'utf8');
        return text.slice(text.lastIndexOf(')') + 2).split(' ');
      };
      await vi.waitFor(() => expect(stat()[0]).toBe('Z'));
      expect(livenessOf({ ...self, pid: zombie, startTicks: stat()[19]! })).toBe('dead');
      parent.kill();
      expect(livenessOf({ ...self, host: 'another-machine' })).toBe('unknown');
      expect(livenessOf({ ...self, pidNamespace: 'pid:[1]' })).toBe('unknown');
      expect(livenessOf({ ...self, startTicks: null })).toBe('unknown');
    },
  );
});
