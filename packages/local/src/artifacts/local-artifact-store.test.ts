import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidArgumentError, NotFoundError, OutsideError, sha256 } from '@fraudx/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalArtifactStore } from './local-artifact-store.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('LocalArtifactStore', () => {
  let folder = '';
  let store: LocalArtifactStore;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-artifacts-'));
    store = new LocalArtifactStore(join(folder, 'artifacts'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('keeps bytes and files with their digest', async () => {
    const bytes = bytesOf('hello');
    const record = await store.put('run-1', 'notes/a.txt', bytes);
    expect(record).toEqual({ name: 'notes/a.txt', path: 'run-1/notes/a.txt', sha256: sha256(bytes), bytes: 5 });
    expect(Uint8Array.from(await store.read(record))).toEqual(bytes);

    const big = new Uint8Array(3_000_001).map((_, i) => i % 251);
    await writeFile(join(folder, 'big.bin'), big);
    const copy = await store.put('run-1', 'big.bin', join(folder, 'big.bin'));
    expect(copy).toMatchObject({ bytes: big.length, sha256: sha256(big) });
    expect(Buffer.compare(await store.read(copy), big)).toBe(0);
  });

  it('leaves the file of an earlier record as it was', async () => {
    const first = await store.put('run-2', 'plots/roc.svg', bytesOf('one'));
    const second = await store.put('run-2', 'plots/roc.svg', bytesOf('two'));
    expect(second.path).toMatch(/^run-2\/plots\/roc\.[0-9a-f]{12}\.svg$/);
    expect(Buffer.from(await store.read(first)).toString()).toBe('one');
    expect(Buffer.from(await store.read(second)).toString()).toBe('two');
    expect(await store.put('run-2', 'plots/roc.svg', bytesOf('one'))).toEqual(first);
    expect(await store.put('run-2', 'plots/roc.svg', bytesOf('two'))).toEqual(second);
    expect(await readdir(join(store.folder, 'run-2/plots'))).toHaveLength(2);
  });

  it('keeps both of two that are put at the same time', async () => {
    const texts = Array.from({ length: 8 }, (_, i) => `text ${i}`);
    const records = await Promise.all(texts.map((text) => store.put('run-3', 'same', bytesOf(text))));
    for (const [i, record] of records.entries())
      expect(Buffer.from(await store.read(record)).toString()).toBe(texts[i]);
  });

  it('tells of missing and damaged files, and leaves nothing of a failed put', async () => {
    const record = await store.put('run-4', 'a', bytesOf('whole'));
    await writeFile(store.pathOf(record), 'part');
    await expect(store.read(record)).rejects.toThrow(OutsideError);
    await rm(store.pathOf(record));
    await expect(store.read(record)).rejects.toThrow(NotFoundError);
    await expect(store.put('run-4', 'b', join(folder, 'none'))).rejects.toThrow(NotFoundError);
    await mkdir(join(folder, 'a-folder'));
    await expect(store.put('run-4', 'b', join(folder, 'a-folder'))).rejects.toThrow(NotFoundError);
    expect(await readdir(join(store.folder, 'run-4'))).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('follows no link in its folder', async () => {
    const elsewhere = join(folder, 'elsewhere');
    await mkdir(elsewhere);
    await writeFile(join(elsewhere, 'a'), 'theirs');
    await mkdir(join(store.folder, 'run-6'), { recursive: true });
    await symlink(elsewhere, join(store.folder, 'run-6/evaluation'));
    await symlink(elsewhere, join(store.folder, 'run-7'));
    const refused = { code: 'FILE_NOT_PLAIN' };
    for (const [run, name] of [
      ['run-6', 'evaluation/a'],
      ['run-6', 'evaluation/new'],
      ['run-7', 'a'],
    ] as const) {
      const path = `${run}/${name}`;
      await expect(store.put(run, name, bytesOf('mine'))).rejects.toMatchObject(refused);
      await expect(store.replace({ path }, bytesOf('mine'))).rejects.toMatchObject(refused);
      await expect(store.read({ name, path, sha256: sha256('theirs'), bytes: 6 })).rejects.toMatchObject(refused);
    }
    await expect(store.makeFolder('run-7')).rejects.toMatchObject(refused);
    await expect(store.makeFolder('../elsewhere')).rejects.toThrow(InvalidArgumentError);
    expect(await readdir(elsewhere)).toEqual(['a']);
    expect(await readFile(join(elsewhere, 'a'), 'utf8')).toBe('theirs');
  });

  it.each(['', '/a', '../a', 'a/../b', 'a//b', 'a\\b', 'a\0', '.', 'c:d', 'x'.repeat(201)])(
    'refuses the name %j',
    async (name) => {
      await expect(store.put('run-5', name, bytesOf('x'))).rejects.toThrow(InvalidArgumentError);
      await expect(readFile(join(store.folder, 'run-5', 'a'))).rejects.toThrow('ENOENT');
    },
  );
});
