import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { countText, metricText, shellQuoted } from '@fraudx/core';
import type { DataLeakage } from '@fraudx/pipelines';
import { checkDataForLeakage } from '@fraudx/pipelines';
import { EXIT } from '../../exit-codes.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { table } from '../../output/table.ts';
import { showingData } from '../../settings/check-data-place.ts';
import { loadSettings } from '../../settings/settings.ts';
import { required } from '../../options/required.ts';
import type { Lines } from '../../output/lines.ts';
import { lines } from '../../output/lines.ts';
import type { DatasetOptions } from '../../options/setting-flags.ts';

/** How to leave columns out: a flag replaces what the config leaves out, so that it must name those too. */
function dropAdvice(leaking: readonly string[], dropped: readonly string[], isFromFile: boolean): string {
  const flag = `--drop ${shellQuoted([...new Set([...dropped, ...leaking])].join(','))}`;
  if (!isFromFile || dropped.length === 0) return `Leave out with: ${flag}`;
  return `Add to "drop:" in fraudx.yaml: ${leaking.map((name) => JSON.stringify(name)).join(', ')}; or, with what is left out already: ${flag}`;
}

function render(
  { data, rows, columns, leaks, unlabelled, bestOther }: DataLeakage,
  dropped: readonly string[],
  isFromFile: boolean,
): Lines {
  const looked = `${columns.length} columns of ${countText(rows)} rows checked`;
  const leaking = leaks.filter(({ severity }) => severity === 'leak').map(({ column }) => column);
  const found =
    leaks.length === 0
      ? [`${data}: no leak found, ${looked}`]
      : [
          `${data}: ${looked}`,
          '',
          table(
            ['column', 'verdict', 'why'],
            leaks.map((leak) => [leak.column, leak.severity, leak.detail]),
          ),
          ...(leaking.length === 0 ? [] : ['', dropAdvice(leaking, dropped, isFromFile)]),
        ];
  return lines(
    ...found,
    ...(unlabelled === 0 ? [] : [`${countText(unlabelled)} rows without a label left out`]),
    ...(bestOther === undefined
      ? []
      : [
          `Best column alone${leaks.length === 0 ? '' : ' among the others'}: ${bestOther.column}, AUC ${metricText(bestOther.auc)}`,
        ]),
  );
}

/** Looks for columns that leak the label or the future. */
export async function runLeakageCheck(
  _args: readonly [],
  options: DatasetOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = showingData(await loadSettings(options, io), io);
  required(settings.data, '--data', 'data');
  required(settings.config.target, '--target', 'target');
  const bar = await createProgressBar(io, options);
  const found = await checkDataForLeakage(settings, {
    mustExist: options.categorical === undefined ? [] : ['categorical'],
    progress: bar.progress,
    signal: io.signal,
  });
  bar.stop();
  return {
    json: {
      data: found.data,
      target: found.target,
      rows: found.rows,
      unlabelled_rows: found.unlabelled,
      leaking: found.isLeaking,
      leaks: found.leaks,
      best_other: found.bestOther ?? null,
      columns: found.columns.map(({ column, auc }) => ({ column, auc: Number.isNaN(auc) ? null : auc })),
    },
    text: render(found, settings.config.drop ?? [], options.drop === undefined),
    exitCode: found.isLeaking ? EXIT.negative : EXIT.done,
  };
}
