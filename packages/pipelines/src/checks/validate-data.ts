import { InvalidArgumentError, withoutSecrets } from '@fraudx/core';
import type { ValidationReport, ValidationRules } from '@fraudx/data';
import { validateFrame } from '@fraudx/data';
import { checkLookOptions, checkSettings } from '../check-calls.ts';
import { readData } from '../dataset/read-data.ts';
import { requiredSetting } from '../dataset/required-setting.ts';
import type { WorkOptions } from '../work-options.ts';
import type { ExperimentSettings } from '../settings.ts';

/** Data, checked against rules. */
export interface ValidatedData {
  /** A path, or an address without user and password. */
  readonly data: string;
  readonly rows: number;
  /** What was noticed while reading. */
  readonly warnings: readonly string[];
  readonly report: ValidationReport;
}

/**
 * Checks the data that the settings name against the rules of `validation`.
 *
 * @throws {InvalidArgumentError} `MISSING_OPTION`: the settings name no data or no rules.
 * @throws {FraudxError} As `readData`. Rules that do not hold are in `report.violations`.
 */
export async function validateData(
  settings: ExperimentSettings,
  options: Pick<WorkOptions, 'signal' | 'progress'> = {},
): Promise<ValidatedData> {
  checkSettings('validateData', settings);
  checkLookOptions('validateData', options);
  const source = requiredSetting(settings.data, 'data');
  const rules = settings.config.validation;
  if (rules === undefined) {
    throw new InvalidArgumentError('data validate: fraudx.yaml must have rules under "validation:", got none', {
      code: 'MISSING_OPTION',
      hint: 'For example: validation: { amount: { min: 0, maxMissing: 0.01 } }',
    });
  }
  const { frame, schema } = await readData(source, settings, {
    ...(options.progress === undefined ? {} : { onProgress: options.progress }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const report = validateFrame(frame, rules as ValidationRules);
  return { data: withoutSecrets(source), rows: frame.nRows, warnings: schema.warnings, report };
}
