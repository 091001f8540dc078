/**
 * Scores of the embedded engine on the sets that prepare.py wrote.
 *
 * usage: node -C fraudx-source benchmarks/parity/ours.ts <folder> <algorithm> <split> <seeds> <set,set> [name=value …]
 * Seeds are a number (from 1 on) or `first-last`; seed s is tested on part (s - 1) mod 5 of the split, where prepare.py wrote such parts. A split `stratified-inner` or `time-inner` divides the training rows of that part.
 * Prints one JSON line per set and seed: roc_auc, average_precision, seconds.
 */
import { existsSync, readFileSync } from 'node:fs';
import { averagePrecisionScore, rocAucScore } from '../../packages/evaluation/src/index.ts';
import { Matrix } from '../../packages/core/src/index.ts';
import { closeTrainingPool, createEstimator } from '../../packages/models/src/index.ts';

const [folder = '.', algorithm = 'xgboost', split = 'stratified', seeds = '1', sets = '', ...rest] =
  process.argv.slice(2);
const [firstSeed = 1, lastSeed = 1] = (seeds.includes('-') ? seeds : `1-${seeds}`).split('-').map(Number);
const params = Object.fromEntries(rest.map((item) => item.split('=') as [string, string]));

function load(name: string): { x: Matrix; y: Uint8Array } {
  const meta = JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')) as {
    rows: number;
    columns: string[];
    categorical: string[];
  };
  const bytes = readFileSync(`${folder}/${name}.x.f32`);
  const data = new Float32Array(new SharedArrayBuffer(bytes.length));
  new Uint8Array(data.buffer).set(bytes);
  const asCodes = process.env['PARITY_CATEGORICAL'] === '1' ? meta.categorical : [];
  const types = meta.columns.map((column) => (asCodes.includes(column) ? 'categorical' : 'numeric'));
  return {
    x: new Matrix(meta.rows, meta.columns, data, types),
    y: new Uint8Array(readFileSync(`${folder}/${name}.y.u8`)),
  };
}

/** By row 0 train, 1 test, 2 neither. */
function flags(name: string, of: string, seed: number): Uint8Array {
  const part = `${folder}/${name}.${of}-${(seed - 1) % 5}.u8`;
  return new Uint8Array(readFileSync(existsSync(part) ? part : `${folder}/${name}.${of}.u8`));
}

/** A split of the training rows alone, for choices that must not see test rows: every fifth of a class is 1, all others are 2. */
function inner(name: string, of: string, seed: number): Uint8Array {
  const labels = readFileSync(`${folder}/${name}.y.u8`);
  const seen = [0, 0];
  return flags(name, of, seed).map((part, i) => {
    const label = labels[i]!;
    return part !== 0 ? 2 : Number(seen[label]!++ % 5 === 4);
  });
}

for (const name of sets.split(',')) {
  const { x, y } = load(name);
  const isInner = split.endsWith('-inner');
  for (let seed = firstSeed; seed <= lastSeed; seed++) {
    const part = isInner ? inner(name, split.slice(0, -'-inner'.length), seed) : flags(name, split, seed);
    const pick = (side: number): { x: Matrix; y: Uint8Array } => {
      const rows = Uint32Array.from(part.keys()).filter((i) => part[i] === side);
      return { x: x.take(rows), y: Uint8Array.from(rows, (i) => y[i]!) };
    };
    const train = pick(0);
    const held = pick(1);
    const started = performance.now();
    const model = await createEstimator(algorithm, params).fit(train.x, train.y, { seed });
    const seconds = (performance.now() - started) / 1000;
    const yScore = model.score(held.x);
    const result = {
      set: name,
      seed,
      roc_auc: rocAucScore(held.y, yScore),
      average_precision: averagePrecisionScore(held.y, yScore),
      seconds,
    };
    console.log(JSON.stringify(result));
  }
}
await closeTrainingPool();
