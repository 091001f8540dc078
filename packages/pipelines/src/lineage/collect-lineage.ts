import type { JsonValue } from '@fraudx/core';
import { describeSplit } from '@fraudx/data';
import type { RunLineage } from '@fraudx/tracking';
import { withoutSecrets, withoutSecretsInside } from '@fraudx/core';
import type { ExperimentSettings } from '../settings.ts';
import type { Dataset } from '../dataset/load-dataset.ts';
import type { GitPlace } from './git-state.ts';
import { gitState } from './git-state.ts';

/** The process that does a run, as it is recorded. */
export interface ProcessFacts extends GitPlace {
  /** Version of Node, e.g. `24.21.0`. */
  readonly nodeVersion: string;
  /** Version of fraudx. */
  readonly fraudxVersion: string;
  /** The words of the command line, the program first; passwords in addresses are left out of the record. */
  readonly commandLine: readonly string[];
}

/** Everything needed to do a run again: commit, data, split, seed, engine, versions, command line, config. */
export async function collectLineage(
  settings: ExperimentSettings,
  facts: ProcessFacts,
  dataset: Dataset | undefined,
  engine?: NonNullable<RunLineage['engine']>,
): Promise<RunLineage> {
  const git = await gitState(facts);
  return {
    versions: {
      fraudx: facts.fraudxVersion,
      node: facts.nodeVersion,
      ...(dataset?.ownStrategy === undefined ? {} : { strategy_sha256: dataset.ownStrategy.sha256 }),
    },
    commandLine: facts.commandLine.map((word) => withoutSecrets(word)),
    // an address may stand in any key
    config: withoutSecretsInside(settings.config as JsonValue),
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
