import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openLocalWorkspace } from '@fraudx/local';
import { describe, expect, it } from 'vitest';
import { migrations } from '../src/migrations/index.ts';
import { run, useFolder } from './child.ts';

describe('a store of an earlier version', () => {
  const folder = useFolder();

  it.each([1, 5])(
    'of schema %i is brought up to date by several processes at once, and loses no count',
    async (version) => {
      const path = join(folder(), `schema-${version}`);
      await mkdir(path);
      const old = new DatabaseSync(join(path, 'fraudx.db'));
      for (const sql of migrations.slice(0, version)) old.exec(sql);
      old.exec(`PRAGMA application_id = 0x66726478; PRAGMA user_version = ${version};
      INSERT INTO processes (id, host, pid, birth) VALUES (1, 'h', 1, 'b');
      INSERT INTO runs (id, run_id, experiment, kind, status, started_at, ended_at, lineage, process, heartbeat_at)
        VALUES (1, 'run-old', 'e', 'train', 'finished', 1, 2, '{"versions":{},"commandLine":[],"config":null}', 1, 1);
      INSERT INTO tags (run, name, text, number) VALUES (1, 'reads', '7', 7)`);
      old.close();
      const ends = await Promise.all(Array.from({ length: 4 }, () => run('count', [path, 'run-old', '20'])));
      for (const end of ends) expect(end).toMatchObject({ code: 0, stderr: '' });
      await using workspace = await openLocalWorkspace(path);
      expect((await workspace.runs.getRun('run-old')).tags).toEqual({ reads: '87' });
    },
  );
});
