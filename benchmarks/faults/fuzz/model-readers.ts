/** Readers of models: folders, models of other libraries, learned features. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Frame, Matrix, parseJson, Rng } from '@fraudx/core';
import type { StrategyName } from '@fraudx/features';
import { fitFeatures, parseFittedFeatures, strategyNames } from '@fraudx/features';
import { createEstimator, importXgboostJson, loadModelFolder, openModelFolder, saveModelFolder } from '@fraudx/models';
import { rememberedGates } from '@fraudx/pipelines';
import type { Reader } from './reader.ts';
import { ofFile, ofFolder } from './reader.ts';

const rows = 100;

function transactions(): { readonly frame: Frame; readonly x: Matrix; readonly y: Uint8Array } {
  const rng = new Rng(1);
  const x = Matrix.fromColumns(
    ['a', 'b'].map((name) => ({ name, values: Array.from({ length: rows }, () => rng.normal()) })),
  );
  const y = Uint8Array.from({ length: rows }, (_, i) => (x.data[i]! > 0.5 ? 1 : 0));
  const numeric = (name: string, of: (i: number) => number): Frame['columns'][number] => ({
    kind: 'numeric',
    name,
    values: Float64Array.from({ length: rows }, (_, i) => of(i)),
  });
  const frame = new Frame([
    ...x.names.map((name, j) => numeric(name, (i) => x.column(j)[i]!)),
    numeric('customer', (i) => i % 7),
    numeric('terminal', (i) => i % 5),
    numeric('amount', (i) => (i * 7.3) % 100),
    { kind: 'timestamp', name: 'time', values: Float64Array.from({ length: rows }, (_, i) => i * 3.6e6) },
    {
      kind: 'categorical',
      name: 'country',
      codes: Int32Array.from({ length: rows }, (_, i) => i % 3),
      categories: ['x', 'y', 'z'],
    },
    numeric('fraud', (i) => y[i]!),
  ]);
  return { frame, x, y };
}

async function makeModel(folder: string, algorithm: Parameters<typeof createEstimator>[0]): Promise<void> {
  const { frame, x, y } = transactions();
  const drop = ['customer', 'terminal', 'amount', 'time', 'country'];
  const features = fitFeatures(frame, y, { strategy: 'raw', target: 'fraud', drop, categorical: [] });
  const model = await createEstimator(
    algorithm,
    algorithm === 'random-forest' ? { n_estimators: 3 } : { num_round: 4 },
  ).fit(x, y, { seed: 1 });
  rmSync(folder, { recursive: true, force: true });
  await saveModelFolder(folder, model, {
    features: features.toJson(),
    target: 'fraud',
    threshold: 0.4,
    metrics: { validation: { roc_auc: 0.9 } },
    lineage: { runId: 'run-1', dataSha256: 'ab', split: { strategy: 'time' }, seed: 1 },
  });
  writeFileSync(join(folder, 'evaluation.json'), JSON.stringify({ gates_config: ['recall >= 0.5'] }));
}

/** Repairs the digests of a damaged model folder, so that what lies behind them is reached. */
function repairDigests(folder: string): void {
  const path = join(folder, 'model.json');
  try {
    const manifest = parseJson(readFileSync(path, 'utf8'), path) as Record<string, unknown>;
    delete manifest['sha256'];
    for (const file of manifest['files'] as Record<string, unknown>[]) {
      file['sha256'] = createHash('sha256')
        .update(readFileSync(join(folder, 'booster.json')))
        .digest('hex');
    }
    writeFileSync(path, JSON.stringify(manifest));
  } catch {
    // not JSON any more
  }
}

/** Loads a model folder and predicts with it. */
async function loadAndPredict(folder: string): Promise<void> {
  const { manifest, model } = await loadModelFolder(folder);
  parseFittedFeatures(manifest.features);
  await rememberedGates(openModelFolder(folder));
  if (manifest.featureNames.length >= 100) return;
  const columns = manifest.featureNames.map((name) => ({ name, values: [0, 1] }));
  model.score(Matrix.fromColumns(columns, manifest.featureTypes));
}

function modelFolder(algorithm: Parameters<typeof createEstimator>[0]): Reader {
  return ofFolder(
    `model folder (${algorithm})`,
    (folder) => makeModel(folder, algorithm),
    () => true,
    async (folder, _, rng) => {
      if (rng.uniform() < 0.6) repairDigests(folder);
      await loadAndPredict(folder);
    },
  );
}

const fittedOf = (strategy: StrategyName): string => {
  const { frame, y } = transactions();
  const columns = { time: 'time', entity: 'customer', terminal: 'terminal', amount: 'amount' };
  const spec = { strategy, target: 'fraud', drop: [], categorical: ['country'], ...columns };
  return JSON.stringify(fitFeatures(frame, y, spec).toJson());
};

/** Readers of models. */
export const modelReaders: readonly Reader[] = [
  modelFolder('xgboost'),
  modelFolder('lightgbm'),
  modelFolder('random-forest'),
  ofFile(
    'XGBoost model',
    async (folder) => {
      mkdirSync(join(folder, 'xgb'));
      await makeModel(join(folder, 'xgb'), 'xgboost');
      return { '.json': readFileSync(join(folder, 'xgb/booster.json')) };
    },
    async (path) => importXgboostJson(readFileSync(path, 'utf8')),
  ),
  ofFile(
    'learned features',
    async () => Object.fromEntries(strategyNames.map((name) => [`.${name}.json`, fittedOf(name)])),
    async (path) => {
      const { frame } = transactions();
      parseFittedFeatures(parseJson(readFileSync(path, 'utf8'), path)).transform(frame);
    },
  ),
];
