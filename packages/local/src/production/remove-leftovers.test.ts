import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ProductionIntegrator } from '@fraudx/promotion';
import { sampleRequest } from '@fraudx/promotion/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLocalProduction } from './open-local-production.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function leave(path: string, writtenAt = new Date()): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), 'half', { mode: 0o600 });
  await utimes(join(folder, path), writtenAt, writtenAt);
}

/** The number of a process that has ended. */
const dead = spawnSync(process.execPath, ['-e', '0']).pid;

const temporaries = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.tmp')).sort();

describe('temporary files of dead writers in production', () => {
  it('are removed by the next promotion, wherever they lie', async () => {
    await leave(`objects/backups/.promotion-000001-abcdef01.json.${dead}.0123abcd.tmp`);
    await leave(`objects/.production-model-config.yaml.${dead}.0123abcd.tmp`);
    await leave(`parameters/fraud-detection/hyperparameters/.eta.json.${dead}.0123abcd.tmp`);
    await leave(`executions/.promo.json.${dead}.0123abcd.tmp`);
    await leave(`locks/.promotion.json.${dead}.0123abcd.tmp`);
    expect(await temporaries()).toHaveLength(5);
    await new ProductionIntegrator(openLocalProduction(folder)).promoteToProduction(sampleRequest());
    expect(await temporaries()).toEqual([]);
  });

  it('are removed by a rollback and a resume as well, also of an earlier process of the same number', async () => {
    const integrator = new ProductionIntegrator(openLocalProduction(folder));
    await integrator.promoteToProduction(sampleRequest());
    await leave(`objects/.a.${process.pid}.0123abcd.tmp`, new Date(Date.now() - 30 * 86_400_000));
    await integrator.rollback();
    expect(await temporaries()).toEqual([]);
  });

  it('stay where their process runs or the name is not one of ours', async () => {
    const living = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log(1)']);
    await once(living.stdout, 'data');
    try {
      const kept = [
        `objects/.a.${living.pid}.0123abcd.tmp`,
        `objects/.b.${process.pid}.0123abcd.tmp`,
        `objects/.c.${dead}.tmp`,
        'objects/.notes.tmp',
        `parameters/x.${dead}.0123abcd.tmp`,
      ];
      for (const path of kept) await leave(path);
      const removed = await openLocalProduction(folder).removeLeftovers();
      expect(removed).toEqual([]);
      expect(await temporaries()).toEqual(kept.toSorted());
    } finally {
      living.kill('SIGKILL');
    }
  });

  it.skipIf(process.getuid?.() !== 0)('stay where they belong to another user', async () => {
    const { chown } = await import('node:fs/promises');
    const path = `objects/.a.${dead}.0123abcd.tmp`;
    await leave(path);
    await chown(join(folder, path), 12_345, 12_345);
    expect(await openLocalProduction(folder).removeLeftovers()).toEqual([]);
    expect(await temporaries()).toEqual([path]);
  });
});
