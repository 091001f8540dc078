import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from './read-config.ts';

describe('readConfig', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-read-config-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  async function read(text: string): Promise<unknown> {
    const path = join(folder, 'fraudx.yaml');
    await writeFile(path, text);
    return await readConfig(path);
  }

  it('reads what a file says, and nothing of an empty one', async () => {
    expect(await read('data: d.csv\nparams: { eta: 0.1 }\n')).toEqual({ data: 'd.csv', params: { eta: 0.1 } });
    expect(await read('')).toEqual({});
  });

  it('names file and line of what does not fit', async () => {
    await expect(read('data: d.csv\ntaget: y\n')).rejects.toMatchObject({
      code: 'INVALID_CONFIG',
      message: `${join(folder, 'fraudx.yaml')}: line 2: unknown key "taget", did you mean "target"?`,
    });
    await expect(read('seed: 1\nseed: 2\n')).rejects.toThrow('line 2: must be YAML: Map keys must be unique');
  });

  it('refuses aliases that stand for too much', async () => {
    const bomb = ['a: &a [x,x,x,x,x,x,x,x,x,x]'];
    for (const [one, before] of ['ba', 'cb', 'dc', 'ed', 'fe'])
      bomb.push(`${one}: &${one} [${Array.from({ length: 10 }, () => `*${before}`).join(',')}]`);
    await expect(read(bomb.join('\n'))).rejects.toThrow('aliases must stand for at most 100000 values');
  });

  it('refuses a file that does not exist, and no path', async () => {
    await expect(readConfig(join(folder, 'none.yaml'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await expect(readConfig(undefined as never)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});
