import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLocalProduction } from '@fraudx/local';
import { ProductionIntegrator } from '@fraudx/promotion';
import { sampleRequest } from '@fraudx/promotion/testing';
import { openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
let folder: string;
let integrator: ProductionIntegrator;

beforeEach(async () => {
  sandbox = await openSandbox();
  folder = join(sandbox.folder, '.fraudx/production');
  integrator = new ProductionIntegrator(openLocalProduction(folder));
  for (const [i, eta] of [0.1, 0.2, 0.3].entries()) {
    const hyperparameters = { eta, num_round: 10 * (i + 1) };
    await integrator.promoteToProduction(sampleRequest({ runId: `run-${i + 1}`, hyperparameters }));
  }
});
afterEach(() => sandbox.close());

describe('fraudx rollback', () => {
  it('takes back one promotion, also when it was killed after its work and run again and again', async () => {
    const entry = join(folder, 'objects', 'history', '00000004.json');
    const killed = await sandbox.fraudx(['rollback', '--approved-by', 'Ada'], {
      killWhen: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        return existsSync(entry);
      },
    });
    expect([null, 0]).toContain(killed.code);
    for (let again = 0; again < 2; again++) {
      const report = await sandbox.fraudx(['rollback', '--approved-by', 'Ada', '--json']);
      expect(report.code, report.stderr).toBe(0);
      expect(report.json()).toMatchObject({ promotion_id: expect.stringMatching(/^promotion-000003/) as unknown });
      expect(await integrator.inProduction()).toMatchObject({ state: 'promoted', runId: 'run-2' });
    }
    const text = await sandbox.fraudx(['rollback', '--target', 'local']);
    expect(text.stdout).toMatch(
      /promotion-000003-\w+ was already rolled back, by rollback-000004-\w+: nothing was changed/,
    );
    expect(text.stderr).toContain('no approver was given');
    const [, further] = /To roll it back as well: (fraudx rollback promotion-000002-\w+ --target local)/.exec(
      text.stdout,
    )!;
    const second = await sandbox.fraudx([...further!.split(' ').slice(1), '--json']);
    expect(second.json()).toMatchObject({ repeated: false, complete: true });
    expect(await integrator.inProduction()).toMatchObject({ state: 'promoted', runId: 'run-1' });
    expect((await integrator.showPromotion('latest')).request.approvedBy).toBe('not given');
  });

  it('finishes when it is interrupted in the middle, with exit code 0', async () => {
    const done = await sandbox.fraudx(['rollback', '--verbose', '--json'], { interruptAt: /\[6\/14\] journal done/ });
    expect(done.code, done.stderr).toBe(0);
    expect(done.stderr).toContain('Stopping');
    expect(await integrator.inProduction()).toMatchObject({ state: 'promoted', runId: 'run-2' });
    expect(await readdir(join(folder, 'locks'))).not.toContain('promotion.json');
  });

  it('refuses a damaged history unless it is forced', async () => {
    const path = join(folder, 'objects', 'history', '00000001.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('run-1', 'run-9'));
    const refused = await sandbox.fraudx(['rollback', '--json']);
    expect(refused.code).toBe(3);
    expect(refused.json()).toMatchObject({ error: { code: 'HISTORY_DAMAGED' } });
    expect(await integrator.inProduction()).toMatchObject({ runId: 'run-3' });
    const forced = await sandbox.fraudx(['rollback', '--force', '--json']);
    expect(forced.code, forced.stderr).toBe(0);
    expect(await integrator.inProduction()).toMatchObject({ runId: 'run-2' });
  });
});
