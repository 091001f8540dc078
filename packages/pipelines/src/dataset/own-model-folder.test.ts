import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkOwnModelFolder } from './own-model-folder.ts';

describe.skipIf(process.platform === 'win32')('a model folder that a promotion names', () => {
  let folder = '';
  let root = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-model-'));
    root = join(folder, 'runs');
    await mkdir(join(root, 'models/run-1'), { recursive: true });
    await mkdir(join(folder, 'elsewhere'));
    await symlink(join(folder, 'elsewhere'), join(root, 'models/run-2'));
    await symlink(root, join(folder, 'named'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is reached by no link inside the folder of runs', async () => {
    const refused = { code: 'FILE_NOT_PLAIN' };
    for (const path of ['models/run-2', 'models/run-2/inside']) {
      await expect(checkOwnModelFolder(root, join(root, path))).rejects.toMatchObject(refused);
    }
    const named = join(folder, 'named');
    await expect(checkOwnModelFolder(named, join(named, 'models/run-2'))).rejects.toMatchObject(refused);
  });

  it('may be there or not, the folder of runs may be a link, and a folder elsewhere is one that somebody named', async () => {
    for (const [at, path] of [
      [root, join(root, 'models/run-1')],
      [join(folder, 'named'), join(folder, 'named/models/run-3')],
      [root, join(folder, 'elsewhere')],
    ] as const) {
      await expect(checkOwnModelFolder(at, path)).resolves.toBeUndefined();
    }
  });
});
