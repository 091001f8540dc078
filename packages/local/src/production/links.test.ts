import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ProductionIntegrator } from '@fraudx/promotion';
import { sampleRequest } from '@fraudx/promotion/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLocalProduction } from './open-local-production.ts';

let folder = '';
let elsewhere = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-links-'));
  elsewhere = join(folder, 'elsewhere');
  await mkdir(elsewhere);
  await writeFile(join(elsewhere, 'secret'), 'hunter2');
});
afterEach(() => rm(folder, { recursive: true }));

describe.skipIf(process.platform === 'win32')('a link in a production folder', () => {
  it.each([
    ['production', ''],
    ['production/objects', ''],
    ['production/objects/backups', ''],
    ['production/objects/archive', ''],
    ['production/objects/promotions', ''],
    ['production/objects/history', ''],
    ['production/objects/production-model-config.yaml', 'secret'],
    ['production/objects/history-head.json', 'secret'],
    ['production/parameters', ''],
    ['production/parameters/fraud-detection', ''],
    ['production/parameters/fraud-detection/hyperparameters/eta.json', 'secret'],
    ['production/executions', ''],
    ['production/locks', ''],
    ['production/locks/promotion.json', 'secret'],
  ])('named %s is refused, and nothing is written or removed where it leads', async (name, to) => {
    const root = join(folder, 'root');
    await mkdir(dirname(join(root, name)), { recursive: true });
    await symlink(join(elsewhere, to), join(root, name));
    const production = openLocalProduction(join(root, 'production'), { root });
    const integrator = new ProductionIntegrator(production);
    await expect(integrator.promoteToProduction(sampleRequest())).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    await production.removeLeftovers().catch(() => {});
    expect(await readdir(elsewhere)).toEqual(['secret']);
    expect(await readFile(join(elsewhere, 'secret'), 'utf8')).toBe('hunter2');
    const files = (await readdir(root, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    for (const file of files) expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain('hunter2');
  });

  it('leads there where the folder itself is the link, or lies behind one: that is the one that was named', async () => {
    await symlink(elsewhere, join(folder, 'named'));
    for (const production of [
      openLocalProduction(join(folder, 'named')),
      openLocalProduction(join(folder, 'named/production')),
      openLocalProduction(join(folder, 'named/other/production'), { root: join(folder, 'named/other') }),
    ]) {
      await new ProductionIntegrator(production).promoteToProduction(sampleRequest());
    }
    expect((await readdir(elsewhere)).toSorted()).toEqual(
      ['executions', 'locks', 'objects', 'other', 'parameters', 'production', 'secret'].toSorted(),
    );
  });
});
