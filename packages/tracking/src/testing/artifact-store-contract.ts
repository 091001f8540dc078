import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@fraudx/core';
import type { ArtifactStore } from '../artifact-store.ts';
import type { ArtifactRecord } from '../run-record.ts';
import type { ContractCase } from '@fraudx/core/testing';
import { codeOf } from '@fraudx/core/testing';

/** How the suite gets a store. */
export interface ArtifactStoreFixture {
  /** A store without artifacts. */
  readonly open: (this: void) => Promise<ArtifactStore>;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

async function textOf(store: ArtifactStore, artifact: ArtifactRecord): Promise<string> {
  return new TextDecoder().decode(await store.get(artifact));
}

async function* streamOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield bytesOf(text);
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield bytesOf('half');
  throw new TypeError('the source broke');
}

async function withFile(content: Uint8Array, work: (path: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'artifact-source-'));
  try {
    await writeFile(join(folder, 'file'), content);
    await work(join(folder, 'file'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The contract of {@link ArtifactStore}; every implementation passes each case. */
export const artifactStoreContract: readonly ContractCase<ArtifactStoreFixture>[] = [
  {
    title: 'keeps bytes, files and streams with their digest',
    async run({ open }) {
      const store = await open();
      const big = new Uint8Array(3_000_001).map((_, i) => i % 251);
      const kept = await store.put('run-1', 'notes/a.txt', bytesOf('hello'));
      const { path, ...rest } = kept;
      assert.deepEqual(rest, { name: 'notes/a.txt', sha256: sha256('hello'), bytes: 5 });
      assert.equal(typeof path, 'string');
      assert.equal(await textOf(store, kept), 'hello');
      const streamed = await store.put('run-1', 'b.txt', streamOf('he', '', 'llo'));
      assert.deepEqual([streamed.sha256, streamed.bytes], [kept.sha256, 5]);
      await withFile(big, async (file) => {
        const copy = await store.put('run-1', 'big.bin', file);
        assert.deepEqual([copy.bytes, copy.sha256], [big.length, sha256(big)]);
        assert.equal(Buffer.compare(await store.get(copy), big), 0);
      });
    },
  },
  {
    title: 'gives an artifact in pieces that are its bytes',
    async run({ open }) {
      const store = await open();
      const big = new Uint8Array(2_500_000).map((_, i) => i % 241);
      const kept = await store.put('run-1', 'big.bin', big);
      const pieces: Uint8Array[] = [];
      for await (const piece of await store.open(kept)) pieces.push(piece);
      assert.equal(Buffer.compare(Buffer.concat(pieces), big), 0);
    },
  },
  {
    title: 'leaves the bytes of earlier records of a name',
    async run({ open }) {
      const store = await open();
      const first = await store.put('run-1', 'plots/roc.svg', bytesOf('one'));
      const second = await store.put('run-1', 'plots/roc.svg', streamOf('two'));
      assert.equal(await textOf(store, first), 'one');
      assert.equal(await textOf(store, second), 'two');
      assert.deepEqual(await store.put('run-1', 'plots/roc.svg', bytesOf('one')), first);
      assert.deepEqual(await store.put('run-1', 'plots/roc.svg', bytesOf('two')), second);
    },
  },
  {
    title: 'keeps all of several that are put at the same time',
    async run({ open }) {
      const store = await open();
      const texts = Array.from({ length: 8 }, (_, i) => `text ${i}`);
      const records = await Promise.all(texts.map((text) => store.put('run-1', 'same', bytesOf(text))));
      for (const [i, record] of records.entries()) assert.equal(await textOf(store, record), texts[i]);
    },
  },
  {
    title: 'replaces in the first place, so that the older record no longer fits',
    async run({ open }) {
      const store = await open();
      const first = await store.put('run-1', 'report.html', bytesOf('one'));
      const replaced = await store.replace('run-1', 'report.html', streamOf('t', 'wo'));
      assert.deepEqual(replaced, { ...first, sha256: sha256('two'), bytes: 3 });
      assert.equal(await textOf(store, replaced), 'two');
      assert.equal(await codeOf(store.get(first)), 'ARTIFACT_CORRUPT');
      const fresh = await store.replace('run-1', 'new.html', bytesOf('new'));
      assert.deepEqual(await store.put('run-1', 'new.html', bytesOf('new')), fresh);
    },
  },
  {
    title: 'lists what is kept for a run, earlier bytes of a name too',
    async run({ open }) {
      const store = await open();
      assert.deepEqual(await store.list('run-1'), []);
      // its name ends as if it lay beside another one
      const bundle = `bundle.${sha256('js').slice(0, 12)}.js`;
      const records = [
        await store.put('run-1', 'a/b/c.txt', bytesOf('one')),
        await store.put('run-1', 'a/b/c.txt', bytesOf('two')),
        await store.put('run-1', 'd', bytesOf('')),
        await store.put('run-1', bundle, bytesOf('js')),
        await store.replace('run-1', 'e.html', bytesOf('html')),
      ];
      await store.put('run-10', 'a', bytesOf('of another run'));
      const byPath = (a: ArtifactRecord, b: ArtifactRecord): number => (a.path < b.path ? -1 : 1);
      assert.deepEqual(await store.list('run-1'), records.toSorted(byPath));
    },
  },
  {
    title: 'deletes what a record describes, and nothing else',
    async run({ open }) {
      const store = await open();
      const first = await store.put('run-1', 'a', bytesOf('one'));
      const second = await store.put('run-1', 'a', bytesOf('two'));
      await store.delete(first);
      await store.delete(first);
      assert.equal(await codeOf(store.get(first)), 'ARTIFACT_NOT_FOUND');
      assert.equal(await codeOf(store.open(first)), 'ARTIFACT_NOT_FOUND');
      assert.equal(await textOf(store, second), 'two');
      assert.deepEqual(await store.list('run-1'), [second]);
      const third = await store.put('run-1', 'a', bytesOf('three'));
      await store.delete(first);
      assert.equal(await textOf(store, third), 'three');
    },
  },
  {
    title: 'keeps nothing of a source that fails',
    async run({ open }) {
      const store = await open();
      const kept = await store.put('run-1', 'a', bytesOf('whole'));
      for (const write of [store.put.bind(store), store.replace.bind(store)]) {
        await assert.rejects(write('run-1', 'a', failing()), new TypeError('the source broke'));
        assert.equal(await codeOf(write('run-1', 'b', join(tmpdir(), 'no-such-folder', 'file'))), 'FILE_NOT_FOUND');
        for (const wrong of [5, null, undefined, {}] as readonly unknown[]) {
          assert.equal(await codeOf(write('run-1', 'b', wrong as string)), 'INVALID_ARTIFACT_SOURCE');
        }
      }
      assert.deepEqual(await store.list('run-1'), [kept]);
      assert.equal(await textOf(store, kept), 'whole');
    },
  },
  {
    title: 'refuses names that lead elsewhere',
    async run({ open }) {
      const store = await open();
      for (const name of ['', '/a', '../a', 'a/../b', 'a//b', 'a\\b', 'a\0', '.', 'c:d', 'x'.repeat(201)]) {
        for (const write of [store.put.bind(store), store.replace.bind(store)]) {
          assert.equal(await codeOf(write('run-1', name, bytesOf('x'))), 'INVALID_ARTIFACT_NAME');
          assert.equal(await codeOf(write(name, 'a', bytesOf('x'))), 'INVALID_ARTIFACT_NAME');
        }
      }
      assert.deepEqual(await store.list('run-1'), []);
    },
  },
];
