import { resolve } from 'node:path';
import { metricText } from '@fraudx/core';
import { checkNewFile, modeOfSources, writeFileAtomic } from '@fraudx/core/files';
import { closeTrainingPool } from '@fraudx/models';
import type { RankFeaturesOptions } from '@fraudx/pipelines';
import { rankFeatures } from '@fraudx/pipelines';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { table } from '../../output/table.ts';
import { loadSettings } from '../../settings/settings.ts';
import { lines } from '../../output/lines.ts';
import type { AlgorithmOptions, DatasetOptions } from '../../options/setting-flags.ts';

/** Options of `fraudx features select`. */
export interface FeaturesSelectOptions
  extends DatasetOptions, AlgorithmOptions, Pick<RankFeaturesOptions, 'k' | 'method'> {
  readonly output?: string;
}

/** Ranks features; test rows are not looked at, validation rows only for permutation importance. */
export async function runFeaturesSelect(
  _args: readonly [],
  options: FeaturesSelectOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadSettings(options, io);
  const output = options.output === undefined ? undefined : resolve(io.cwd, options.output);
  if (output !== undefined) checkNewFile('features select', output, { inputs: [settings.data], replace: true });
  io.container.onExit(closeTrainingPool);
  const modeNow = modeOfSources([settings.data]);
  const bar = await createProgressBar(io, options);
  const { k, method } = options;
  const { selected, ...ranking } = await rankFeatures(settings, {
    ...(k === undefined ? {} : { k }),
    ...(method === undefined ? {} : { method }),
    progress: bar.progress,
    signal: io.signal,
    onNotes: (notes) => noteWarnings(io, options, notes),
  });
  bar.stop();
  const scores = ranking.scores.map(({ pValue, ...row }) => (pValue === undefined ? row : { ...row, p_value: pValue }));
  const report = { method: ranking.method, k: ranking.k, selected, scores, split: ranking.split };
  if (output !== undefined) {
    const mode = modeNow();
    await writeFileAtomic(output, `${JSON.stringify(report, null, 2)}\n`, mode === undefined ? {} : { mode });
  }
  const headings = Object.keys(scores[0] ?? {});
  const cell = (value: string | number | null | undefined): string =>
    typeof value === 'string' ? value : metricText(value ?? null);
  const rows: readonly Readonly<Record<string, string | number | null>>[] = scores;
  return {
    json: report,
    text: lines(
      table(
        headings,
        rows.slice(0, 40).map((row) => headings.map((heading) => cell(row[heading]))),
      ),
      '',
      `Chosen on training rows by ${ranking.method}: ${selected.join(', ')}`,
    ),
  };
}
