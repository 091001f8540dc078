import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findConfig } from './find-config.ts';

describe('findConfig', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fraudx-config-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('names the line of every problem', async () => {
    const path = join(folder, 'fraudx.yaml');
    writeFileSync(path, 'target: y\nseed: x\n\nsplit:\n  test: 2\n  stratgy: time\ndrop: [a, 3]\n');
    await expect(findConfig({ cwd: folder, env: {} }, undefined)).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
      details: {
        problems: expect.arrayContaining([
          'line 2: seed must be a number, got "x"',
          'line 5: split.test must be < 1, got 2',
          'line 6: unknown key "split.stratgy", did you mean "strategy"?',
          'line 7: drop.1 must be a text, got 3',
        ]) as unknown,
      },
    });
    writeFileSync(path, 'params:\n  eta: 0.1\n  __proto__: 1\n');
    await expect(findConfig({ cwd: folder, env: {} }, undefined)).rejects.toThrow(
      'line 3: unknown key "params.__proto__"',
    );
    writeFileSync(path, 'just words\n');
    await expect(findConfig({ cwd: folder, env: {} }, undefined)).rejects.toThrow('config must be keys with values');
    writeFileSync(path, '');
    expect((await findConfig({ cwd: folder, env: {} }, undefined)).config).toEqual({});
  });
});
