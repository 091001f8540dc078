import type { DataDescription } from '@fraudx/data';
import { describeFrame } from '@fraudx/data';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { DataError, stopIfAborted, withoutSecrets } from '@fraudx/core';
import { labelValuesOf, readData, withCategories } from '@fraudx/pipelines';
import { userMessage } from '../../output/error.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { loadSettings } from '../../settings/settings.ts';
import { renderDescription } from './render-description.ts';
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
  const settings = await loadSettings({ ...options }, io);
  const bar = await createProgressBar(io, options);
  const source = required(settings.data, 'FILE', 'data');
  const path = withoutSecrets(source);
  const {
    frame: read,
    fingerprint,
    schema,
  } = await readData(source, settings, {
    onProgress: bar.progress,
    signal: io.signal,
  });
  bar.stop();
  const frame = withCategories(read, settings.config, options.categorical);
  await stopIfAborted(io.signal, 'data describe');
  // The config may speak of another file: its target counts only where this one has it.
  const target = options.target ?? (frame.has(settings.config.target ?? '') ? settings.config.target : undefined);
  const describe = (label: string | undefined): Promise<DataDescription> =>
    describeFrame(frame, {
      ...(label === undefined ? {} : { target: label, labelValues: labelValuesOf(settings.config) }),
      ...(settings.config.timeZone === undefined ? {} : { timeZone: settings.config.timeZone }),
      signal: io.signal,
    });
  const notes: string[] = [];
  const description = await describe(target).catch((error: unknown) => {
    if (options.target !== undefined || !(error instanceof DataError) || !error.code.startsWith('TARGET_')) throw error;
    // Only the config names it, which may be of a file whose labels are known.
    notes.push(`the target "${target}" of the config is not described: ${userMessage(error.message)}`);
    return describe(undefined);
  });
  await stopIfAborted(io.signal, 'data describe');
  return {
    json: { path, fingerprint: fingerprint.sha256, warnings: [...schema.warnings, ...notes], ...description },
    text: renderDescription(path, fingerprint.sha256, description, io.columns, [...schema.warnings, ...notes]),
  };
}
