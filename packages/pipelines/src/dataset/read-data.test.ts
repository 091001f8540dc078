import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readData } from './read-data.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-read-data-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('keeps ids of entities and terminals apart that would be one number', async () => {
  const path = join(folder, 'rows.csv');
  const rows = Array.from({ length: 20 }, (_, i) => `${['1.1', '1.10', '2.5'][i % 3]!},${['+7', '7'][i % 2]!},${i}.50`);
  await writeFile(path, ['card,shop,amount', ...rows, ''].join('\n'));
  const kindsOf = async (config: { entity?: string; terminal?: string }): Promise<string[]> =>
    (await readData(path, { config, renameDuplicates: false }, {})).frame.columns.map(({ kind }) => kind);
  expect(await kindsOf({})).toEqual(['numeric', 'numeric', 'numeric']);
  expect(await kindsOf({ entity: 'card', terminal: 'shop' })).toEqual(['categorical', 'categorical', 'numeric']);
});
