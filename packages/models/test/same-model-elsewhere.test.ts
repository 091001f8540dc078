import { expect, it } from 'vitest';
import { runChild } from './child.ts';

it('fits the same boosters in other processes, with 1 and 3 threads, in JavaScript and WebAssembly', async () => {
  const teams = [
    ['1', 'wasm'],
    ['3', 'wasm'],
    ['1', 'js'],
    ['3', 'js'],
  ] as const;
  const hashes: unknown[] = [];
  for (const team of teams) hashes.push(await runChild('fit-and-hash', team));
  expect(Object.keys(hashes[0] as object)).toEqual(['xgboost', 'lossguide', 'lightgbm', 'goss', 'random-forest']);
  for (const other of hashes.slice(1)) expect(other).toEqual(hashes[0]);
});
