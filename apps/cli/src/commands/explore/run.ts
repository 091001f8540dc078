import { countText, metricText, percentText } from '@fraudx/core';
import { modeOfSources, writeFileAtomic } from '@fraudx/core/files';
import type { Exploration } from '@fraudx/data';
import type { EncodingSuggestion } from '@fraudx/features';
import { columnsToShow, exploreData, exploreHtml, shownGaps, shownShifts } from '@fraudx/pipelines';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { htmlFile } from '../../options/html-file.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { bold } from '../../output/style.ts';
import { table } from '../../output/table.ts';
import { showingData } from '../../settings/check-data-place.ts';
import { loadSettings } from '../../settings/settings.ts';
import { wrap } from '../../output/wrap.ts';
import type { ShownColumns } from '../data/render-description.ts';
import { renderDescription } from '../data/render-description.ts';
import { columnsAsked } from '../../options/columns-asked.ts';
import { required } from '../../options/required.ts';
import type { DatasetOptions, MeaningOptions, ReadingOptions } from '../../options/setting-flags.ts';
import type { Lines } from '../../output/lines.ts';
import { lines } from '../../output/lines.ts';

/** Options of `fraudx explore`. */
export interface ExploreCommandOptions
  extends Pick<DatasetOptions, 'data' | 'target' | 'time' | 'categorical'>, ReadingOptions, MeaningOptions {
  readonly html?: string;
  readonly all?: boolean;
  readonly correlations?: boolean;
}

function shareText(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** The most telling columns of a wide table, with what to do to see the others; undefined where all are shown. */
function shownColumns(exploration: Exploration): ShownColumns | undefined {
  const { shown, others, first } = columnsToShow(exploration);
  if (first === undefined) return undefined;
  const { length } = exploration.description.columns;
  const more = countText(others.length);
  return {
    columns: shown,
    note: `The ${shown.length} of ${countText(length)} columns ${first}; ${more} more: --all lists them here, --html FILE on a page, --json for programs.`,
  };
}

function render(
  width: number,
  path: string,
  fingerprint: string,
  exploration: Exploration,
  warnings: readonly string[],
  all: boolean,
): Lines {
  const { description, correlations, drift } = exploration;
  const shown = all ? undefined : shownColumns(exploration);
  const parts: (string | Lines)[] = [renderDescription(path, fingerprint, description, width, warnings, shown)];
  const gaps = shownGaps(exploration);
  if (gaps.length > 0) {
    const rows = gaps.map(({ column, difference, where, genuine, fraud }) => [
      column,
      where.length > 20 ? `${where.slice(0, 19)}…` : where,
      shareText(genuine),
      shareText(fraud),
      difference.toFixed(2),
    ]);
    parts.push(
      '',
      bold('Where the classes differ most'),
      table(['column', 'share of', 'genuine', 'fraud', 'difference'], rows, width),
    );
  }
  const strong = correlations.filter(({ value }) => Math.abs(value) >= 0.3).slice(0, 8);
  if (strong.length > 0) {
    const rows = strong.map(({ left, right, value }) => [left, right, value.toFixed(3)]);
    parts.push('', bold('Strongest correlations'), table(['column', 'with', 'r'], rows));
  }
  if (exploration.uncorrelated !== undefined) {
    const note = `${countText(exploration.uncorrelated)} numeric columns: correlations take long and are not computed; --correlations computes them.`;
    parts.push('', wrap(note, width, 0));
  }
  if (drift !== undefined) {
    const rates = drift.segments.map(({ fraudRate }) => (fraudRate === undefined ? '–' : percentText(fraudRate)));
    if (rates.some((rate) => rate !== '–'))
      parts.push(
        '',
        bold(`Fraud rate over time${exploration.timeZone === undefined ? '' : ` (${exploration.timeZone})`}`),
        wrap(rates.join('  '), width, 0),
      );
    if (drift.segments.some(({ unlabelled = 0 }) => unlabelled > 0)) {
      const shares = drift.segments.map(({ unlabelled = 0, rows }) => shareText(unlabelled / rows));
      parts.push('', bold('Rows without a label over time'), wrap(shares.join('  '), width, 0));
    }
    const shifting = shownShifts(drift.columns).slice(0, 8);
    if (shifting.length > 0) {
      const rows = shifting.map(({ column, psi, expected, shift }) => [
        column,
        metricText(psi),
        metricText(expected),
        shift,
      ]);
      parts.push(
        '',
        bold('Columns that shift between the first and the last half'),
        table(['column', 'PSI', 'by chance', 'shift'], rows),
      );
    }
  }
  return lines(...parts);
}

/** A search over the encodings of a column as YAML: its name, which may hold anything, stays a name. */
export function encodingExample({ column, encodings }: Pick<EncodingSuggestion, 'column' | 'encodings'>): string {
  return `tuning: { space: { ${JSON.stringify(`categoryEncoding.${column}`)}: [${encodings.join(', ')}] } }`;
}

/** What to try for columns of many categories, as a config says it. */
function encodingsText(suggestions: readonly EncodingSuggestion[], width: number): (string | Lines)[] {
  if (suggestions.length === 0) return [];
  const rows = suggestions
    .slice(0, 8)
    .map(({ column, categories, singleShare, encodings }) => [
      column,
      countText(categories),
      shareText(singleShare),
      encodings.join(', '),
    ]);
  const first = suggestions[0]!;
  const example = encodingExample(first);
  return [
    '',
    bold('Encodings to try for columns with many categories'),
    table(['column', 'categories', 'rows alone in their category', 'encodings'], rows, width),
    wrap(`To compare them with tune, in fraudx.yaml: ${example}; to choose one: categoryEncoding.`, width, 0),
  ];
}

/** Looks at a data file from all sides. */
export async function runExplore(
  _args: readonly [string | undefined],
  options: ExploreCommandOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = showingData(await loadSettings({ ...options }, io), io);
  required(settings.data, 'FILE', 'data');
  const html =
    options.html === undefined
      ? undefined
      : htmlFile(
          { command: 'explore', flag: '--html', hint: 'The page is one file, such as --html data.html.' },
          options.html,
          io.cwd,
        );
  const bar = await createProgressBar(io, options);
  const { correlations } = options;
  const modeNow = modeOfSources([settings.data]);
  const { data, fingerprint, exploration, encodings, warnings } = await exploreData(settings, {
    mustExist: columnsAsked(options),
    ...(correlations === undefined ? {} : { correlations }),
    progress: bar.progress,
    signal: io.signal,
  });
  if (html !== undefined) {
    const mode = modeNow();
    const text = await exploreHtml(data, exploration, warnings);
    await writeFileAtomic(html, text, mode === undefined ? {} : { mode });
  }
  bar.stop();
  const { description, ...rest } = exploration;
  const text = [
    render(io.columns, data, fingerprint, exploration, warnings, options.all === true),
    ...encodingsText(encodings, io.columns),
    ...(html === undefined ? [] : ['', html]),
  ];
  return {
    json: {
      path: data,
      fingerprint,
      warnings,
      ...description,
      ...rest,
      encodings,
      ...(html === undefined ? {} : { html }),
    },
    text: lines(...text),
  };
}
