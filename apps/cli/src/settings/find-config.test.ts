import { chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

  it('shows nothing of a file that is no config', async () => {
    const path = join(folder, 'secrets');
    for (const text of [
      'AWS_SECRET_ACCESS_KEY=hunter2-hunter2\nDB=1\n',
      'root:$6$hunter2-hunter2:19000:0:99999:7:::\ndaemon:*hunter2-hunter2:19000:0:99999:7:::\n',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2-hunter2\n-----END OPENSSH PRIVATE KEY-----\n',
      '[default]\naws_secret_access_key = hunter2-hunter2\n',
      'machine h login me password hunter2-hunter2\n',
      '*hunter2-hunter2\n',
      '!hunter2-hunter2\n',
      '"hunter2-hunter2" hunter2-hunter2: x: y\n',
      '%hunter2-hunter2\n---\n@hunter2-hunter2\n',
      '`hunter2-hunter2`: 1\n}hunter2-hunter2\n',
      '{"password": "hunter2-hunter2", "hunter2-hunter2": 1}\n',
      'kind: Secret\ndata:\n  password: hunter2-hunter2\n',
    ]) {
      writeFileSync(path, text);
      const error: unknown = await findConfig({ cwd: folder, env: {} }, 'secrets').catch((thrown: unknown) => thrown);
      expect(error, text).toMatchObject({ code: 'INVALID_CONFIG' });
      const shown = [JSON.stringify(error)];
      for (let at: unknown = error; at instanceof Error; at = at.cause) shown.push(at.message);
      expect(shown.join('\n'), text).not.toContain('hunter2');
    }
    rmSync(path);
  });

  it.skipIf(process.platform === 'win32')('takes a link only where it is named', async () => {
    const project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'real'), 'target: y\n');
    symlinkSync('real', join(project, 'fraudx.yaml'));
    const refused = { code: 'FILE_NOT_PLAIN', hint: expect.stringContaining('--config') as string };
    await expect(findConfig({ cwd: project, env: {} }, undefined)).rejects.toMatchObject(refused);
    expect((await findConfig({ cwd: project, env: {} }, 'fraudx.yaml')).config).toEqual({ target: 'y' });
    rmSync(project, { recursive: true });
  });

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

  it.skipIf(process.getuid === undefined)(
    'checks the owner of a config that was found, not of one that was named',
    async () => {
      writeFileSync(join(folder, 'fraudx.yaml'), 'target: y\n');
      const below = join(folder, 'a');
      mkdirSync(below, { recursive: true });
      const me = process.getuid?.() ?? 0;
      // files of the administrator are trusted by everybody
      if (me === 0) chownSync(join(folder, 'fraudx.yaml'), 12_345, 12_345);
      const other = { env: {}, uid: me === 0 ? 12_346 : me + 1 };
      for (const cwd of [below, folder]) {
        await expect(findConfig({ cwd, ...other }, undefined)).rejects.toMatchObject({ code: 'FILE_OF_OTHERS' });
      }
      expect((await findConfig({ cwd: folder, ...other }, 'fraudx.yaml')).config).toEqual({ target: 'y' });
      rmSync(join(folder, 'fraudx.yaml'));
    },
  );
});
