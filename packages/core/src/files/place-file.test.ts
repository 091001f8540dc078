import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { placeFile } from './place-file.ts';

describe('placeFile', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-place-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('lets one of many writers win, and keeps what is there', async () => {
    const path = join(folder, 'target');
    const temporaries = Array.from({ length: 8 }, (_, i) => join(folder, `.${i}.tmp`));
    for (const [i, temporary] of temporaries.entries()) await writeFile(temporary, `content ${i}`);
    const results = await Promise.allSettled(temporaries.map((temporary) => placeFile(temporary, path, false)));
    const won = results.flatMap(({ status }, i) => (status === 'fulfilled' ? [i] : []));
    expect(won).toHaveLength(1);
    expect(await readFile(path, 'utf8')).toBe(`content ${won[0]}`);
    const lost = results.find((result) => result.status === 'rejected');
    expect(lost).toMatchObject({ reason: { code: 'FILE_EXISTS', kind: 'conflict', details: { path } } });
    expect((await readdir(folder)).includes(`.${won[0]}.tmp`)).toBe(false);
  });

  it('replaces where that is asked for', async () => {
    const path = join(folder, 'replaced');
    await writeFile(path, 'old');
    await writeFile(`${path}.tmp`, 'new');
    await placeFile(`${path}.tmp`, path, true);
    expect(await readFile(path, 'utf8')).toBe('new');
    await expect(placeFile(`${path}.tmp`, join(folder, 'other'), false)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
