import type { Frame } from '@fraudx/core';
import { countText, entityColumns, InterruptedError, percentText } from '@fraudx/core';
import { findInvertedLabel, invertedLabelText, isByTime, labelledRows, splitNameOf } from '@fraudx/data';
import { gateConflicts, parseGate } from '@fraudx/evaluation';
import { quickLeakageCheck } from '@fraudx/features';
import { checkLookOptions, checkSettings } from '../check-calls.ts';
import { checkAmounts } from '../dataset/check-amounts.ts';
import { leakNotes } from '../dataset/feature-notes.ts';
import { labelValuesOf } from '../dataset/label-values.ts';
import { readMeant } from '../dataset/read-meant.ts';
import { timeInputsOf } from '../dataset/times.ts';
import type { WorkOptions } from '../work-options.ts';
import type { ExperimentSettings } from '../settings.ts';
import type { SetupCheck } from './setup-check.ts';
import { problemOf } from './setup-check.ts';

/** Columns that may leak the label, one check each. */
function leakChecks(
  frame: Frame,
  { rows, y }: { readonly rows: Uint32Array; readonly y: Uint8Array },
  { config }: ExperimentSettings,
  time: string | undefined,
): SetupCheck[] {
  const labels = new Uint8Array(frame.nRows);
  rows.forEach((row, i) => {
    labels[row] = y[i]!;
  });
  const weight = config.sampleWeight === undefined ? [] : [config.sampleWeight];
  const { leaks } = quickLeakageCheck(frame, labels, rows, {
    target: config.target!,
    drop: [...(config.drop ?? []), ...weight],
    ...(time === undefined ? {} : { time }),
    ...(config.timeZone === undefined ? {} : { timeZone: config.timeZone }),
  });
  return leakNotes(leaks).map((detail) => ({ check: 'leaks', status: 'warning', detail }));
}

/** Gates as an evaluation reads them: what cannot be read is a problem, what cannot hold together a warning. */
function gateChecks({ config }: ExperimentSettings): SetupCheck[] {
  const gates = config.evaluation?.gates ?? [];
  if (gates.length === 0) return [];
  try {
    for (const gate of gates) parseGate(gate);
    const conflicts = gateConflicts(gates, config.evaluation?.threshold ?? 'best-f1');
    if (conflicts.length > 0) return conflicts.map((detail) => ({ check: 'gates', status: 'warning', detail }));
    return [{ check: 'gates', status: 'ok', detail: gates.join(', ') }];
  } catch (error) {
    return [problemOf('gates', error)];
  }
}

/** The column of amounts as a training looks at it. */
function amountChecks(frame: Frame, rows: Uint32Array, { config, data }: ExperimentSettings): SetupCheck[] {
  const { costs, missingAmount } = config.evaluation ?? {};
  try {
    const notes = checkAmounts(frame, rows, { amount: config.amount, costs, missingAmount }, data!);
    return notes.map((detail) => ({ check: 'amount', status: 'warning', detail }));
  } catch (error) {
    return [problemOf('amount', error)];
  }
}

/** The time column as a training needs it: times or numbers that order rows, in each of them. */
function timeChecks(
  frame: Frame,
  rows: Uint32Array,
  time: string | undefined,
  { config }: ExperimentSettings,
): SetupCheck[] {
  if (time === undefined || !frame.has(time)) return [];
  const column = frame.column(time);
  const byTime = isByTime({ strategy: splitNameOf(config.split ?? {}, time) });
  const status = byTime ? 'problem' : 'warning';
  if (column.kind === 'categorical') {
    const first = column.categories[column.codes.find((code) => code >= 0) ?? -1];
    const detail = `column "${time}" must hold times or numbers, got texts${first === undefined ? '' : ` such as ${JSON.stringify(first)}`}. Write times as ISO 8601 (2026-01-31 14:05:09) or as numbers`;
    return [{ check: 'time', status, detail }];
  }
  const without = rows.find((row) => Number.isNaN(column.values[row]!));
  if (without === undefined || !byTime) return [];
  const detail = `column "${time}" must have a value in every row with a label, got none in data row ${without + 1}`;
  return [{ check: 'time', status, detail }];
}

async function dataChecks(
  settings: ExperimentSettings,
  options: Pick<WorkOptions, 'signal' | 'progress'>,
): Promise<SetupCheck[]> {
  const { data, config } = settings;
  if (data === undefined) return [{ check: 'data', status: 'warning', detail: 'no data in fraudx.yaml yet' }];
  try {
    const { target } = config;
    const { frame, time, notes } = await readMeant(data, settings, { ...options, target });
    const rowsText = `${countText(frame.nRows)} rows`;
    if (target === undefined) return [{ check: 'data', status: 'warning', detail: `${rowsText}, no target named` }];
    const labelled = labelledRows(frame, target, { values: labelValuesOf(config) });
    const { rows, y, unlabelled } = labelled;
    const positives = y.reduce((sum, label) => sum + label, 0);
    for (const name of [
      ...(config.drop ?? []),
      ...(config.categorical ?? []),
      ...timeInputsOf(config),
      ...entityColumns(config.entity),
      config.terminal,
      config.amount,
      config.sampleWeight,
    ]) {
      if (name !== undefined) frame.column(name);
    }
    const inverted = findInvertedLabel(frame, target, labelValuesOf(config));
    const noticed = [
      ...notes.reading,
      ...notes.times,
      ...(inverted === undefined ? [] : [invertedLabelText(inverted, target)]),
    ];
    return [
      {
        check: 'data',
        status: 'ok',
        detail: `${rowsText}, ${frame.columns.length} columns, ${percentText(positives / y.length)} fraud${unlabelled === 0 ? '' : `, ${countText(unlabelled)} rows without a label`}`,
      },
      ...noticed.map((detail): SetupCheck => ({ check: 'data', status: 'warning', detail })),
      ...notes.derivation.map((detail): SetupCheck => ({ check: 'derive', status: 'warning', detail })),
      ...timeChecks(frame, rows, time, settings),
      ...amountChecks(frame, rows, settings),
      ...leakChecks(frame, labelled, settings, time),
    ];
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    return [problemOf('data', error)];
  }
}

/**
 * Looks at the data, the columns and the gates of settings before anything is trained: what cannot work is a problem, what a training would note a warning.
 *
 * @throws {InterruptedError} `signal` was aborted. Whatever else is wrong is in what is returned.
 */
export async function checkSetup(
  settings: ExperimentSettings,
  options: Pick<WorkOptions, 'signal' | 'progress'> = {},
): Promise<SetupCheck[]> {
  checkSettings('checkSetup', settings);
  checkLookOptions('checkSetup', options);
  return [...(await dataChecks(settings, options)), ...gateChecks(settings)];
}
