import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '@fraudx/core';
import type { ModelStore, StoredModel } from '../model-store.ts';
import type { ContractCase } from '@fraudx/core/testing';
import { codeOf } from '@fraudx/core/testing';

/** How the suite gets a store. */
export interface ModelStoreFixture {
  /** A store without models. */
  readonly open: (this: void) => Promise<ModelStore>;
}

const files: Readonly<Record<string, string>> = { 'model.json': '{"a":1}', 'booster.json': '[]', 'more/x.bin': '\0é' };

/** Writes the files of a model. */
function writing(content: Readonly<Record<string, string>> = files): (folder: string) => Promise<void> {
  return async (folder) => {
    for (const [name, text] of Object.entries(content)) {
      await mkdir(join(folder, name, '..'), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  };
}

async function textOf(model: StoredModel, name: string): Promise<string> {
  return new TextDecoder().decode(await model.read(name));
}

/** The contract of {@link ModelStore}; every implementation passes each case. */
export const modelStoreContract: readonly ContractCase<ModelStoreFixture>[] = [
  {
    title: 'gives back the files of a model, with their digests',
    async run({ open }) {
      const store = await open();
      const saved = await store.save('run-1', writing());
      for (const model of [saved, await store.load('run-1')]) {
        assert.equal(model.runId, 'run-1');
        assert.equal(model.location, store.locationOf('run-1'));
        for (const [name, text] of Object.entries(files)) assert.equal(await textOf(model, name), text);
        assert.deepEqual(
          await model.files(),
          ['booster.json', 'model.json', 'more/x.bin'].map((name) => {
            const bytes = new TextEncoder().encode(files[name]);
            return { name, sha256: sha256(bytes), bytes: bytes.length };
          }),
        );
        assert.equal(await codeOf(model.read('other.json')), 'FILE_NOT_FOUND');
        assert.equal(await codeOf(model.read('../run-2/model.json')), 'INVALID_ARTIFACT_NAME');
      }
    },
  },
  {
    title: 'hands out an empty folder to write into, which is gone afterwards',
    async run({ open }) {
      const store = await open();
      let folder = '';
      await store.save('run-1', async (given) => {
        folder = given;
        assert.deepEqual(await readdir(folder), []);
        await writing()(folder);
        assert.equal(await codeOf(store.load('run-1')), 'MODEL_NOT_FOUND');
        assert.deepEqual(await store.list(), []);
      });
      assert.equal(existsSync(folder), false);
      assert.deepEqual(await store.list(), ['run-1']);
    },
  },
  {
    title: 'keeps nothing of a model that was not written to its end',
    async run({ open }) {
      const store = await open();
      const halfway = async (folder: string): Promise<void> => {
        await writing()(folder);
        throw new TypeError('no more');
      };
      await assert.rejects(store.save('run-1', halfway), new TypeError('no more'));
      assert.equal(await codeOf(store.save('run-1', async () => {})), 'MODEL_EMPTY');
      assert.equal(await codeOf(store.load('run-1')), 'MODEL_NOT_FOUND');
      assert.deepEqual(await store.list(), []);
      await store.save('run-1', writing());
    },
  },
  {
    title: 'saves a model once',
    async run({ open }) {
      const store = await open();
      const model = await store.save('run-1', writing());
      assert.equal(await codeOf(store.save('run-1', writing({ 'model.json': 'other' }))), 'MODEL_EXISTS');
      assert.equal(await textOf(model, 'model.json'), files['model.json']);
      const saves = [1, 2, 3].map((n) => codeOf(store.save('run-2', writing({ n: String(n) }))));
      assert.deepEqual((await Promise.all(saves)).toSorted(), ['MODEL_EXISTS', 'MODEL_EXISTS', 'done']);
      assert.equal((await (await store.load('run-2')).files()).length, 1);
    },
  },
  {
    title: 'adds and replaces files of a model',
    async run({ open }) {
      const store = await open();
      await store.save('run-1', writing());
      await store.writeFile('run-1', 'evaluation.json', '{"decision":"refused"}');
      await store.writeFile('run-1', 'evaluation.json', new TextEncoder().encode('{"decision":"passed"}'));
      const model = await store.load('run-1');
      assert.equal(await textOf(model, 'evaluation.json'), '{"decision":"passed"}');
      assert.equal(await textOf(model, 'model.json'), files['model.json']);
      assert.equal((await model.files()).length, 4);
      assert.equal(await codeOf(store.writeFile('run-2', 'a.json', '{}')), 'MODEL_NOT_FOUND');
      assert.equal(await codeOf(store.writeFile('run-1', '../run-2', '{}')), 'INVALID_ARTIFACT_NAME');
      assert.deepEqual(await store.list(), ['run-1']);
    },
  },
  {
    title: 'lists and deletes models',
    async run({ open }) {
      const store = await open();
      for (const runId of ['run-2', 'run-1', 'run-10']) await store.save(runId, writing());
      assert.deepEqual(await store.list(), ['run-1', 'run-10', 'run-2']);
      await store.delete('run-1');
      await store.delete('run-1');
      await store.delete('run-3');
      assert.deepEqual(await store.list(), ['run-10', 'run-2']);
      assert.equal(await codeOf(store.load('run-1')), 'MODEL_NOT_FOUND');
      await store.save('run-1', writing({ 'model.json': 'again' }));
      assert.equal(await textOf(await store.load('run-1'), 'model.json'), 'again');
    },
  },
  {
    title: 'refuses ids that are none of a run',
    async run({ open }) {
      const store = await open();
      for (const runId of ['', '..', '../x', 'a/b', '.hidden', 'x'.repeat(129)]) {
        assert.equal(await codeOf(store.save(runId, writing())), 'INVALID_RUN');
        assert.equal(await codeOf(store.load(runId)), 'INVALID_RUN');
        assert.equal(await codeOf(store.delete(runId)), 'INVALID_RUN');
        assert.equal(await codeOf(store.writeFile(runId, 'a', '')), 'INVALID_RUN');
      }
      assert.deepEqual(await store.list(), []);
    },
  },
];
