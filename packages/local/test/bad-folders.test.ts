import { chmod, chown, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { FraudxError, OutsideError } from '@fraudx/core';
import { openLocalWorkspace } from '@fraudx/local';
import { describe, expect, it } from 'vitest';
import { run, useFolder } from './child.ts';

async function refusal(work: Promise<unknown>): Promise<FraudxError> {
  const error: unknown = await work.then(
    () => new Error('not refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof FraudxError)) throw error;
  return error;
}

const lineage = { versions: {}, commandLine: [], config: {} };

describe('a workspace that cannot be used', () => {
  const folder = useFolder();

  it('is refused when its database is no database, and left as it is', async () => {
    const path = join(folder(), 'text');
    await mkdir(path);
    await writeFile(join(path, 'fraudx.db'), 'these are notes, not a database\n'.repeat(200));
    const error = await refusal(openLocalWorkspace(path));
    expect(error).toBeInstanceOf(OutsideError);
    expect(error).toMatchObject({ code: 'STORE_CORRUPT', details: { path: join(path, 'fraudx.db') } });
    expect(await readFile(join(path, 'fraudx.db'), 'utf8')).toContain('these are notes');
  });

  it('is refused when its database is damaged', async () => {
    const path = join(folder(), 'damaged');
    {
      await using workspace = await openLocalWorkspace(path);
      for (let i = 0; i < 200; i++) {
        await workspace.runs.createRun({ runId: `run-${i}`, experiment: 'e', kind: 'train', startedAt: i, lineage });
      }
    }
    const file = join(path, 'fraudx.db');
    const bytes = await readFile(file);
    bytes.fill(0x5a, 4096);
    await writeFile(file, bytes);
    await using workspace = await openLocalWorkspace(path).catch(() => undefined);
    const error = await refusal(workspace === undefined ? openLocalWorkspace(path) : workspace.runs.queryRuns());
    expect(error).toMatchObject({ code: 'STORE_CORRUPT' });
    expect(error.message).toContain(file);
  });

  it('is refused when a newer fraudx wrote it', async () => {
    const path = join(folder(), 'newer');
    await (await openLocalWorkspace(path))[Symbol.asyncDispose]();
    const db = new DatabaseSync(join(path, 'fraudx.db'));
    db.exec('PRAGMA user_version = 999');
    db.close();
    const error = await refusal(openLocalWorkspace(path));
    expect(error).toMatchObject({ code: 'STORE_TOO_NEW', details: { version: 999 } });
    expect(error.hint).toContain('update fraudx');
  });

  it("is refused when another program's database lies there", async () => {
    const path = join(folder(), 'foreign');
    await mkdir(path);
    const db = new DatabaseSync(join(path, 'fraudx.db'));
    db.exec('CREATE TABLE customers (id INTEGER); PRAGMA user_version = 1');
    db.close();
    expect(await refusal(openLocalWorkspace(path))).toMatchObject({ code: 'STORE_FOREIGN' });
  });

  it('is refused when the folder is a file', async () => {
    const path = join(folder(), 'file');
    await writeFile(path, '');
    expect(await refusal(openLocalWorkspace(path))).toBeInstanceOf(FraudxError);
  });

  it.runIf(process.platform === 'linux')('is refused when the folder is read-only', async () => {
    const root = process.getuid?.() === 0;
    const nobody = root ? { uid: 65_534, gid: 65_534 } : {};
    await chmod(folder(), 0o755);
    const empty = join(folder(), 'empty');
    await mkdir(empty);
    await chmod(empty, 0o555);
    expect(await run('open', [join(empty, '.fraudx')], nobody)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^OutsideError FILE_NOT_WRITABLE .*must be writable/),
    });

    const used = join(folder(), 'used');
    await (await openLocalWorkspace(used))[Symbol.asyncDispose]();
    await chmod(join(used, 'fraudx.db'), 0o444);
    await chmod(used, 0o555);
    if (root) await chown(used, 65_534, 65_534);
    expect(await run('open', [used], nobody)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^OutsideError FILE_NOT_WRITABLE /),
    });
    await chmod(used, 0o755);
    await chmod(empty, 0o755);
  });

  it.runIf(process.platform === 'linux')(
    'can be read when the folder is read-only: closed, beside an open connection, and as a kill left it',
    async () => {
      const root = process.getuid?.() === 0;
      const nobody = root ? { uid: 65_534, gid: 65_534 } : {};
      await chmod(folder(), 0o755);
      const [open, killed, old] = ['open', 'killed', 'old'].map((name) => join(folder(), name));
      const listed = async (path: string): Promise<unknown> => {
        await chmod(path, 0o555);
        const { stdout } = await run('list', [path], nobody);
        await chmod(path, 0o755);
        return stdout;
      };
      {
        await using workspace = await openLocalWorkspace(open!);
        const create = (runId: string): Promise<unknown> =>
          workspace.runs.createRun({ runId, experiment: 'e', kind: 'train', startedAt: 1, lineage });
        await create('run-1');
        expect(await listed(open!)).toBe('run-1 FILE_NOT_WRITABLE');
        // a kill leaves the log, with what is not yet in the database, beside it
        await cp(open!, killed!, { recursive: true });
        expect(await listed(killed!)).toBe('run-1 FILE_NOT_WRITABLE');
        // a checkout may have the log without the index of it
        await rm(join(killed!, 'fraudx.db-shm'));
        expect(await listed(killed!)).toMatch(/^run-1 FILE_NOT_WRITABLE$|^OutsideError FILE_NOT_WRITABLE/);
      }
      expect(await listed(open!)).toBe('run-1 FILE_NOT_WRITABLE');
      expect((await readdir(open!)).filter((name) => name.startsWith('fraudx.db'))).toEqual(['fraudx.db']);
      await cp(open!, old!, { recursive: true });
      const db = new DatabaseSync(join(old!, 'fraudx.db'));
      db.exec('PRAGMA user_version = 1');
      db.close();
      expect(await listed(old!)).toMatch(
        /^OutsideError FILE_NOT_WRITABLE .*must be writable to be brought from schema version 1/,
      );
    },
  );
});
