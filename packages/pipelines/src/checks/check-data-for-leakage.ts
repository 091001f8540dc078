import { withoutSecrets } from '@fraudx/core';
import { labelledRows, replacedParts } from '@fraudx/data';
import type { LeakageReport } from '@fraudx/features';
import { checkLeakage } from '@fraudx/features';
import { checkLookOptions, checkSettings } from '../check-calls.ts';
import { labelValuesOf } from '../dataset/label-values.ts';
import type { LookOptions } from '../dataset/read-meant.ts';
import { mustBeThere, readMeant } from '../dataset/read-meant.ts';
import { requiredSetting } from '../dataset/required-setting.ts';
import { withCategories } from '../dataset/text-columns.ts';
import type { ExperimentSettings } from '../settings.ts';

/** What columns know of the label and the future. */
export interface DataLeakage {
  /** A path, or an address without user and password. */
  readonly data: string;
  readonly target: string;
  /** Rows that were looked at: those with a label. */
  readonly rows: number;
  /** Rows without a label, which were left out. */
  readonly unlabelled: number;
  /** Whether a column leaks, and is not only suspect. */
  readonly isLeaking: boolean;
  /** Columns with a verdict, the strongest first. */
  readonly leaks: LeakageReport['leaks'];
  /** Every column that was looked at, with the AUC that it has alone; NaN where it has none. */
  readonly columns: LeakageReport['columns'];
  /** The column, of those without a verdict, that separates the classes best alone. */
  readonly bestOther: LeakageReport['columns'][number] | undefined;
}

/** The column, of those without a verdict, that separates the classes best alone. */
function bestOtherOf({ leaks, columns }: LeakageReport): DataLeakage['bestOther'] {
  const named = new Set(leaks.map(({ column }) => column));
  return columns
    .filter(({ column, auc }) => !named.has(column) && !Number.isNaN(auc))
    .toSorted((a, b) => b.auc - a.auc)[0];
}

/**
 * Looks for columns that leak the label or the future, each alone, in all labelled rows of the data that the settings name. Columns that a training
 * leaves out (`drop`, `sampleWeight`, the columns that a time is made of) are not looked at.
 *
 * @throws {InvalidArgumentError} `MISSING_OPTION`: the settings name no data or no target.
 * @throws {FraudxError} As `readData` and `labelledRows`.
 */
export async function checkDataForLeakage(
  settings: ExperimentSettings,
  options: Pick<LookOptions, 'signal' | 'progress'> & { readonly mustExist?: readonly 'categorical'[] } = {},
): Promise<DataLeakage> {
  checkSettings('checkDataForLeakage', settings);
  checkLookOptions('checkDataForLeakage', options);
  const { config } = settings;
  const source = requiredSetting(settings.data, 'data');
  const target = requiredSetting(config.target, 'target');
  const { mustExist: _categories, ...others } = options;
  const read = await readMeant(source, settings, { ...others, target });
  const { time, times } = read;
  const frame = withCategories(read.frame, config, mustBeThere('categorical', options) ? config.categorical : []);
  const replaced = times.parts === undefined ? [] : replacedParts(times.parts);
  const { sampleWeight } = config;
  const drop = [...(config.drop ?? []), ...(sampleWeight === undefined ? [] : [sampleWeight]), ...replaced];
  const { rows, y, unlabelled } = labelledRows(frame, target, { values: labelValuesOf(config) });
  const report = checkLeakage(unlabelled === 0 ? frame : frame.take(rows), y, {
    target,
    ...(time === undefined ? {} : { time }),
    ...(times.zone === undefined ? {} : { timeZone: times.zone }),
    drop,
  });
  return {
    data: withoutSecrets(source),
    target,
    rows: y.length,
    unlabelled,
    isLeaking: report.leaks.some(({ severity }) => severity === 'leak'),
    leaks: report.leaks,
    columns: report.columns,
    bestOther: bestOtherOf(report),
  };
}
