import assert from 'node:assert/strict';
import { ConflictError, NotFoundError } from '@fraudx/core';
import type { ObjectStore } from '../ports/object-store.ts';
import type { ParameterStore } from '../ports/parameter-store.ts';
import type { PipelineRunner } from '../ports/pipeline-runner.ts';

/** One behaviour that every adapter of a port owes. `place` is a name nobody else uses, to write below. */
export interface ContractCase<Port> {
  readonly title: string;
  readonly run: (this: void, port: Port, place: string) => Promise<void>;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (body: Uint8Array | undefined): string | undefined =>
  body === undefined ? undefined : new TextDecoder().decode(body);
const conflict = (code: string) => (error: unknown) => error instanceof ConflictError && error.code === code;
const string = { type: 'String' as const, expectedVersion: 0 };

/** Behaviour of a {@link ParameterStore}; `place` is used as a path below `/contract`. */
export const parameterStoreContract: readonly ContractCase<ParameterStore>[] = [
  {
    title: 'gives back what was put, with version 1',
    async run(store, place) {
      const name = `/contract/${place}/eta`;
      assert.equal(await store.get(name), undefined);
      assert.deepEqual(await store.put({ name, value: '0.1', ...string }), { version: 1 });
      const stored = await store.get(name);
      assert.equal(stored?.value, '0.1');
      assert.equal(stored?.version, 1);
      assert.equal(stored?.type, 'String');
    },
  },
  {
    title: 'counts a version for every write, also of an equal value, and keeps earlier ones',
    async run(store, place) {
      const name = `/contract/${place}/eta`;
      await store.put({ name, value: '0.1', ...string });
      assert.equal((await store.put({ name, value: '0.1', type: 'String', expectedVersion: 1 })).version, 2);
      assert.equal((await store.put({ name, value: '0.2', type: 'String', expectedVersion: 2 })).version, 3);
      assert.equal((await store.get(name))?.value, '0.2');
      assert.equal((await store.get(name, 2))?.value, '0.1');
      assert.equal(await store.get(name, 9), undefined);
    },
  },
  {
    title: 'refuses to create what exists, and keeps it',
    async run(store, place) {
      const name = `/contract/${place}/eta`;
      await store.put({ name, value: '0.1', ...string });
      await assert.rejects(store.put({ name, value: '0.9', ...string }), conflict('PARAMETER_EXISTS'));
      assert.equal((await store.get(name))?.value, '0.1');
    },
  },
  {
    title: 'lists everything below a path, sorted, over several pages, and nothing beside it',
    async run(store, place) {
      const names = Array.from({ length: 13 }, (_, i) => `/contract/${place}/set/p${String(i).padStart(2, '0')}`);
      for (const name of names.toReversed()) await store.put({ name, value: 'v', ...string });
      await store.put({ name: `/contract/${place}/set/deep/er`, value: 'v', ...string });
      await store.put({ name: `/contract/${place}/settings`, value: 'v', ...string });
      const listed = (await store.list(`/contract/${place}/set`)).map((parameter) => parameter.name);
      assert.deepEqual(listed, [`/contract/${place}/set/deep/er`, ...names]);
      assert.deepEqual(await store.list(`/contract/${place}/none`), []);
    },
  },
  {
    title: 'keeps text exactly: spaces, signs, other alphabets, line ends',
    async run(store, place) {
      const values = [
        ' padded ',
        '1e-7',
        '-0',
        'true',
        'ja: "nein"',
        'überprüft ✓',
        'a\nb',
        "it's #1",
        '0.30000000000000004',
      ];
      for (const [i, value] of values.entries()) {
        await store.put({ name: `/contract/${place}/v${i}`, value, ...string });
      }
      const stored = await store.list(`/contract/${place}`);
      assert.deepEqual(
        stored.map((parameter) => parameter.value),
        values,
      );
    },
  },
  {
    title: 'gives a secure value in the clear with its type',
    async run(store, place) {
      const name = `/contract/${place}/token`;
      await store.put({ name, value: 'a secret', type: 'SecureString', expectedVersion: 0 });
      const [stored] = await store.list(`/contract/${place}`);
      assert.equal(stored?.value, 'a secret');
      assert.equal(stored?.type, 'SecureString');
    },
  },
  {
    title: 'gives the versions since one, oldest first, secure ones in the clear',
    async run(store, place) {
      const name = `/contract/${place}/token`;
      assert.deepEqual(await store.versions(name, 0), []);
      for (const [expectedVersion, value] of ['a', 'b', 'c'].entries()) {
        await store.put({ name, value, type: 'SecureString', expectedVersion });
      }
      const versions = await store.versions(name, 1);
      assert.deepEqual(
        versions.map(({ version, value }) => [version, value]),
        [
          [2, 'b'],
          [3, 'c'],
        ],
      );
    },
  },
  {
    title: 'removes a parameter; removing it twice is no error',
    async run(store, place) {
      const name = `/contract/${place}/eta`;
      await store.put({ name, value: '0.1', ...string });
      await store.delete(name, 1);
      assert.equal(await store.get(name), undefined);
      await store.delete(name, 1);
    },
  },
];

/** Behaviour of an {@link ObjectStore}; `place` is used as a key prefix. */
export const objectStoreContract: readonly ContractCase<ObjectStore>[] = [
  {
    title: 'gives back the bytes that were put',
    async run(store, place) {
      const key = `${place}/a.yaml`;
      assert.equal(await store.get(key), undefined);
      const { etag } = await store.put(key, bytes('grün: ✓\n'));
      const stored = await store.get(key);
      assert.equal(text(stored?.body), 'grün: ✓\n');
      assert.equal(stored?.etag, etag);
      assert.equal(stored?.key, key);
      assert.ok(store.uri(key).endsWith(key));
    },
  },
  {
    title: 'puts with ifNoneMatch only where nothing is',
    async run(store, place) {
      const key = `${place}/once`;
      await store.put(key, bytes('first'), { ifNoneMatch: '*' });
      await assert.rejects(store.put(key, bytes('second'), { ifNoneMatch: '*' }), conflict('OBJECT_CHANGED'));
      assert.equal(text((await store.get(key))?.body), 'first');
    },
  },
  {
    title: 'puts with ifMatch only over that etag',
    async run(store, place) {
      const key = `${place}/cas`;
      const first = await store.put(key, bytes('1'));
      const second = await store.put(key, bytes('2'), { ifMatch: first.etag });
      assert.notEqual(first.etag, second.etag);
      await assert.rejects(store.put(key, bytes('3'), { ifMatch: first.etag }), conflict('OBJECT_CHANGED'));
      assert.equal(text((await store.get(key))?.body), '2');
      await assert.rejects(store.put(`${place}/none`, bytes('x'), { ifMatch: first.etag }), conflict('OBJECT_CHANGED'));
      assert.equal(await store.get(`${place}/none`), undefined);
    },
  },
  {
    title: 'lets exactly one of many concurrent creators win',
    async run(store, place) {
      const key = `${place}/race`;
      const tries = Array.from({ length: 12 }, (_, i) =>
        store.put(key, bytes(`writer ${i}`), { ifNoneMatch: '*' }).then(
          () => i,
          (error: unknown) => {
            if (conflict('OBJECT_CHANGED')(error)) return undefined;
            throw error;
          },
        ),
      );
      const winners = (await Promise.all(tries)).filter((winner) => winner !== undefined);
      assert.equal(winners.length, 1);
      assert.equal(text((await store.get(key))?.body), `writer ${winners[0]}`);
    },
  },
  {
    title: 'removes only the expected content when asked to',
    async run(store, place) {
      const key = `${place}/gone`;
      const { etag } = await store.put(key, bytes('1'));
      const other = await store.put(key, bytes('2'), { ifMatch: etag });
      await assert.rejects(store.delete(key, { ifMatch: etag }), conflict('OBJECT_CHANGED'));
      assert.equal(text((await store.get(key))?.body), '2');
      await store.delete(key, { ifMatch: other.etag });
      assert.equal(await store.get(key), undefined);
      await assert.rejects(store.delete(key, { ifMatch: other.etag }), conflict('OBJECT_CHANGED'));
      await store.delete(key);
    },
  },
  {
    title: 'lists keys by prefix, sorted',
    async run(store, place) {
      for (const key of ['b', 'a', 'sub/c', 'ab']) await store.put(`${place}/list/${key}`, bytes(key));
      await store.put(`${place}/other`, bytes('x'));
      const keys = ['a', 'ab', 'b', 'sub/c'].map((key) => `${place}/list/${key}`);
      assert.deepEqual(await store.list(`${place}/list/`), keys);
      assert.deepEqual(await store.list(`${place}/list/a`), keys.slice(0, 2));
      assert.deepEqual(await store.list(`${place}/none/`), []);
    },
  },
];

/** Behaviour of a {@link PipelineRunner}; `place` is used in execution names. */
export const pipelineRunnerContract: readonly ContractCase<PipelineRunner>[] = [
  {
    title: 'starts an execution and describes it',
    async run(runner, place) {
      const input = '{"experiment_id":"default"}';
      const started = await runner.start({ name: `c-${place}`, input });
      assert.ok(started.executionArn.includes(`c-${place}`));
      const described = await runner.describe(started.executionArn);
      assert.equal(described.name, `c-${place}`);
      assert.equal(described.input, input);
      assert.deepEqual((await runner.find(`c-${place}`))?.executionArn, started.executionArn);
    },
  },
  {
    title: 'gives the same execution for the same name and input',
    async run(runner, place) {
      const first = await runner.start({ name: `c-${place}`, input: '{"a":1}' });
      const second = await runner.start({ name: `c-${place}`, input: '{"a":1}' });
      assert.equal(second.executionArn, first.executionArn);
    },
  },
  {
    title: 'refuses the same name with another input',
    async run(runner, place) {
      await runner.start({ name: `c-${place}`, input: '{"a":1}' });
      await assert.rejects(runner.start({ name: `c-${place}`, input: '{"a":2}' }), conflict('EXECUTION_EXISTS'));
    },
  },
  {
    title: 'knows nothing of executions that never were',
    async run(runner, place) {
      const started = await runner.start({ name: `c-${place}`, input: '{}' });
      assert.equal(await runner.find(`d-${place}`), undefined);
      const arn = started.executionArn.replace(`c-${place}`, `d-${place}`);
      await assert.rejects(runner.describe(arn), (error) => error instanceof NotFoundError);
    },
  },
];
