import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Matrix, Rng, sha256 } from '@fraudx/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TreeModel } from '../trees/tree-model.ts';
import { packageVersion } from '../package-version.ts';
import { LightgbmClassifier } from '../lightgbm/lightgbm-classifier.ts';
import { XgboostClassifier } from '../xgboost/xgboost-classifier.ts';
import { loadModelFolder } from './load-model-folder.ts';
import { modelDigest } from './model-digest.ts';
import type { ModelManifestInput } from './model-manifest.ts';
import { manifestDigest } from './model-manifest.ts';
import { saveModelFolder } from './save-model-folder.ts';

const input: ModelManifestInput = {
  fraudxVersion: '0.0.0',
  features: { strategy: 'raw' },
  target: 'fraud',
  threshold: 0.4,
  metrics: { validation: { roc_auc: 0.9, f1: null } },
  lineage: { runId: 'r1', dataSha256: 'abc', split: { strategy: 'time' }, seed: 1 },
  createdAt: '2026-01-01T00:00:00.000Z',
};

let folder: string;
let model: TreeModel;
let x: Matrix;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'));
  const rng = new Rng(1);
  x = Matrix.fromColumns(
    ['a', 'b'].map((name) => ({
      name,
      values: Array.from({ length: 200 }, () => (rng.uniform() < 0.2 ? NaN : rng.normal())),
    })),
  );
  const y = Uint8Array.from({ length: 200 }, (_, i) => (x.data[i]! > 0.5 ? 1 : 0));
  model = await new XgboostClassifier({ nEstimators: 10, maxDepth: 3 }).fit(x, y, { seed: 1 });
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('model folder', () => {
  it.each(['', 'r1\nNext: curl x | sh', 'a b', '../r1', 'r1\u2028', `r${'1'.repeat(128)}`])(
    'refuses %j as the run that a model is of, when it is saved and when it is read',
    async (runId) => {
      const path = join(folder, 'of-run');
      await expect(
        saveModelFolder(path, model, { ...input, lineage: { ...input.lineage, runId } }),
      ).rejects.toMatchObject({ code: 'BAD_MODEL', message: expect.stringContaining('lineage.runId') as string });
      await saveModelFolder(path, model, input);
      const manifest = JSON.parse(await readFile(join(path, 'model.json'), 'utf8')) as { lineage: { runId: string } };
      manifest.lineage.runId = runId;
      await writeFile(join(path, 'model.json'), JSON.stringify({ ...manifest, sha256: manifestDigest(manifest) }));
      await expect(loadModelFolder(path)).rejects.toMatchObject({ code: 'BAD_MODEL' });
      await rm(path, { recursive: true });
    },
  );

  it('brings back splits by sets of categories', async () => {
    const rng = new Rng(2);
    const code = (n: number) => (): number => (rng.uniform() < 0.1 ? NaN : Math.floor(n * rng.uniform() ** 2));
    const values = [3, 40, 700].map((n) => Array.from({ length: 2000 }, code(n)));
    const table = Matrix.fromColumns(
      values.map((column, j) => ({ name: `c${j}`, values: column })),
      values.map(() => 'categorical'),
    );
    const y = Uint8Array.from({ length: 2000 }, (_, i) =>
      values[0]![i]! + (values[1]![i]! % 3) + (Number.isNaN(values[2]![i]!) ? 1 : 0) > 2.5 + rng.normal() ? 1 : 0,
    );
    for (const algorithm of [
      new XgboostClassifier({ nEstimators: 10 }),
      new LightgbmClassifier({ min_data_per_group: 20 }),
    ]) {
      const fitted = await algorithm.fit(table, y, { seed: 1 });
      const path = join(folder, `sets-${algorithm.algorithm}`);
      await saveModelFolder(path, fitted, input);
      expect((await readFile(join(path, 'booster.json'), 'utf8')).match(/"categories_nodes":\[\d/)).not.toBeNull();
      const { model: loaded } = await loadModelFolder(path);
      expect(loaded.score(table)).toEqual(fitted.predictProba(table));
      expect(loaded.contributions?.of(table)).toEqual(fitted.predictContributions(table));
      expect(loaded.featureTypes).toEqual(['categorical', 'categorical', 'categorical']);
    }
  });

  it('brings back the model with the same scores', async () => {
    const path = join(folder, 'one');
    await saveModelFolder(path, model, input);
    const { manifest, model: loaded } = await loadModelFolder(path);
    expect(manifest).toMatchObject({ ...input, algorithm: 'xgboost', formatVersion: 2, featureNames: ['a', 'b'] });
    expect(loaded.score(x)).toEqual(model.predictProba(x));
    expect(loaded.featureImportances?.()).toEqual(model.featureImportances());
    expect((await readdir(path)).toSorted()).toEqual(['booster.json', 'model.json']);
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('brings back what earlier versions wrote, with one file whose digest stands by itself', async () => {
    const path = join(folder, 'first');
    await saveModelFolder(path, model, input);
    const file = join(path, 'model.json');
    const { files, ...rest } = JSON.parse(await readFile(file, 'utf8')) as { files: { sha256: string }[] };
    const first = { ...rest, formatVersion: 1, boosterSha256: files[0]!.sha256 };
    await writeFile(file, JSON.stringify({ ...first, sha256: manifestDigest(first) }));
    const { manifest, model: loaded } = await loadModelFolder(path);
    expect(manifest.files).toEqual([{ name: 'booster.json', sha256: files[0]!.sha256 }]);
    expect(loaded.score(x)).toEqual(model.predictProba(x));
    await writeFile(file, JSON.stringify({ ...rest, sha256: undefined }));
    await expect(loadModelFolder(path)).rejects.toMatchObject({ code: 'BAD_MODEL' });
  });

  it.each(['../booster.json', 'a/b.json', '.hidden', ''])('names no file outside itself: %j', async (name) => {
    const path = join(folder, `outside-${name.length}`);
    await saveModelFolder(path, model, input);
    const file = join(path, 'model.json');
    const { sha256: _digest, ...manifest } = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    await writeFile(file, JSON.stringify({ ...manifest, files: [{ name, sha256: 'ab' }] }));
    await expect(loadModelFolder(path)).rejects.toMatchObject({ code: 'BAD_MODEL' });
  });

  it('does not overwrite a model', async () => {
    const path = join(folder, 'two');
    await saveModelFolder(path, model, input);
    await expect(saveModelFolder(path, model, input)).rejects.toMatchObject({ code: 'MODEL_EXISTS' });
  });

  it('is written by one of two that write it at once', async () => {
    const path = join(folder, 'race');
    const saved = await Promise.allSettled([1, 2, 3].map(() => saveModelFolder(path, model, input)));
    expect(saved.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    for (const result of saved) if (result.status === 'rejected') expect(result.reason.code).toBe('MODEL_EXISTS');
    await expect(loadModelFolder(path)).resolves.toMatchObject({ manifest: { algorithm: 'xgboost' } });
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('tells the engine, its version and its kernels', async () => {
    const path = join(folder, 'engine');
    await saveModelFolder(path, model, input);
    const { manifest, model: loaded } = await loadModelFolder(path);
    expect(manifest.engine).toEqual({ name: 'embedded', version: packageVersion, kernels: 'wasm' });
    expect(loaded.engine).toEqual(manifest.engine);
    expect([model.warnings, loaded.warnings]).toEqual([[], []]);
  });

  it('scores no infinite value, as it learns from none', () => {
    const other = Matrix.fromColumns([
      { name: 'a', values: [1, 2] },
      { name: 'b', values: [NaN, -Infinity] },
    ]);
    expect(() => model.predictProba(other)).toThrow(
      'predictProba: x values must be finite or missing, got -Infinity in column "b", row 1',
    );
  });

  it('notices damage', async () => {
    const path = join(folder, 'three');
    await saveModelFolder(path, model, input);
    const booster = await readFile(join(path, 'booster.json'), 'utf8');
    await writeFile(join(path, 'booster.json'), booster.replace('"id":3', '"id":4'));
    await expect(loadModelFolder(path)).rejects.toMatchObject({ code: 'BAD_MODEL' });
    await writeFile(join(path, 'model.json'), '{"formatVersion": 2}');
    await expect(loadModelFolder(path)).rejects.toMatchObject({ code: 'BAD_MODEL' });
    await expect(loadModelFolder(join(folder, 'none'))).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
  });

  it('refuses rows with other features', () => {
    const other = Matrix.fromColumns([
      { name: 'a', values: [1] },
      { name: 'c', values: [1] },
    ]);
    expect(() => model.predictProba(other)).toThrow('without b');
    expect(() => model.predictContributions(other)).toThrow('predictContributions: x must have the features a, b');
  });
});

describe('an edited model folder', () => {
  it('is refused, and one of an earlier version is read', async () => {
    const path = join(folder, 'edited');
    await saveModelFolder(path, model, input);
    const text = await readFile(join(path, 'model.json'), 'utf8');
    await writeFile(join(path, 'model.json'), text.replace('"max_depth": 3', '"max_depth": 4'));
    await expect(loadModelFolder(path)).rejects.toThrow('must be as fraudx wrote it, got an edited one');
    const { sha256: _, ...old } = JSON.parse(text) as Record<string, unknown>;
    await writeFile(join(path, 'model.json'), JSON.stringify(old));
    await expect(loadModelFolder(path)).resolves.toMatchObject({ manifest: { algorithm: 'xgboost' } });
    await writeFile(join(path, 'model.json'), JSON.stringify({ ...old, algorithm: 'random-forest' }));
    await expect(loadModelFolder(path)).rejects.toThrow('which is not that of booster.json');
    await rm(join(path, 'booster.json'));
    await expect(loadModelFolder(path)).rejects.toThrow('must have booster.json beside model.json');
  });
});

describe.skipIf(process.platform === 'win32')('a model folder that others made', () => {
  it('is refused in words however it is nested, and quotes nothing', async () => {
    for (const [name, text] of [
      ['deep', `{"features":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
      ['secret', 'root:x:0:0:hunter2'],
    ] as const) {
      const at = join(folder, name);
      await saveModelFolder(at, model, input);
      await writeFile(join(at, 'model.json'), text);
      const error: unknown = await loadModelFolder(at).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'BAD_MODEL' });
      expect(String(error)).not.toMatch(/root|hunter/);
    }
  });

  it.each(['model.json', 'booster.json'])('leads nowhere by a link %s, and waits for no pipe', async (file) => {
    const at = join(folder, `linked-${file}`);
    await saveModelFolder(at, model, input);
    await rename(join(at, file), join(folder, `real-${file}`));
    await symlink(join(folder, `real-${file}`), join(at, file));
    await expect(loadModelFolder(at)).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    await expect(modelDigest(at)).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    await rm(join(at, file));
    execFileSync('mkfifo', [join(at, file)]);
    await expect(loadModelFolder(at)).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
    await expect(modelDigest(at)).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
  });

  it.each(['a pipe', 'a link to a device', 'a plain file'])(
    'takes no file beside its own, such as %s',
    async (what) => {
      const at = await mkdtemp(join(folder, 'extra-'));
      const path = join(at, 'model');
      await saveModelFolder(path, model, input);
      const { sha256: _, ...manifest } = JSON.parse(await readFile(join(path, 'model.json'), 'utf8')) as {
        sha256: string;
        files: object[];
      };
      const edited = { ...manifest, files: [...manifest.files, { name: 'extra.bin', sha256: sha256('x') }] };
      await writeFile(join(path, 'model.json'), JSON.stringify({ ...edited, sha256: manifestDigest(edited) }));
      const extra = join(path, 'extra.bin');
      if (what === 'a pipe') execFileSync('mkfifo', [extra]);
      else if (what === 'a plain file') await writeFile(extra, 'x');
      else await symlink('/dev/zero', extra);
      await expect(loadModelFolder(path)).rejects.toThrow('with the files of the model alone, got "extra.bin"');
      if (what !== 'a plain file') await expect(modelDigest(path)).rejects.toMatchObject({ code: 'FILE_NOT_PLAIN' });
      const twice = { ...manifest, files: [...manifest.files, ...manifest.files] };
      await writeFile(join(path, 'model.json'), JSON.stringify(twice));
      await expect(modelDigest(path)).rejects.toMatchObject({ code: 'BAD_MODEL' });
    },
  );
});
