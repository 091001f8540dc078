import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataOutside } from './check-data-place.ts';

let root: string;
let project: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'fraudx-')));
  project = join(root, 'project');
  await mkdir(join(project, 'raw'), { recursive: true });
  await writeFile(join(project, 'raw/d.csv'), 'a\n1\n');
  await writeFile(join(root, 'secret.csv'), 'a\n1\n');
});
afterEach(() => rm(root, { recursive: true }));

const since = (path: string, more: object = {}, io: object = {}): ReturnType<typeof dataOutside> =>
  dataOutside(
    path,
    { data: path, isNamed: false, configPath: join(project, 'fraudx.yaml'), ...more },
    { cwd: project, env: {}, ...io },
  );

describe.skipIf(process.platform === 'win32')('dataOutside', () => {
  it('refuses links that lead out of the folder, of the file and in the middle, by config and by record', async () => {
    await symlink(join(root, 'secret.csv'), join(project, 'd.csv'));
    await symlink(root, join(project, 'up'));
    for (const path of [join(project, 'd.csv'), join(project, 'up/secret.csv')]) {
      for (const more of [{}, { data: undefined }, { configPath: undefined }]) {
        expect(() => since(path, more)).toThrow(
          expect.objectContaining({
            code: 'DATA_OUTSIDE',
            details: expect.objectContaining({ place: join(root, 'secret.csv') }),
          }),
        );
      }
      expect(since(path, { isNamed: true })).toBeUndefined();
      expect(since(path, { data: undefined, others: [path] })).toBeUndefined();
      // a word of the command line that is the same names nothing
      expect(() => since(path, {}, { argv: ['train', path, `--data=${path}`] })).toThrow('nobody named it');
      expect(since(path, {}, { env: { FRAUDX_SAFE_FOLDERS: project } })).toBeUndefined();
    }
  });

  it('says who names what lies elsewhere, addresses included', () => {
    const path = join(root, 'secret.csv');
    expect(since(path)).toBe('config');
    expect(since('s3://bucket/key.csv')).toBe('config');
    expect(since(path, { data: undefined })).toBe('record');
    // the user names other data than the record
    expect(since(path, { data: join(project, 'raw/d.csv'), isNamed: true })).toBe('record');
    expect(since(path, { isNamed: true })).toBeUndefined();
  });

  it('takes what lies in the folder, also through links that stay in it', async () => {
    await symlink('raw', join(project, 'data'));
    await symlink(project, join(root, 'same'));
    for (const path of ['raw/d.csv', 'data/d.csv', 'missing.csv', '../same/raw/d.csv']) {
      expect(since(join(project, path)), path).toBeUndefined();
    }
  });
});
