import { entityColumns, stopIfAborted, withoutSecrets } from '@fraudx/core';
import type { Exploration } from '@fraudx/data';
import { exploreFrame, timeNumbersNotes } from '@fraudx/data';
import type { EncodingSuggestion } from '@fraudx/features';
import { suggestEncodings } from '@fraudx/features';
import { checkLookOptions, checkSettings } from '../check-calls.ts';
import { labelValuesOf } from '../dataset/label-values.ts';
import type { LookOptions } from '../dataset/read-meant.ts';
import { mustBeThere, readMeant, targetHere } from '../dataset/read-meant.ts';
import { requiredSetting } from '../dataset/required-setting.ts';
import { withCategories } from '../dataset/text-columns.ts';
import { timeInputsOf } from '../dataset/times.ts';
import type { ExperimentSettings } from '../settings.ts';

/** How data are explored. */
export interface ExploreDataOptions extends LookOptions {
  /** Correlate all numeric columns. Default: where there are at most 500. */
  readonly correlations?: boolean;
}

/** Data, looked at from all sides. */
export interface DataExploration {
  /** A path, or an address without user and password. */
  readonly data: string;
  /** SHA-256 of names, kinds and values. */
  readonly fingerprint: string;
  /** What was noticed while reading. */
  readonly warnings: readonly string[];
  readonly exploration: Exploration;
  /** Encodings to try for columns with many categories. */
  readonly encodings: readonly EncodingSuggestion[];
}

/**
 * Schema, statistics, class balance, distributions by class, correlations and drift over time of the data that the settings name. `exploreHtml` draws them.
 *
 * @throws {InvalidArgumentError} `MISSING_OPTION`: the settings name no data.
 * @throws {FraudxError} As `readData` and `exploreFrame`.
 */
export async function exploreData(
  settings: ExperimentSettings,
  options: ExploreDataOptions = {},
): Promise<DataExploration> {
  checkSettings('exploreData', settings);
  checkLookOptions('exploreData', options);
  const { config } = settings;
  const source = requiredSetting(settings.data, 'data');
  const signal = options.signal ?? new AbortController().signal;
  const read = await readMeant(source, settings, { ...options, target: config.target });
  const declared = mustBeThere('categorical', options) ? config.categorical : [];
  const frame = withCategories(read.frame, config, declared);
  const { time, notes } = read;
  const target = targetHere(frame, settings, options);
  const labelValues = target === undefined ? undefined : labelValuesOf(config);
  await stopIfAborted(signal, 'explore');
  const exploration = await exploreFrame(frame, {
    signal,
    ...(options.correlations === undefined ? {} : { correlations: options.correlations }),
    ...(target === undefined ? {} : { target }),
    ...(time === undefined ? {} : { time }),
    labelValues,
    ...(config.timeZone === undefined ? {} : { timeZone: config.timeZone }),
  });
  await stopIfAborted(signal, 'explore');
  const noFeatures = [target, time, ...timeInputsOf(config), ...entityColumns(config.entity), ...(config.drop ?? [])];
  return {
    data: withoutSecrets(source),
    fingerprint: read.fingerprint.sha256,
    warnings: [
      ...notes.reading,
      ...notes.derivation,
      ...notes.times,
      ...timeNumbersNotes(
        frame,
        [target, time, ...timeInputsOf(config)].filter((name) => name !== undefined),
      ),
    ],
    exploration,
    encodings: suggestEncodings(frame, noFeatures),
  };
}
