import { dirname, resolve } from 'node:path';
import type { AwsConnection } from '@fraudx/aws';
import type { HiddenSince } from '@fraudx/core';
import { dataAddress, holdsCredentials, shellQuoted } from '@fraudx/core';
import type { CheckedFile } from '@fraudx/core/files';
import { checkFolderOwner, checkOwner, checkSquattedFolder, placeOf } from '@fraudx/core/files';
import type { FraudxConfig } from '@fraudx/pipelines/config';
import { configFields, mergeConfig, namesModule } from '@fraudx/pipelines/config';
import type { ExperimentSettings } from '@fraudx/pipelines/settings';
import { resolveConfig } from '@fraudx/pipelines/settings';
import type { CommonOptions } from '../command.ts';
import type { Io } from '../io.ts';
import type { AlgorithmOptions, DatasetOptions } from '../options/setting-flags.ts';
import { settingsGiven, settingsOfEnvironment } from '../options/setting-flags.ts';
import { note } from '../output/warnings.ts';
import type { AnnouncedConfig } from './announce-target.ts';
import { announceConnection, announceTarget, targetOnlyBy } from './announce-target.ts';
import { announceData, dataOutside } from './check-data-place.ts';
import { checkEndpoint, isOfAws } from './check-endpoint.ts';
import { checkFolderPlace } from './check-folder-place.ts';
import type { FoundConfig } from './find-config.ts';
import { findConfig } from './find-config.ts';

/** The config after file, environment and flags: flags win over the environment, which wins over the file. */
export interface Settings extends ExperimentSettings {
  /** Whether only a config that was found, not named, or that others can replace, says to which bucket promotions go. */
  readonly bucketOfFound?: boolean;
  /**
   * Says once what only such a config says of target aws; called before anything is sent there. Keys that `named` lists were named
   * elsewhere.
   */
  readonly announceTarget?: (named?: readonly string[]) => void;
  /** For calls to AWS: learns the secrets that they are signed with, so that nothing that is printed repeats them, and the signal of the command. */
  readonly awsCalls: Pick<AwsConnection, 'onSecret' | 'signal' | 'testKeysOnly'>;
  /** Who, other than the user, names data outside of its folder; see {@link dataOutside}. */
  readonly dataSince: (path: string) => HiddenSince | undefined;
  /** Called before `folder` is opened, and after it was made: refuses one that another user may have made first, and, where nobody named it, one that others can change or that lies elsewhere. */
  readonly beforeFolder?: () => void;
}

function named(options: CommonOptions, env: Io['env']): string | undefined {
  return options.config ?? env['FRAUDX_CONFIG'];
}

/**
 * The settings of one command.
 *
 * @throws {InvalidArgumentError} The config, the environment or a flag does not fit the config schema.
 */
export async function loadSettings(
  options: CommonOptions & DatasetOptions & AlgorithmOptions & { readonly history?: string },
  io: Io,
  /** More flags in config form, e.g. `{ tuning: { trials: 5 } }`; undefined values are ignored, objects merged one level deep. */
  overrides: Readonly<Record<string, Record<string, unknown>>> = {},
): Promise<Settings> {
  const { config: file, path: configPath, ofOthers } = await findConfig(io, named(options, io.env));
  const fromEnv = settingsOfEnvironment(io.env);
  const flags = settingsGiven(options);
  const layers = { environment: fromEnv, options: flags, params: options.param, sections: overrides };
  const { config, paramsOfFile } = await mergeConfig(file, layers);
  const endpoint = file.aws?.endpointUrl;
  let testKeysOnly = false;
  const isFound = named(options, io.env) === undefined;
  // one that others can replace was named, but what it says by now was not seen
  const isTrusted = !isFound && ofOthers === undefined;
  if (endpoint !== undefined && configPath !== undefined && !isTrusted) {
    const isAsked = [overrides['aws']?.['endpointUrl'], io.env['AWS_ENDPOINT_URL']].includes(endpoint);
    if (config.aws?.endpointUrl === endpoint && !isAsked) {
      checkEndpoint(endpoint, configPath, io);
      testKeysOnly = !isOfAws(endpoint);
    }
  }
  const configFolder = configPath === undefined ? io.cwd : dirname(configPath);
  const given = options.folder ?? io.env['FRAUDX_FOLDER'];
  const folder =
    given === undefined ? resolve(configFolder, config.tracking?.folder ?? '.fraudx') : resolve(io.cwd, given);
  const dataBase = !flags.has('data') && !fromEnv.has('data') ? configFolder : io.cwd;
  const strategyModule = namesModule(config)
    ? resolve(options.features === undefined ? configFolder : io.cwd, config.features!.strategy!)
    : undefined;
  const isNamed = given !== undefined || (isTrusted && file.tracking?.folder !== undefined);
  const data = config.data === undefined ? undefined : dataAddress(dataBase, config.data);
  const isDataNamed = isTrusted || flags.has('data') || fromEnv.has('data');
  const others = options.history === undefined ? [] : [dataAddress(io.cwd, options.history)];
  const dataSince: Settings['dataSince'] = (path) =>
    dataOutside(path, { data, isNamed: isDataNamed, others, configPath }, io);
  learnPassword(data, io);
  const announced = new Set<string>();
  const ofTarget =
    !isTrusted && configPath !== undefined ? { configPath, isFound, only: targetOnlyBy(file, overrides) } : undefined;
  let isConnectionAnnounced = false;
  const settings: Settings = {
    ...resolveConfig(config, { folder: configFolder, configPath }),
    dropNamedBy: options.drop === undefined && configPath !== undefined ? `drop of ${configPath}` : '--drop',
    folder,
    data,
    dataSince,
    awsCalls: { onSecret: io.secrets.add, signal: io.signal, testKeysOnly },
    beforeData: (path) => {
      const since = dataSince(path);
      if (since === undefined) return;
      if (!announced.has(path)) announceData(path, since, configPath, io);
      announced.add(path);
      io.values.hide(since, [
        config,
        io.argv,
        path,
        placeOf(path),
        configPath,
        folder,
        io.cwd,
        Object.keys(configFields),
      ]);
    },
    strategyModule,
    ...(strategyModule === undefined || options.features !== undefined
      ? {}
      : { beforeOwnCode: codeCheck(strategyModule, { configPath: configPath!, isFound, ofOthers }, io) }),
    beforeFolder: () => {
      if (isNamed) return checkSquattedFolder('folder', folder, io);
      if (!isTrusted) checkFolderPlace(folder, configPath, io);
      checkFolderOwner('folder', folder, io, `name it: --folder ${shellQuoted(folder)}`);
    },
    ...(!isTrusted &&
    overrides['promotion']?.['configBucket'] === undefined &&
    config.promotion?.configBucket !== undefined
      ? { bucketOfFound: true }
      : {}),
    ...(ofTarget === undefined ? {} : { announceTarget: targetNote(config, ofTarget, io) }),
    paramsOfFile,
    openObjects: async () => {
      if (ofTarget !== undefined && !isConnectionAnnounced) announceConnection(ofTarget, io);
      isConnectionAnnounced = true;
      return await (await import('./open-objects.ts')).openObjects(config.aws ?? {}, io, testKeysOnly);
    },
    inProduction: async () => {
      settings.announceTarget?.();
      return await (await import('../production/in-production.ts')).inProduction(settings, io.container);
    },
  };
  return settings;
}

/** A server may repeat the password of its address, in keys and values that look like data. */
function learnPassword(data: string | undefined, { secrets }: Io): void {
  if (data === undefined || !holdsCredentials(data)) return;
  secrets.add(decoded(new URL(data).password));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** {@link announceTarget}, the first time it is called. */
function targetNote(config: FraudxConfig, by: AnnouncedConfig, io: Io): (named?: readonly string[]) => void {
  let isDone = false;
  return (named = []) => {
    if (isDone) return;
    isDone = true;
    announceTarget(config, { ...by, only: new Map([...by.only].filter(([key]) => !named.includes(key))) }, io);
  };
}

/**
 * Code that others can change never runs, nor code that a config names which others can replace; and what a config of another folder names that was found
 * not unannounced, not even with `--quiet`.
 */
function codeCheck(
  module: string,
  by: { readonly configPath: string; readonly isFound: boolean; readonly ofOthers: FoundConfig['ofOthers'] },
  io: Io,
): () => CheckedFile | undefined {
  let isAnnounced = !by.isFound || dirname(by.configPath) === io.cwd;
  let checked: CheckedFile | undefined;
  return () => {
    if (by.ofOthers !== undefined) throw by.ofOthers;
    // one that is missing is an error here: who loads it could find what others have put there since
    checked ??= checkOwner('features.strategy', module, io, `name it: --features ${shellQuoted(module)}`);
    if (!isAnnounced) note(io, `features.strategy of ${by.configPath} runs ${module}`);
    isAnnounced = true;
    return checked;
  };
}
