import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelStoreContract } from '@fraudx/tracking/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalModelStore } from './local-model-store.ts';

describe('LocalModelStore', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-models-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each(modelStoreContract)('keeps the contract of ModelStore: $title', async ({ run }) => {
    await run({ open: async () => new LocalModelStore(join(await mkdtemp(join(folder, 'contract-')), 'models')) });
  });

  it.skipIf(!existsSync('/proc/self/fd'))(
    'writes and removes nothing that a link leads to which others put in place of the folder that is written',
    async () => {
      const models = join(folder, 'models');
      await mkdir(models);
      await chmod(models, 0o777);
      await mkdir(join(folder, 'other'));
      await writeFile(join(folder, 'other/model.json'), 'keep');
      const store = new LocalModelStore(models);
      const swap = async (at: string): Promise<void> => {
        const [temporary] = (await readdir(models)).filter((name) => name.startsWith('.run-new'));
        await rename(join(models, temporary!), join(folder, 'away'));
        await symlink(join(folder, 'other'), join(models, temporary!));
        await writeFile(join(at, 'model.json'), 'new');
      };
      await expect(store.save('run-new', swap)).rejects.toMatchObject({ code: 'FILE_REPLACED' });
      expect(await readFile(join(folder, 'other/model.json'), 'utf8')).toBe('keep');
      expect(await readFile(join(folder, 'away/model.json'), 'utf8')).toBe('new');
      // the link may stand where the model was to be, and is no model
      await expect(store.load('run-new')).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
      await store.save('run-own', (at) => writeFile(join(at, 'model.json'), 'own'));
      await store.delete('run-own');
      expect(await store.list()).toEqual([]);
    },
  );

  it('reads model folders as they always were, and leaves nothing beside them', async () => {
    await mkdir(join(folder, 'run-old'));
    await writeFile(join(folder, 'run-old/model.json'), 'old');
    await mkdir(join(folder, '.run-killed.1.abcd.tmp'));
    const store = new LocalModelStore(folder);
    expect(await store.list()).toEqual(['run-old']);
    expect(Buffer.from(await (await store.load('run-old')).read('model.json')).toString()).toBe('old');
    const { location } = await store.save('run-new', (at) => writeFile(join(at, 'model.json'), 'new'));
    expect(location).toBe(join(folder, 'run-new'));
    expect(await readFile(join(location, 'model.json'), 'utf8')).toBe('new');
    await store.delete('run-old');
    expect((await readdir(folder)).toSorted()).toEqual(['.run-killed.1.abcd.tmp', 'run-new']);
  });

  it('removes what killed saves left an hour ago or more, and nothing else', async () => {
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const old = new Date(Date.now() - 2 * 3_600_000);
    const names = {
      dead: `.run-dead.${gone}.00000000.tmp`,
      fresh: `.run-fresh.${gone}.00000001.tmp`,
      living: `.run-living.${process.pid}.00000002.tmp`,
      other: `.run-other.${gone}.txt.tmp`,
    };
    for (const name of Object.values(names)) {
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, 'booster.json'), '{}');
      if (name !== names.fresh) await utimes(join(folder, name), old, name === names.living ? new Date() : old);
    }
    await new LocalModelStore(folder).save('run-new', (at) => writeFile(join(at, 'model.json'), 'new'));
    const left = [names.fresh, names.living, names.other, 'run-new'];
    expect((await readdir(folder)).toSorted()).toEqual(left.toSorted());
  });

  it.skipIf(process.platform === 'win32')('follows no link below its root, which may be one', async () => {
    const root = join(folder, 'root');
    const elsewhere = join(folder, 'elsewhere');
    await mkdir(join(root, 'models/run-1'), { recursive: true });
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, 'model.json'), 'theirs');
    await symlink(elsewhere, join(root, 'models/run-2'));
    await symlink(join(elsewhere, 'model.json'), join(root, 'models/run-1/model.json'));
    await symlink(root, join(folder, 'named'));
    const refused = { code: 'FILE_NOT_PLAIN' };
    for (const at of [root, join(folder, 'named')]) {
      const store = new LocalModelStore(join(at, 'models'), { root: at });
      await expect(store.load('run-2')).rejects.toMatchObject(refused);
      await expect(store.delete('run-2')).rejects.toMatchObject(refused);
      await expect(store.writeFile('run-2', 'a', '')).rejects.toMatchObject(refused);
      await expect(store.save('run-2', async () => {})).rejects.toMatchObject(refused);
      const model = await store.load('run-1');
      await expect(model.read('model.json')).rejects.toMatchObject(refused);
      await expect(model.files()).rejects.toMatchObject(refused);
    }
    await symlink(join(root, 'models'), join(elsewhere, 'models'));
    const linked = new LocalModelStore(join(elsewhere, 'models'), { root: elsewhere });
    await expect(linked.load('run-1')).rejects.toMatchObject(refused);
    expect(await readFile(join(elsewhere, 'model.json'), 'utf8')).toBe('theirs');
  });
});
