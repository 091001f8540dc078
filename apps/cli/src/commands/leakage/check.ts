import { clockColumns, labelledRows, replacedParts, TimeReader } from '@fraudx/data';
import type { LeakageReport } from '@fraudx/features';
import { checkLeakage } from '@fraudx/features';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { countText, metricText, withoutSecrets, shellQuoted } from '@fraudx/core';
import {
  labelValuesOf,
  readData,
  textColumns,
  timeSettingsOf,
  withCategories,
  withDerivedColumns,
} from '@fraudx/pipelines';
import { EXIT } from '../../exit-codes.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { table } from '../../output/table.ts';
import { loadSettings } from '../../settings/settings.ts';
import { required } from '../../options/required.ts';
import { oneLine } from '../../output/one-line.ts';
import type { DatasetOptions } from '../../options/setting-flags.ts';

/** How to leave columns out: a flag replaces what the config leaves out, so that it must name those too. */
function dropAdvice(leaking: readonly string[], dropped: readonly string[], isFromFile: boolean): string {
  const flag = `--drop ${shellQuoted([...new Set([...dropped, ...leaking])].join(','))}`;
  if (!isFromFile || dropped.length === 0) return `Leave out with: ${flag}`;
  return `Add to "drop:" in fraudx.yaml: ${leaking.map((name) => JSON.stringify(name)).join(', ')}; or, with what is left out already: ${flag}`;
}

function render(
  report: LeakageReport,
  rows: number,
  path: string,
  dropped: readonly string[],
  isFromFile: boolean,
): string {
  const looked = `${report.columns.length} columns of ${countText(rows)} rows looked at`;
  if (report.leaks.length === 0) return `${oneLine(path)}: no leak found, ${looked}`;
  const lines = report.leaks.map((leak) => [leak.column, leak.severity, leak.detail]);
  const drop = report.leaks.filter(({ severity }) => severity === 'leak').map(({ column }) => column);
  return [
    `${oneLine(path)}: ${looked}`,
    '',
    table(['column', 'verdict', 'why'], lines),
    ...(drop.length === 0 ? [] : ['', oneLine(dropAdvice(drop, dropped, isFromFile))]),
  ].join('\n');
}

/** Looks for columns that know the label or the future. */
export async function runLeakageCheck(
  _args: readonly [],
  options: DatasetOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadSettings(options, io);
  const source = required(settings.data, '--data', 'data');
  const target = required(settings.config.target, '--target', 'target');
  const path = withoutSecrets(source);
  const bar = await createProgressBar(io, options);
  const times = timeSettingsOf(settings.config);
  const { frame: asRead } = await readData(source, settings, {
    texts: Object.keys(textColumns(path, clockColumns(times.parts))),
    onProgress: bar.progress,
    signal: io.signal,
  });
  bar.stop();
  const reader = new TimeReader(times);
  const { frame: read } = withDerivedColumns(reader.read(asRead), settings.config, target);
  const frame = withCategories(read, settings.config, options.categorical);
  const time = reader.column;
  const { sampleWeight } = settings.config;
  const replaced = times.parts === undefined ? [] : replacedParts(times.parts);
  const weighing = sampleWeight === undefined ? [] : [sampleWeight];
  const drop = [...(settings.config.drop ?? []), ...weighing, ...replaced];
  const { rows, y, unlabelled } = labelledRows(frame, target, { values: labelValuesOf(settings.config) });
  const report = checkLeakage(unlabelled === 0 ? frame : frame.take(rows), y, {
    target,
    ...(time === undefined ? {} : { time }),
    ...(times.zone === undefined ? {} : { timeZone: times.zone }),
    drop,
  });
  const best = bestOther(report);
  const leaking = report.leaks.some(({ severity }) => severity === 'leak');
  return {
    json: {
      data: path,
      target,
      rows: y.length,
      unlabelled_rows: unlabelled,
      leaking,
      leaks: report.leaks,
      best_other: best ?? null,
      columns: report.columns.map(({ column, auc }) => ({ column, auc: Number.isNaN(auc) ? null : auc })),
    },
    text: [
      render(report, y.length, path, settings.config.drop ?? [], options.drop === undefined),
      ...(unlabelled === 0 ? [] : [`${countText(unlabelled)} rows without a label left out`]),
      ...(best === undefined
        ? []
        : [
            `Best column alone${report.leaks.length === 0 ? '' : ' among the others'}: ${oneLine(best.column)}, AUC ${metricText(best.auc)}`,
          ]),
    ].join('\n'),
    exitCode: leaking ? EXIT.negative : EXIT.done,
  };
}

/** The column, of those without a verdict, that separates the classes best alone. */
function bestOther({ leaks, columns }: LeakageReport): LeakageReport['columns'][number] | undefined {
  const named = new Set(leaks.map(({ column }) => column));
  return columns
    .filter(({ column, auc }) => !named.has(column) && !Number.isNaN(auc))
    .toSorted((a, b) => b.auc - a.auc)[0];
}
