import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { fakeIo } from '../../testing/fake-io.ts';
import { runDoctor } from './run.ts';

describe('runDoctor', () => {
  it('says how many cores there are and how much memory is free', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'fraudx-doctor-'));
    const memory = vi.spyOn(process, 'availableMemory').mockReturnValue(3.25 * 2 ** 30);
    const io = fakeIo(cwd);
    const { json, text } = await runDoctor([], { folder: cwd }, { io }).finally(() => {
      memory.mockRestore();
      rmSync(cwd, { recursive: true, force: true });
    });
    const detail = `${availableParallelism()} cores, 3.3 GiB of memory free`;
    expect(json).toMatchObject({
      healthy: true,
      checks: expect.arrayContaining([{ check: 'cores', status: 'ok', detail }]) as unknown,
    });
    expect(String(text)).toContain(`cores   ${detail}`);
  });

  const address = 'redis://app:S3cr3tRedisPassw0rd@redis.bank.internal:6379/0';

  it.each<[string, string, Parameters<typeof runDoctor>[1]]>([
    ['features.strategy', `features: {strategy: '${address}'}`, {}],
    ['tracking.folder', `tracking: {folder: '${address}'}`, {}],
    ['folder', '{}', { folder: address }],
    ['config-bucket', '{}', { target: 'aws', configBucket: address }],
    ['state-machine', '{}', { target: 'aws', configBucket: 'bucket', stateMachine: address }],
    ['region', '{}', { target: 'aws', configBucket: 'bucket', region: address }],
  ])('shows no password of an address that %s holds', async (_, config, options) => {
    const cwd = mkdtempSync(join(tmpdir(), 'fraudx-doctor-'));
    writeFileSync(join(cwd, 'own.yaml'), config);
    const { json, text } = await runDoctor(
      [],
      { config: join(cwd, 'own.yaml'), ...options },
      { io: fakeIo(cwd) },
    ).finally(() => rmSync(cwd, { recursive: true, force: true }));
    expect(JSON.stringify(json)).toContain('redis.bank.internal');
    expect(`${JSON.stringify(json)}\n${String(text)}`).not.toContain('S3cr3t');
  });
});
