import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireOwnModelFolder, runModelFolder } from './run-model-folder.ts';

describe.skipIf(process.platform === 'win32')('the model folder of a run', () => {
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
    await expect(runModelFolder(root, 'run-2')).rejects.toMatchObject(refused);
    await expect(runModelFolder(join(folder, 'named'), 'run-2')).rejects.toMatchObject(refused);
    await expect(requireOwnModelFolder(root, join(root, 'models/run-2/inside'))).rejects.toMatchObject(refused);
  });

  it('may be there or not, and the folder of runs may be a link', async () => {
    expect(await runModelFolder(root, 'run-1')).toBe(join(root, 'models/run-1'));
    expect(await runModelFolder(join(folder, 'named'), 'run-3')).toBe(join(folder, 'named/models/run-3'));
    // somebody named it
    await expect(requireOwnModelFolder(root, join(folder, 'elsewhere'))).resolves.toBeUndefined();
  });
});
