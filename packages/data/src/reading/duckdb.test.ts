import { afterEach, expect, it, vi } from 'vitest';
import { openDuckDb } from './duckdb.ts';
import { translateSourceError } from './source-error.ts';

afterEach(() => vi.doUnmock('@duckdb/node-api'));

it('blames no file where the engine cannot be loaded', async () => {
  vi.doMock('@duckdb/node-api', () => {
    throw new Error('libduckdb.so: failed to map segment from shared object');
  });
  const error: unknown = await openDuckDb(':memory:').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind: 'outside', code: 'ENGINE_NOT_LOADED' });
  expect(translateSourceError(error, 'a.parquet')).toBe(error);
});

it('blames no file where memory runs out', () => {
  const error = translateSourceError(new Error('Out of Memory Error: failed to allocate data'), 'a.parquet');
  expect(error).toMatchObject({ kind: 'outside', code: 'OUT_OF_MEMORY', details: { file: 'a.parquet' } });
});
