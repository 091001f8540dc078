import { InvalidArgumentError } from '@fraudx/core';
import type { FeatureSpec, LoadedStrategy, LoadStrategyOptions } from '@fraudx/features';
import { loadStrategy, strategyNames } from '@fraudx/features';
import type { FraudxConfig } from '../config/config-fields.ts';
import { namesModule } from '../config/names-module.ts';
import type { ExperimentSettings } from '../settings.ts';

type Named = Pick<FraudxConfig, 'features'>;

/** The built-in strategy of a config: a strategy of the user's own adds its columns to the raw ones. */
export function builtInStrategy({ features }: Named): FeatureSpec['strategy'] {
  return strategyNames.find((name) => name === features?.strategy) ?? 'raw';
}

/**
 * Loads the strategy that the user names by path, which runs its code; undefined where none is named.
 *
 * Only the settings name one, never a run or a model folder: what was read from there runs no code.
 *
 * @param options - As for `loadStrategy`.
 * @throws {FraudxError} As `loadStrategy`; `FILE_OF_OTHERS` where a config above names a module of another user.
 */
export async function ownStrategy(
  { strategyModule, beforeOwnCode }: ExperimentSettings,
  options: LoadStrategyOptions = {},
): Promise<LoadedStrategy | undefined> {
  if (strategyModule === undefined) return undefined;
  return await loadStrategy(strategyModule, { ...options, checked: beforeOwnCode?.() });
}

/**
 * The strategy of a dataset's settings.
 *
 * @throws {InvalidArgumentError} `STRATEGY_NEEDED`: a run was made with a module that the user does not name now.
 */
export async function strategyOf(settings: ExperimentSettings): Promise<LoadedStrategy | undefined> {
  const { config } = settings;
  if (!namesModule(config)) return undefined;
  const own = await ownStrategy(settings);
  if (own !== undefined) return own;
  throw new InvalidArgumentError(
    `features.strategy must name the module of the run (${config.features!.strategy!}), got none`,
    {
      code: 'STRATEGY_NEEDED',
      details: { settings: ['features.strategy'] },
      hint: 'Its code runs only when you name it.',
    },
  );
}
