import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const packages = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';

/** Fits and predicts with all three algorithms; the forest is large enough for the kernels of prediction. */
const program = `
import { Matrix, Rng, sha256 } from '@fraudx/core';
import { closeTrainingPool, createEstimator } from '@fraudx/models';

const rng = new Rng(1);
const n = 3000;
const values = () => Array.from({ length: n }, () => (rng.uniform() < 0.05 ? NaN : rng.normal()));
const x = Matrix.fromColumns(['a', 'b', 'c'].map((name) => ({ name, values: values() })));
const y = Uint8Array.from({ length: n }, (_, i) => ((x.data[i] || 0) + rng.normal() > 1 ? 1 : 0));
const answers = {};
for (const algorithm of ['xgboost', 'lightgbm', 'random-forest']) {
  const model = await createEstimator(algorithm).fit(x, y, { seed: 1, nThreads: 2 });
  const scores = sha256(new Uint8Array(model.predictProba(x).buffer));
  answers[algorithm] = { kernels: model.engine.kernels, warnings: model.warnings, scores };
}
const asked = createEstimator('xgboost').fit(x, y, { seed: 1, kernels: 'wasm' });
answers.asked = await asked.then(() => 'fitted', (error) => error.message);
await closeTrainingPool();
console.log(JSON.stringify(answers));
`;

type Answers = Record<string, { kernels: string; warnings: { code: string; message: string }[]; scores: string }>;

async function run(): Promise<Answers> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'program.mjs')]);
  return JSON.parse(stdout) as Answers;
}

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'fraudx-without-wasm-')));
  const modules = join(folder, 'node_modules');
  await mkdir(join(modules, '@fraudx'), { recursive: true });
  for (const name of ['core', 'trees', 'models']) {
    const target = join(modules, '@fraudx', name);
    for (const part of ['package.json', 'dist', ...(name === 'trees' ? ['build'] : [])]) {
      await cp(join(packages, name, part), join(target, part), { recursive: true });
    }
  }
  await symlink(join(packages, 'models', 'node_modules', 'zod'), join(modules, 'zod'));
  await writeFile(join(folder, 'program.mjs'), program);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

it('fits and predicts the same in a copy of the built packages whose WebAssembly is removed, and says so', async () => {
  const built = await run();
  await rm(join(folder, 'node_modules', '@fraudx', 'trees', 'build'), { recursive: true });
  const bare = await run();
  for (const algorithm of ['xgboost', 'lightgbm', 'random-forest']) {
    expect(built[algorithm]).toMatchObject({ kernels: 'wasm', warnings: [] });
    expect(bare[algorithm]).toMatchObject({
      kernels: 'js',
      warnings: [{ code: 'KERNELS_FALLBACK', message: expect.stringContaining('kernels.wasm') as string }],
      scores: built[algorithm]!.scores,
    });
  }
  expect(built['asked']).toBe('fitted');
  expect(bare['asked']).toContain('the WebAssembly kernels are not built or not supported here');
});
