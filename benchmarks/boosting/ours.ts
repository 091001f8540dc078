/** usage: ours.ts <folder> <rows> <columns> <threads> <auto|js> <fit|leaf|forest|predict|forest-predict|fit-categories|leaf-categories|forest-categories>; prints milliseconds of one warm fit or prediction. */
import { readFileSync } from 'node:fs';
import { Matrix } from '../../packages/core/src/index.ts';
import type { BoosterSpec, Ensemble } from '../../packages/trees/src/index.ts';
import { closeTrainingPool, fitBooster, fitForest, predictMargin } from '../../packages/trees/src/index.ts';
import { plainRules, plainSpec } from '../../packages/trees/src/testing/index.ts';

const [folder = '', rows = '0', columns = '0', threads = '1', kernels = 'auto', what = 'fit'] = process.argv.slice(2);
const bytes = readFileSync(`${folder}/x.f32`);
const data = new Float32Array(new SharedArrayBuffer(bytes.length));
new Uint8Array(data.buffer).set(bytes);
const names = Array.from({ length: Number(columns) }, (_, j) => `f${j}`);
const hasCategories = what.endsWith('-categories');
const types = names.map((_, j) => (hasCategories && j < 2 ? ('categorical' as const) : ('numeric' as const)));
const x = new Matrix(Number(rows), names, data, types);
const y = new Uint8Array(readFileSync(`${folder}/y.u8`));
const spec: BoosterSpec = { ...plainSpec, rounds: 100, maxDepth: 6, eta: 0.1 };
const options = { nThreads: Number(threads), kernels: kernels === 'js' ? ('js' as const) : ('auto' as const) };
/** Defaults of LightGBM. */
const leafWise: Partial<BoosterSpec> = {
  growth: 'leaf',
  maxLeaves: 31,
  maxDepth: 31,
  minChildRows: 20,
  minChildWeight: 1e-3,
  lambda: 0,
};

/** Rules for categories of XGBoost and of LightGBM. */
const bySets = plainRules;
const leafBySets = {
  ...plainRules,
  maxCatThreshold: 32,
  catSmooth: 10,
  minCatRows: 10,
  catL2: 10,
  minDataPerGroup: 100,
};

async function fit(rows: { x: Matrix; y: Uint8Array }, nTrees: number): Promise<Ensemble> {
  if (what.startsWith('forest')) {
    const forest = { nEstimators: nTrees, maxFeatures: Math.floor(Math.sqrt(rows.x.nCols)), seed: 1 };
    return (await fitForest(rows, forest, options)).ensemble;
  }
  const isLeafWise = what.startsWith('leaf');
  const categorical = isLeafWise ? leafBySets : bySets;
  const grown = { ...spec, ...(isLeafWise ? leafWise : {}), ...(hasCategories ? { categorical } : {}) };
  return (await fitBooster(rows, { ...grown, rounds: nTrees }, options)).ensemble;
}

const small = Uint32Array.from({ length: Math.min(20_000, x.nRows) }, (_, i) => i);
await fit({ x: x.take(small), y: y.slice(0, small.length) }, what.startsWith('forest') ? 5 : 100);
let started = performance.now();
const ensemble = await fit({ x, y }, 100);
if (what.endsWith('predict')) {
  predictMargin(ensemble, x.take(small));
  started = performance.now();
  predictMargin(ensemble, x);
}
console.log(performance.now() - started);
await closeTrainingPool();
