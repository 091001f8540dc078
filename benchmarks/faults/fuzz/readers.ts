/** What reads files or texts of others, each with intact examples that are then damaged. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Frame, Matrix, parseConfig, parseJson, Rng } from '@fraudx/core';
import { readFrame, writeFrames } from '@fraudx/data';
import { fitFeatures, parseFittedFeatures } from '@fraudx/features';
import { checkStore, openLocalProduction, openLocalWorkspace } from '@fraudx/local';
import { importXgboostJson, loadModelFolder, saveModelFolder, XgboostClassifier } from '@fraudx/models';
import { ProductionIntegrator, readProductionConfig } from '@fraudx/promotion';
import { parseRunQuery } from '@fraudx/tracking';
import { dataAddress, withoutSecrets } from '../../../apps/cli/src/settings/data-address.ts';
import { parseYaml } from '../../../apps/cli/src/settings/parse-yaml.ts';
import { parseRedisAddress } from '../../../packages/data/src/sources/connect-redis.ts';
import { mutate } from './mutate.ts';

/** A reader under test. */
export interface Reader {
  readonly name: string;
  /** Makes what cases damage, once per process. */
  readonly prepare: (folder: string) => Promise<(rng: Rng) => Promise<void>>;
}

/** A reader of one file: `suffix` says its format. */
function ofFile(
  name: string,
  suffix: string,
  example: (folder: string) => Promise<Buffer>,
  read: (path: string) => Promise<unknown>,
): Reader {
  return {
    name,
    prepare: async (folder) => {
      const bytes = await example(folder);
      const path = join(folder, `case${suffix}`);
      // What is intact must be read: otherwise every case tests the same refusal.
      writeFileSync(path, bytes);
      await read(path);
      return async (rng) => {
        writeFileSync(path, mutate(bytes, rng));
        await read(path);
      };
    },
  };
}

function ofText(name: string, examples: readonly string[], read: (text: string) => unknown): Reader {
  return {
    name,
    prepare: async () => {
      for (const example of examples) await read(example);
      return async (rng) => {
        const text = mutate(Buffer.from(examples[Math.floor(rng.uniform() * examples.length)]!), rng).toString();
        await read(text);
      };
    },
  };
}

/** A reader of a folder: one of its files, chosen by `damages`, is damaged. */
function ofFolder(
  name: string,
  make: (folder: string) => Promise<void>,
  damages: (file: string) => boolean,
  read: (folder: string, file: string) => Promise<unknown>,
): Reader {
  return {
    name,
    prepare: async (folder) => {
      const intact = join(folder, 'intact');
      mkdirSync(intact, { recursive: true });
      await make(intact);
      const files = readdirSync(intact, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(intact.length + 1))
        .filter(damages)
        .toSorted();
      cpSync(intact, join(folder, 'whole'), { recursive: true });
      await read(join(folder, 'whole'), files[0]!);
      return async (rng) => {
        const at = join(folder, 'case');
        rmSync(at, { recursive: true, force: true });
        cpSync(intact, at, { recursive: true });
        const file = files[Math.floor(rng.uniform() * files.length)]!;
        writeFileSync(join(at, file), mutate(readFileSync(join(intact, file)), rng));
        await read(at, file);
      };
    },
  };
}

const csv = `id,time,amount,country,fraud\n${Array.from({ length: 60 }, (_, i) => `${i},2026-01-${String((i % 28) + 1).padStart(2, '0')} 10:00:00,${(i * 7.3).toFixed(2)},"a,${i % 3}",${i % 9 === 0 ? 1 : 0}`).join('\n')}\n`;
const jsonl = Array.from({ length: 60 }, (_, i) =>
  JSON.stringify({ id: i, amount: i * 7.3, country: `c${i % 3}`, tags: [i], fraud: i % 9 === 0 ? 1 : 0 }),
).join('\n');
const yaml = `data: d.csv\ntarget: fraud\ndrop: [id, time]\nsplit:\n  strategy: time\n  test: 0.2\nparams: { eta: 0.1, max_depth: 3 }\ntuning:\n  space:\n    eta: [0.1, 0.3]\n    max_depth: { type: int, low: 2, high: 9 }\nevaluation:\n  gates: ["recall >= 0.5"]\n`;

async function makeModel(folder: string): Promise<void> {
  const rng = new Rng(1);
  const x = Matrix.fromColumns(
    ['a', 'b'].map((name) => ({ name, values: Array.from({ length: 100 }, () => rng.normal()) })),
  );
  const y = Uint8Array.from({ length: 100 }, (_, i) => (x.data[i]! > 0.5 ? 1 : 0));
  const frame = new Frame(
    x.names.map((name, j) => ({ kind: 'numeric', name, values: Float64Array.from(x.column(j)) })),
  );
  const features = fitFeatures(frame, y, { strategy: 'raw', target: 'fraud', drop: [], categorical: [] });
  const model = await new XgboostClassifier({ nEstimators: 4, maxDepth: 3 }).fit(x, y, { seed: 1 });
  rmSync(folder, { recursive: true });
  await saveModelFolder(folder, model, {
    features: features.toJson(),
    target: 'fraud',
    threshold: 0.4,
    metrics: { validation: { roc_auc: 0.9 } },
    lineage: { runId: 'run-1', dataSha256: 'ab', split: { strategy: 'time' }, seed: 1 },
  });
}

async function makeStore(folder: string): Promise<void> {
  await using workspace = await openLocalWorkspace(folder);
  for (let i = 0; i < 8; i++) {
    const runId = `run-${i}`;
    await workspace.runs.createRun({
      runId,
      experiment: 'e',
      kind: 'train',
      startedAt: i,
      lineage: { versions: {}, commandLine: [], config: { target: 'y' } },
      params: { eta: i / 10 },
    });
    await workspace.runs.logMetrics(runId, [{ name: 'roc_auc', value: 0.9 + i / 100, step: 0, timestamp: 1 }]);
    await workspace.runs.updateRun(runId, { status: 'finished', endedAt: i + 10 });
  }
}

async function makeProduction(folder: string): Promise<void> {
  const integrator = new ProductionIntegrator(openLocalProduction(folder));
  for (const eta of [0.1, 0.2]) {
    await integrator.promoteToProduction({
      runId: `run-${eta}`,
      experiment: 'e',
      algorithm: 'xgboost',
      hyperparameters: { eta, max_depth: 3 },
      metrics: { recall: 0.8 },
      evaluation: { decision: 'accepted', gates: [{ gate: 'recall >= 0.5', passed: true }] },
      approvedBy: 'faults',
      trigger: false,
      testedDate: '2026-01-01',
      parameterSchema: [],
    });
  }
}

/** Repairs the digests of a damaged model folder, so that what lies behind them is reached. */
function repairDigests(folder: string): void {
  const path = join(folder, 'model.json');
  try {
    const manifest = parseJson(readFileSync(path, 'utf8'), path) as Record<string, unknown>;
    delete manifest['sha256'];
    manifest['boosterSha256'] = createHash('sha256')
      .update(readFileSync(join(folder, 'booster.json'), 'utf8'))
      .digest('hex');
    writeFileSync(path, JSON.stringify(manifest));
  } catch {
    // not JSON any more
  }
}

let cases = 0;

/** All readers. */
export const readers: readonly Reader[] = [
  ofText('fraudx.yaml', [yaml], async (text) => {
    const { value, lineOf } = await parseYaml(text, 'fraudx.yaml');
    return parseConfig(value, 'fraudx.yaml', lineOf);
  }),
  ofText(
    'runs filter',
    [
      'metrics.roc_auc > 0.5 and (params.eta = "0.1" or tags.model = "saved")',
      'not (status = "failed") and started_at >= 5',
    ],
    (text) => parseRunQuery({ where: text }),
  ),
  ofText('runs sort', ['metrics.validation_average_precision desc', 'started_at asc'], (text) =>
    parseRunQuery({ orderBy: text }),
  ),
  ofText(
    'Redis addresses',
    ['redis://me:hunter2@host:6379/0', 'rediss://:hunter2@host/3', 'redis://h?match=a@b'],
    (text) => {
      withoutSecrets(text);
      if (/^rediss?:/i.test(dataAddress('/a', text))) parseRedisAddress(text.split('?')[0]!);
    },
  ),
  ofFile(
    'CSV',
    '.csv',
    async () => Buffer.from(csv),
    (path) => readFrame(path),
  ),
  ofFile(
    'gzip CSV',
    '.csv.gz',
    async () => gzipSync(csv),
    (path) => readFrame(path),
  ),
  ofFile(
    'JSON lines',
    '.jsonl',
    async () => Buffer.from(jsonl),
    (path) => readFrame(path),
  ),
  ofFile(
    'Parquet',
    '.parquet',
    async (folder) => {
      const path = join(folder, 'intact.parquet');
      writeFileSync(join(folder, 'intact.csv'), csv);
      const { frame } = await readFrame(join(folder, 'intact.csv'));
      await writeFrames(path, [new Frame(frame.columns, frame.nRows)]);
      return readFileSync(path);
    },
    (path) => readFrame(path),
  ),
  ofFolder(
    'model folder',
    makeModel,
    () => true,
    async (folder) => {
      if (cases++ % 5 < 3) repairDigests(folder);
      const { manifest, model } = await loadModelFolder(folder);
      parseFittedFeatures(manifest.features);
      if (manifest.featureNames.length < 100) {
        model.predictProba(
          Matrix.fromColumns(
            manifest.featureNames.map((name) => ({ name, values: [0, 1] })),
            manifest.featureTypes,
          ),
        );
      }
    },
  ),
  ofFile(
    'XGBoost model',
    '.json',
    async (folder) => {
      await makeModel(join(folder, 'xgb')).catch(async () => {
        mkdirSync(join(folder, 'xgb'), { recursive: true });
        await makeModel(join(folder, 'xgb'));
      });
      return readFileSync(join(folder, 'xgb/booster.json'));
    },
    async (path) => importXgboostJson(readFileSync(path, 'utf8')),
  ),
  ofFolder(
    'fraudx.db',
    makeStore,
    (file) => file === 'fraudx.db',
    async (folder) => {
      if (cases++ % 2 === 0) await checkStore(join(folder, 'fraudx.db'));
      else {
        await using workspace = await openLocalWorkspace(folder);
        await workspace.runs.queryRuns();
        await workspace.studies.listStudies();
      }
    },
  ),
  ofFolder(
    'production folder',
    makeProduction,
    () => true,
    async (folder, file) => {
      const integrator = new ProductionIntegrator(openLocalProduction(folder));
      await integrator.verifyHistory();
      await integrator.listPromotions();
      if (file.endsWith('.yaml')) readProductionConfig(readFileSync(join(folder, file), 'utf8'));
    },
  ),
];
