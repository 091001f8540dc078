import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { describeData } from '@fraudx/pipelines';
import { createProgressBar } from '../../output/progress-bar.ts';
import { showingData } from '../../settings/check-data-place.ts';
import { loadSettings } from '../../settings/settings.ts';
import { renderDescription } from './render-description.ts';
import { columnsAsked } from '../../options/columns-asked.ts';
import { required } from '../../options/required.ts';
import type { CategoricalOptions, LabelOptions, ReadingOptions } from '../../options/setting-flags.ts';

/** Describes a data file. */
export async function runDataDescribe(
  _args: readonly [string | undefined],
  options: { readonly data?: string; readonly target?: string } & LabelOptions &
    ReadingOptions &
    CategoricalOptions &
    CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = showingData(await loadSettings({ ...options }, io), io);
  required(settings.data, 'FILE', 'data');
  const bar = await createProgressBar(io, options);
  const { data, fingerprint, warnings, description } = await describeData(settings, {
    mustExist: columnsAsked(options),
    progress: bar.progress,
    signal: io.signal,
  });
  bar.stop();
  return {
    json: { path: data, fingerprint, warnings, ...description },
    text: renderDescription(data, fingerprint, description, io.columns, warnings),
  };
}
