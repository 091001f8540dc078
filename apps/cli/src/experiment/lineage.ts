import type { JsonValue } from '@fraudx/core';
import type { RunLineage } from '@fraudx/tracking';
import type { Io } from '../io.ts';
import { withoutSecrets } from '../settings/data-address.ts';
import type { Settings } from '../settings/settings.ts';
import { fraudxVersion } from '../version.ts';
import type { Dataset } from './dataset.ts';
import { gitState } from './git-state.ts';
import { describeSplit } from './split.ts';

function shownConfig({ config }: Settings): Settings['config'] {
  return config.data === undefined ? config : { ...config, data: withoutSecrets(config.data) };
}

/** Everything needed to do a run again: commit, data, split, seed, engine, versions, command line, config. */
export async function collectLineage(
  settings: Settings,
  io: Io,
  dataset: Dataset | undefined,
  engine?: NonNullable<RunLineage['engine']>,
): Promise<RunLineage> {
  const git = await gitState(io);
  return {
    versions: {
      fraudx: fraudxVersion,
      node: io.nodeVersion,
      ...(dataset?.ownStrategy === undefined ? {} : { strategy_sha256: dataset.ownStrategy.sha256 }),
    },
    commandLine: ['fraudx', ...io.argv.map((word) => withoutSecrets(word))],
    config: shownConfig(settings) as JsonValue,
    seed: settings.seed,
    ...(git === undefined ? {} : { git }),
    ...(engine === undefined ? {} : { engine: { ...engine } }),
    ...(dataset === undefined
      ? {}
      : {
          data: {
            path: dataset.path,
            sha256: dataset.fingerprint.sha256,
            rows: dataset.fingerprint.rows,
            columns: [...dataset.fingerprint.columns],
          },
          split: describeSplit(dataset),
        }),
  };
}
