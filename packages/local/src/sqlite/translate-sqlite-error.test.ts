import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { translateSqliteError } from './translate-sqlite-error.ts';

vi.mock('node:fs', async (original) => ({ ...(await original<object>()), statfsSync: vi.fn() }));
afterEach(() => vi.resetAllMocks());

const path = join(tmpdir(), 'fraudx.db');
// SQLITE_IOERR_SHMSIZE
const failure = Object.assign(new Error('disk I/O error'), { errcode: 4874 });

it.each([
  [0, 'DISK_FULL', 'Free some disk space'],
  [1e6, 'STORE_IO', 'permissions'],
])('tells an I/O error by the space that is left: %i blocks', (bavail, code, hint) => {
  vi.mocked(statfsSync).mockReturnValue({ bavail, bsize: 4096 } as ReturnType<typeof statfsSync>);
  expect(translateSqliteError(failure, path)).toMatchObject({ code, hint: expect.stringContaining(hint) });
});
