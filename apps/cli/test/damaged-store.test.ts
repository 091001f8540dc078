import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { learnableCsv, openSandbox } from './cli.ts';

let sandbox: Awaited<ReturnType<typeof openSandbox>>;
beforeAll(async () => {
  sandbox = await openSandbox();
  await writeFile(join(sandbox.folder, 'd.csv'), learnableCsv(300));
});
afterAll(() => sandbox.close());

it('reports a damaged run, and repairs by leaving it out', async () => {
  const train = ['train', '--data', 'd.csv', '--target', 'fraud', '--drop', 'id', '--param', 'num_round=3', '--json'];
  const first = String((await sandbox.fraudx(train)).json()['run_id']);
  const second = String((await sandbox.fraudx([...train, '--param', 'eta=0.2'])).json()['run_id']);
  const db = new DatabaseSync(join(sandbox.folder, '.fraudx/fraudx.db'));
  db.prepare('UPDATE series SET value = 0.123 WHERE run = (SELECT id FROM runs WHERE run_id = ?)').run(first);
  db.close();
  const list = await sandbox.fraudx(['runs', 'list', '--json']);
  expect(list.code).toBe(3);
  expect(list.json()).toMatchObject({ error: { code: 'STORE_CORRUPT', details: { runId: first } } });
  expect(list.stderr).toContain('fraudx doctor --repair');
  expect((await sandbox.fraudx(['runs', 'show', second])).code).toBe(0);
  const doctor = await sandbox.fraudx(['doctor', '--json']);
  expect(doctor.code).toBe(1);
  expect(JSON.stringify(doctor.json())).toContain(first);
  const repaired = await sandbox.fraudx(['doctor', '--repair', '--json']);
  expect(repaired.code, repaired.stdout).toBe(0);
  expect(repaired.stdout).toContain(`1 runs and 0 studies kept; lost: ${first}`);
  const after = await sandbox.fraudx(['runs', 'list', '--json']);
  expect(after.stdout).toContain(second);
  expect(after.stdout).not.toContain(first);
  const backup = (await readdir(join(sandbox.folder, '.fraudx'))).find((name) => name.includes('.damaged-'));
  expect(existsSync(join(sandbox.folder, '.fraudx', backup!))).toBe(true);
});
