import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { NotFoundError, OutsideError, sha256 } from '@fraudx/core';
import { artifactStoreContract } from '@fraudx/tracking/testing';
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

  it.each(artifactStoreContract)('keeps the contract of ArtifactStore: $title', ({ run }) =>
    run({ open: async () => new LocalArtifactStore(await mkdtemp(join(folder, 'contract-'))) }),
  );

  it('lays other bytes of a name beside the first, as it always did', async () => {
    const first = await store.put('run-2', 'plots/roc.svg', bytesOf('one'));
    const second = await store.put('run-2', 'plots/roc.svg', bytesOf('two'));
    expect(first.path).toBe('run-2/plots/roc.svg');
    expect(second.path).toBe(`run-2/plots/roc.${sha256('two').slice(0, 12)}.svg`);
    expect(store.locationOf(second)).toBe(join(store.folder, second.path));
    expect((await readdir(join(store.folder, 'run-2/plots'))).toSorted()).toEqual(
      [first, second].map(({ path }) => basename(path)).toSorted(),
    );
  });

  it.skipIf(!existsSync('/proc/self/fd'))(
    'replaces and writes no file that a link leads to which others put there meanwhile',
    async () => {
      const shared = new LocalArtifactStore(join(folder, 'shared'));
      await shared.put('run-1', 'a/report.html', bytesOf('old'));
      await chmod(shared.folder, 0o777);
      await mkdir(join(folder, 'victim'));
      await writeFile(join(folder, 'victim/report.html'), 'keep');
      const at = join(shared.folder, 'run-1/a');
      async function* swap(): AsyncGenerator<Uint8Array> {
        await rename(at, join(folder, 'away'));
        await symlink(join(folder, 'victim'), at);
        yield bytesOf('new');
      }
      await shared.replace('run-1', 'a/report.html', swap());
      expect(await readFile(join(folder, 'victim/report.html'), 'utf8')).toBe('keep');
      expect(await readFile(join(folder, 'away/report.html'), 'utf8')).toBe('new');
      expect(await readdir(join(folder, 'away'))).toEqual(['report.html']);
    },
  );

  it('holds no stream in memory', async () => {
    const piece = new Uint8Array(1 << 20).fill(7);
    let most = 0;
    async function* stream(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 300; i++) {
        most = Math.max(most, process.memoryUsage().arrayBuffers);
        yield piece;
      }
    }
    const before = process.memoryUsage().arrayBuffers;
    const record = await store.put('run-8', 'big', stream());
    expect(record.bytes).toBe(300 * piece.length);
    let bytes = 0;
    for await (const chunk of await store.open(record)) {
      bytes += chunk.length;
      most = Math.max(most, process.memoryUsage().arrayBuffers);
    }
    expect(bytes).toBe(record.bytes);
    expect(most - before).toBeLessThan(200e6);
  });

  it('tells of missing and damaged files, and leaves nothing of a failed put', async () => {
    const record = await store.put('run-4', 'a', bytesOf('whole'));
    await writeFile(store.locationOf(record), 'part');
    await expect(store.get(record)).rejects.toThrow(OutsideError);
    await rm(store.locationOf(record));
    await expect(store.get(record)).rejects.toThrow(NotFoundError);
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
      await expect(store.replace(run, name, bytesOf('mine'))).rejects.toMatchObject(refused);
      await expect(store.list(run)).rejects.toMatchObject(refused);
      await expect(store.get({ name, path, sha256: sha256('theirs'), bytes: 6 })).rejects.toMatchObject(refused);
    }
    expect(await readdir(elsewhere)).toEqual(['a']);
    expect(await readFile(join(elsewhere, 'a'), 'utf8')).toBe('theirs');
  });
});
