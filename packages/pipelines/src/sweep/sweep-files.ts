import { mkdir } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { ConflictError, isAddress, NotFoundError, withoutSecrets } from '@fraudx/core';
import { mostBytes, readTextFile, translateFileError, writeFileAtomic } from '@fraudx/core/files';
import type { Params } from '@fraudx/tuning';
import { stringify } from 'yaml';
import type { FraudxConfig } from '../config/config-fields.ts';
import { namesModule } from '../config/names-module.ts';
import type { SweepOptions, SweepPlan } from './sweep-plan.ts';
import type { SweepStrategy } from './sweep-strategies.ts';
import { withStrategy } from './sweep-strategies.ts';

/** The configs that a sweep writes. */
export interface SweepFiles {
  readonly bestFeatures: string;
  readonly finalConfig: string;
}

/** The first line of each, by which a sweep knows that it may replace the file. */
const mark = '# Written by a sweep, which writes it again. To change it, copy it under another name.';

/** Refuses a file that is not the work of a sweep. @throws {ConflictError} `SWEEP_FILE_EXISTS`. */
async function checkOurs(path: string): Promise<void> {
  let text: string;
  try {
    text = await readTextFile(path, { most: mostBytes.config, plain: true });
  } catch (error) {
    if (error instanceof NotFoundError) return;
    throw error;
  }
  if (text.startsWith(mark)) return;
  throw new ConflictError('SWEEP_FILE_EXISTS', `${path} must be written by a sweep to be replaced, got another file`, {
    subject: 'sweep',
    details: { path },
    hint: 'Rename it, or keep configs of sweeps in another folder.',
  });
}

/**
 * Where a sweep writes its configs; nothing is written yet.
 *
 * @throws {ConflictError} `SWEEP_FILE_EXISTS`: a file of that name was written by somebody else.
 */
export async function sweepFiles(
  { settings }: SweepPlan,
  { configFolder, beforeConfigs }: SweepOptions,
): Promise<SweepFiles> {
  const base = settings.configPath === undefined ? dirname(settings.folder) : dirname(settings.configPath);
  const folder = resolve(base, configFolder ?? 'configs');
  beforeConfigs?.(folder);
  const files = { bestFeatures: join(folder, 'best_features.yaml'), finalConfig: join(folder, 'final_config.yaml') };
  for (const path of Object.values(files)) await checkOurs(path);
  return files;
}

/** A path as a config in a folder has it; a module must have a separator. */
function fromFolder(folder: string, path: string): string {
  const short = relative(folder, path).replaceAll('\\', '/');
  return short.startsWith('.') || short.startsWith('/') ? short : `./${short}`;
}

/**
 * The config of the sweep with other features and hyperparameters, its paths as they are from a folder. How AWS and production are reached is left out, as
 * in records of runs: they stay where the user wrote them.
 */
function configIn(
  folder: string,
  plan: SweepPlan,
  strategy: SweepStrategy,
  params: FraudxConfig['params'],
): FraudxConfig {
  const { settings, algorithm } = plan;
  const { aws: _aws, promotion: _promotion, workers: _workers, ...config } = withStrategy(settings.config, strategy);
  const { data, strategyModule } = settings;
  const module = namesModule(config) && strategyModule !== undefined ? fromFolder(folder, strategyModule) : undefined;
  return {
    ...config,
    ...(data === undefined ? {} : { data: isAddress(data) ? withoutSecrets(data) : fromFolder(folder, data) }),
    features: { ...config.features, ...(module === undefined ? {} : { strategy: module }) },
    experiment: settings.experiment,
    seed: settings.seed,
    algorithm,
    ...(params === undefined || Object.keys(params).length === 0 ? {} : { params }),
    tuning: { metric: plan.metric },
    tracking: { ...config.tracking, folder: fromFolder(folder, settings.folder) },
  };
}

/** Makes the folder of configs, and looks at it: in a folder such as `/tmp` somebody else may have made it first. */
async function openFolder(folder: string, { beforeConfigs }: SweepOptions): Promise<void> {
  // writable by its owner alone, whatever the umask is: a config decides which module runs
  await mkdir(folder, { recursive: true, mode: 0o755 }).catch((error: unknown) => {
    throw translateFileError(error, folder, 'write');
  });
  beforeConfigs?.(folder);
}

async function write(
  path: string,
  config: FraudxConfig,
  remarks: readonly string[],
  options: SweepOptions,
): Promise<void> {
  await openFolder(dirname(path), options);
  const plain = JSON.parse(JSON.stringify(config)) as object;
  const text = [mark, ...remarks.map((remark) => `# ${remark.replaceAll(/\p{C}/gu, ' ')}`), stringify(plain)].join(
    '\n',
  );
  // somebody else may have put a link there
  await writeFileAtomic(path, text, { mode: 0o644, below: dirname(dirname(path)) });
}

/** Writes the config of the best strategy, with the hyperparameters of the user; a reader sees the whole file or the old one. */
export async function writeBestFeatures(
  { bestFeatures: path }: SweepFiles,
  plan: SweepPlan,
  strategy: SweepStrategy,
  value: number,
  options: SweepOptions,
): Promise<void> {
  const config = configIn(dirname(path), plan, strategy, plan.settings.config.params);
  const remark = `Sweep ${plan.name}: ${plan.metric} ${value} on validation rows after ${plan.rounds.features} rounds.`;
  await write(path, config, [remark], options);
}

/** Writes the config of the final model: strategy and all hyperparameters that were chosen or given. */
export async function writeFinalConfig(
  { finalConfig: path }: SweepFiles,
  plan: SweepPlan,
  strategy: SweepStrategy,
  chosen: { readonly params: Params; readonly value: number; readonly runId: string },
  options: SweepOptions,
): Promise<void> {
  const config = configIn(dirname(path), plan, strategy, { ...plan.fixed, ...chosen.params });
  const remark = `Sweep ${plan.name}: ${plan.metric} ${chosen.value} on validation rows, run ${chosen.runId}.`;
  await write(path, config, [remark], options);
}
