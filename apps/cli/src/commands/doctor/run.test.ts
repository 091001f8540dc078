import { mkdtempSync, rmSync } from 'node:fs';
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
});
