import type { Progress } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';
import { costsByAmount } from '@fraudx/evaluation';
import type { FittedFeatures } from '@fraudx/features';
import { neededStrategy, parseFittedFeatures } from '@fraudx/features';
import type { FittedModel, ModelManifest, ModelReader } from '@fraudx/models';
import { loadModel, openModelFolder } from '@fraudx/models';
import type { RunRecord } from '@fraudx/tracking';
import type { FraudxConfig } from '../config/config-fields.ts';
import type { Workspace } from '../workspace.ts';
import type { ExperimentSettings } from '../settings.ts';
import type { Dataset } from './load-dataset.ts';
import { loadDataset } from './load-dataset.ts';
import { knownReadings } from './known-readings.ts';
import { ownStrategy } from './own-strategy.ts';
import { recordedConfig, reopenedConfig } from '../lineage/recorded-config.ts';

/** A saved model of a run, ready to score. */
export interface SavedModel {
  /** Where its files are: a folder, or an address. */
  readonly folder: string;
  readonly files: ModelReader;
  readonly manifest: ModelManifest;
  readonly model: FittedModel;
  readonly features: FittedFeatures;
}

/** Loads the model of a run. @throws {NotFoundError} `MODEL_NOT_FOUND`, and as {@link loadSaved}. */
export async function loadModelOf(
  { models }: Pick<Workspace, 'models'>,
  run: RunRecord,
  settings: ExperimentSettings,
): Promise<SavedModel> {
  return await loadSaved(await models.load(run.runId), settings);
}

/**
 * Loads a model, of a store or by the path of its folder. No code of it runs: a strategy of the user's own is the one that the settings name, and it is
 * loaded only for a model that was made with it.
 *
 * @throws {DataError} As `loadModel` of `@fraudx/models`.
 */
export async function loadSaved(from: string | ModelReader, settings: ExperimentSettings): Promise<SavedModel> {
  const files = typeof from === 'string' ? openModelFolder(from) : from;
  const { manifest, model } = await loadModel(files);
  const needed = neededStrategy(manifest.features);
  const custom = needed === undefined ? undefined : await ownStrategy(settings, { sha256: needed.sha256 });
  return {
    folder: files.location,
    files,
    manifest,
    model,
    features: parseFittedFeatures(manifest.features, custom === undefined ? {} : { custom }),
  };
}

/**
 * Refuses a run without an amount column where costs depend on the amount.
 *
 * @throws {InvalidArgumentError} `RUN_WITHOUT_AMOUNT`.
 */
export function checkCostsHaveAmount(runId: string, recorded: FraudxConfig, { evaluation }: FraudxConfig): void {
  if (!costsByAmount(evaluation?.costs ?? {}) || recorded.amount !== undefined) return;
  throw new InvalidArgumentError(
    `run: evaluation.costs depend on the amount, so the run must have been trained with an amount column, got ${runId} without one`,
    {
      code: 'RUN_WITHOUT_AMOUNT',
      hint: 'Train again with "amount:" in the config, or name another run.',
    },
  );
}

/**
 * The dataset of a run with the same rows in the same split.
 *
 * Data, target, dropped columns and split come from the run's own config, so that a run is measured on its own test rows; the data of the settings may be another copy
 * of the same data.
 *
 * @param saved - The model of the run, by which columns are read as in training.
 * @throws {InvalidArgumentError} `DATA_CHANGED`: the data is not what the run was trained on. `RUN_WITHOUT_AMOUNT`: costs depend on the amount.
 */
export async function reopenDataset(
  run: RunRecord,
  settings: ExperimentSettings,
  io: { readonly progress: Progress; readonly signal: AbortSignal },
  saved?: SavedModel,
): Promise<Dataset> {
  const recorded = recordedConfig(run);
  const data = run.lineage.data;
  checkCostsHaveAmount(run.runId, recorded, settings.config);
  const path = settings.data !== undefined && settings.config.data !== recorded.data ? settings.data : data?.path;
  const dataset = await loadDataset(
    {
      ...settings,
      dropNamedBy: `drop of ${run.runId}`,
      config: {
        ...reopenedConfig(run, settings.config),
        ...(settings.config.evaluation === undefined ? {} : { evaluation: settings.config.evaluation }),
      },
      data: path,
      seed: run.lineage.seed ?? settings.seed,
      ...(saved === undefined
        ? {}
        : {
            readings: knownReadings(saved, recorded.drop),
            guessTimeUnit: saved.manifest.times?.unit === 'epoch',
          }),
      renameDuplicates: recorded.renameDuplicates ?? false,
    },
    io,
  );
  if (data !== undefined && dataset.fingerprint.sha256 !== data.sha256) {
    throw new InvalidArgumentError(
      `data must be what ${run.runId} was trained on (fingerprint ${data.sha256.slice(0, 12)}…), got ${dataset.fingerprint.sha256.slice(0, 12)}… from ${dataset.path}`,
      {
        code: 'DATA_CHANGED',
        details: { path: dataset.path, expected: data.sha256, received: dataset.fingerprint.sha256 },
        hint: 'Test rows cannot be distinguished from training rows in changed data. Restore the file, or train again.',
      },
    );
  }
  const module = run.lineage.versions['strategy_sha256'];
  if (module !== undefined && module !== dataset.ownStrategy?.sha256) {
    throw new InvalidArgumentError(
      `features.strategy must be the module ${run.runId} was made with, got another version`,
      {
        code: 'STRATEGY_CHANGED',
        details: { module: dataset.ownStrategy?.module ?? null, expected: module },
        hint: 'Restore the module, or train again.',
      },
    );
  }
  return dataset;
}
