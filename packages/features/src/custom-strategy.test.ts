import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Frame } from '@fraudx/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomStrategy, LoadedStrategy } from './custom-strategy.ts';
import { loadStrategy } from './custom-strategy.ts';
import { fitFeatures, fitTransformFeatures } from './fit-features.ts';
import { parseFittedFeatures } from './fitted-features.ts';

const source = `export const strategy = {
  inputs: ['amount'],
  fit(train) { const v = train.column('amount').values; return { mean: v.reduce((a, b) => a + b, 0) / v.length }; },
  transform(frame, state) {
    return [{ kind: 'numeric', name: 'over_mean', values: frame.column('amount').values.map((x) => x - state.mean) }];
  },
};
`;
const frame = new Frame([
  { kind: 'numeric', name: 'amount', values: Float64Array.of(1, 2, 6) },
  { kind: 'numeric', name: 'y', values: Float64Array.of(0, 1, 0) },
]);
const y = Uint8Array.of(0, 1, 0);
const spec = { strategy: 'raw', target: 'y', drop: [], categorical: [] } as const;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-strategy-'));
  await writeFile(join(folder, 'mine.mjs'), source);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('loadStrategy', () => {
  it('adds columns learned on training rows, stored as data and replayed one row at a time', async () => {
    const custom = await loadStrategy(join(folder, 'mine.mjs'));
    const { features, x } = fitTransformFeatures(frame, y, spec, custom);
    expect(features.names).toEqual(['amount', 'over_mean']);
    expect(features.inputs).toEqual(['amount']);
    expect([...x.column(1)]).toEqual([-2, -1, 3]);
    const replayed = parseFittedFeatures(JSON.parse(JSON.stringify(features.toJson())), { custom });
    const stream = replayed.stream();
    for (let i = 0; i < 3; i++) expect(stream.push(frame.take(Uint32Array.of(i))).column(1)[0]).toBe(x.column(1)[i]);
    expect(replayed.select(['over_mean']).transform(frame).column(0)[2]).toBe(3);
  });

  it.skipIf(process.platform === 'win32')('runs the file that was checked, wherever a link leads by then', async () => {
    const at = await mkdtemp(join(folder, 'checked-'));
    for (const [name, inputs] of [
      ['own', 'amount'],
      ['evil', 'evil'],
    ] as const) {
      await mkdir(join(at, name));
      await writeFile(join(at, name, 's.mjs'), source.replace("['amount']", `['${inputs}']`));
    }
    const link = join(at, 'link');
    await symlink('own', link);
    const real = await realpath(join(link, 's.mjs'));
    const { dev, ino } = await stat(real);
    await rm(link);
    await symlink('evil', link);
    const path = join(link, 's.mjs');
    const loaded = await loadStrategy(path, { checked: { real, dev, ino } });
    expect([loaded.strategy.inputs, loaded.module]).toEqual([['amount'], path]);
    await rename(join(at, 'evil/s.mjs'), real);
    await expect(loadStrategy(path, { checked: { real, dev, ino } })).rejects.toMatchObject({ code: 'FILE_REPLACED' });
  });

  it('runs no code when fitted features are read: the module must be given, unchanged', async () => {
    const custom = await loadStrategy(join(folder, 'mine.mjs'));
    const json = fitFeatures(frame, y, spec, custom).toJson();
    expect(() => parseFittedFeatures(json)).toThrow(expect.objectContaining({ code: 'STRATEGY_NEEDED' }));
    expect(() => parseFittedFeatures(json, { custom: { ...custom, sha256: 'x' } })).toThrow('another version');
  });

  it('trains on what can be stored, and refuses what leaks or fails, naming the module', () => {
    const custom = (parts: Partial<CustomStrategy>): LoadedStrategy => ({
      module: 'mine.ts',
      sha256: 'x',
      strategy: {
        inputs: ['amount'],
        fit: () => ({ of: Number.NaN }),
        transform: (rows, state) => [
          {
            kind: 'numeric',
            name: 'is_null',
            values: new Float64Array(rows.nRows).fill((state as { of: unknown }).of === null ? 1 : 0),
          },
        ],
        ...parts,
      },
    });
    const { features, x } = fitTransformFeatures(frame, y, spec, custom({}));
    expect([...x.column(1)]).toEqual([1, 1, 1]);
    expect([...features.transform(frame).column(1)]).toEqual([1, 1, 1]);
    const nothing = custom({ fit: () => undefined as never });
    expect(() => fitFeatures(frame, y, spec, nothing)).toThrow('must return JSON, got nothing');
    expect(() => fitFeatures(frame, y, spec, custom({ inputs: ['amount', 'y'] }))).toThrow('must not name the target');
    for (const [given, got] of [
      [undefined, 'undefined'],
      [null, 'null'],
      [7, '7'],
      [frame, 'a Frame'],
      [Promise.resolve([]), 'a promise'],
      [[{ kind: 'numeric', name: 'a' }], 'something else at place 1'],
      [[null], 'something else at place 1'],
    ] as const) {
      const wrong = custom({ transform: () => given as never });
      expect(() => fitFeatures(frame, y, spec, wrong), got).toThrow(
        expect.objectContaining({
          code: 'STRATEGY_INVALID',
          message: expect.stringMatching(
            /^features: transform of the strategy must return a list of columns, got /,
          ) as string,
        }),
      );
      expect(() => fitFeatures(frame, y, spec, wrong)).toThrow(got);
    }
    const fails = (): never => {
      throw new TypeError('x is not a function');
    };
    for (const step of [{ fit: fails }, { transform: fails }]) {
      expect(() => fitFeatures(frame, y, spec, custom(step))).toThrow(
        expect.objectContaining({ code: 'STRATEGY_FAILED', message: expect.stringContaining('x is not a') as unknown }),
      );
    }
  });

  it('refuses a missing module and one without a strategy', async () => {
    await expect(loadStrategy(join(folder, 'none.mjs'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await expect(loadStrategy('/dev/null')).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    execFileSync('mkfifo', [join(folder, 'pipe.mjs')]);
    await expect(loadStrategy(join(folder, 'pipe.mjs'))).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    await symlink('mine.mjs', join(folder, 'linked.mjs'));
    expect((await loadStrategy(join(folder, 'linked.mjs'))).strategy.inputs).toEqual(['amount']);
    await writeFile(join(folder, 'empty.mjs'), 'export const other = 1;\n');
    await expect(loadStrategy(join(folder, 'empty.mjs'))).rejects.toThrow('must export "strategy"');
    await writeFile(join(folder, 'broken.mjs'), 'export const = 1;\n');
    await expect(loadStrategy(join(folder, 'broken.mjs'))).rejects.toMatchObject({ code: 'STRATEGY_INVALID' });
  });
});
