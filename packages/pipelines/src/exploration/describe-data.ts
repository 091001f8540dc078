import { DataError, stopIfAborted, withoutSecrets } from '@fraudx/core';
import type { DataDescription } from '@fraudx/data';
import { describeFrame, findInvertedLabel, invertedLabelText, TimeReader, timeNumbersNotes } from '@fraudx/data';
import { checkLookOptions, checkSettings } from '../check-calls.ts';
import { labelValuesOf } from '../dataset/label-values.ts';
import { readData } from '../dataset/read-data.ts';
import type { LookOptions } from '../dataset/read-meant.ts';
import { lostClocksOf, mustBeThere, targetHere } from '../dataset/read-meant.ts';
import { repeatNotes } from '../dataset/repeat-notes.ts';
import { requiredSetting } from '../dataset/required-setting.ts';
import { timeInputsOf } from '../dataset/times.ts';
import { withCategories } from '../dataset/text-columns.ts';
import type { ExperimentSettings } from '../settings.ts';

/** Data, described. */
export interface DescribedData {
  /** A path, or an address without user and password. */
  readonly data: string;
  /** SHA-256 of names, kinds and values. */
  readonly fingerprint: string;
  /** What was noticed, and why the target is not described where it need not be. */
  readonly warnings: readonly string[];
  readonly description: DataDescription;
}

/**
 * Schema, missing values, distributions and class balance of the data that the settings name, as they stand in the file: times keep their columns, and
 * nothing is derived.
 *
 * @throws {InvalidArgumentError} `MISSING_OPTION`: the settings name no data.
 * @throws {FraudxError} As `readData` and `describeFrame`; a target that `mustExist` leaves out, and that cannot be described, is a warning.
 */
export async function describeData(settings: ExperimentSettings, options: LookOptions = {}): Promise<DescribedData> {
  checkSettings('describeData', settings);
  checkLookOptions('describeData', options);
  const { config } = settings;
  const source = requiredSetting(settings.data, 'data');
  const signal = options.signal ?? new AbortController().signal;
  const read = await readData(source, settings, {
    signal,
    ...(options.progress === undefined ? {} : { onProgress: options.progress }),
  });
  const frame = withCategories(read.frame, config, mustBeThere('categorical', options) ? config.categorical : []);
  await stopIfAborted(signal, 'data describe');
  const target = targetHere(frame, settings, options);
  // Times that name no zone are local ones of the zone that is said, here as in training.
  const meant = config.timeZone === undefined ? frame : new TimeReader({ zone: config.timeZone }).read(frame);
  const describe = (label: string | undefined): Promise<DataDescription> =>
    describeFrame(meant, {
      ...(label === undefined ? {} : { target: label, labelValues: labelValuesOf(config) }),
      ...(config.timeZone === undefined ? {} : { timeZone: config.timeZone }),
      signal,
    });
  const known = [target, ...(config.timeUnit === undefined ? [] : timeInputsOf(config))].filter(
    (name) => name !== undefined,
  );
  const notes: string[] = [
    ...lostClocksOf(meant, config.timeZone),
    ...timeNumbersNotes(frame, known),
    ...repeatNotes(read.frame, target),
  ];
  const description = await describe(target).catch((error: unknown) => {
    if (mustBeThere('target', options) || !(error instanceof DataError) || !error.code.startsWith('TARGET_'))
      throw error;
    // Only the config names it, which may be of a file whose labels are known.
    notes.push(`the target "${target}" of the config is not described: ${error.message}`);
    return describe(undefined);
  });
  const described = description.target?.name;
  const inverted = described === undefined ? undefined : findInvertedLabel(frame, described, labelValuesOf(config));
  if (inverted !== undefined) notes.push(invertedLabelText(inverted, described!));
  await stopIfAborted(signal, 'data describe');
  return {
    data: withoutSecrets(source),
    fingerprint: read.fingerprint.sha256,
    warnings: [...read.schema.warnings, ...notes],
    description,
  };
}
