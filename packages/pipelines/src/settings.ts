import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { checkFields, dataAddress, withoutSecrets } from '@fraudx/core';
import type { ObjectReader, ReadFrameOptions } from '@fraudx/data';
import type { CheckedModule } from '@fraudx/features';
import type { InProduction } from '@fraudx/promotion';
import type { FraudxConfig } from './config/config-fields.ts';
import { namesModule } from './config/names-module.ts';
import { parseConfig } from './config/index.ts';

/** A config with what is decided beside it: folders, seed, workers, and how what lies outside is reached. */
export interface ExperimentSettings {
  readonly config: FraudxConfig;
  /** Where the config stands, for messages. */
  readonly configPath?: string | undefined;
  /** Who names the columns to leave out, for messages. Default `drop`. */
  readonly dropNamedBy?: string;
  /** The folder of runs, models and production, absolute. */
  readonly folder: string;
  /** An absolute path, or an address; undefined where none is named. */
  readonly data: string | undefined;
  /** Called with the path or address of data before they are opened, also with those of a record; throws where they must not be. */
  readonly beforeData?: (path: string) => void;
  readonly experiment: string;
  readonly seed: number;
  /** Worker threads, at least 1. */
  readonly workers: number;
  /** Module of the user's own feature strategy, absolute; undefined where a built-in one is named. */
  readonly strategyModule: string | undefined;
  /** Called before the code of `strategyModule` runs; throws where it must not. What it returns is the file that runs, whatever lies at its path by then. */
  readonly beforeOwnCode?: () => CheckedModule | undefined;
  /** Read repeated column names as `name`, `name_2`, …; otherwise they are an error. */
  readonly renameDuplicates: boolean;
  /** Hyperparameters that the config sets and nobody else, for messages. */
  readonly paramsOfFile?: readonly string[];
  /** How a saved model's columns were read when it was trained. */
  readonly readings?: NonNullable<ReadFrameOptions['readings']>;
  /** Whether numbers of the time column may show by their size that they count from 1970. Default true; false where a model took them for numbers. */
  readonly guessTimeUnit?: boolean;
  /** Opens a reader of `s3://` data. Default: such data is refused. */
  readonly openObjects?: () => Promise<{ readonly reader: ObjectReader } & Disposable>;
  /** Which model is in production. Default: that is not known, so that gates against it fail. */
  readonly inProduction?: () => Promise<InProduction>;
}

/** How a config is completed. */
export interface ConfigBase {
  /** Folder that relative paths of the config start from, absolute: that of the config file. */
  readonly folder: string;
  /** Where the config stands, for messages. */
  readonly configPath?: string | undefined;
}

/**
 * A config with its defaults: experiment `default`, seed 42, a worker a core, `.fraudx` beside the config.
 *
 * @throws {InvalidArgumentError} `INVALID_CONFIG`, listing every problem; `UNKNOWN_ADDRESS`: `data` is an address of another kind.
 * @example
 * resolveConfig({ data: 'cards.csv', target: 'fraud' }, { folder: '/data' }).data; // '/data/cards.csv'
 */
export function resolveConfig(given: FraudxConfig, base: ConfigBase): ExperimentSettings {
  checkFields('resolveConfig', 'base', base, { folder: 'text', configPath: 'text?' });
  const { folder, configPath } = base;
  const config = parseConfig(given, configPath ?? 'settings');
  return {
    config,
    configPath,
    folder: resolve(folder, config.tracking?.folder ?? '.fraudx'),
    data: config.data === undefined ? undefined : dataAddress(folder, config.data),
    experiment: withoutSecrets(config.experiment ?? 'default'),
    seed: config.seed ?? 42,
    workers: config.workers ?? availableParallelism(),
    strategyModule: namesModule(config) ? resolve(folder, config.features!.strategy!) : undefined,
    renameDuplicates: config.renameDuplicates ?? false,
  };
}
