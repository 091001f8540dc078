import { countText } from '@fraudx/core';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { validateData } from '@fraudx/pipelines';
import { createProgressBar } from '../../output/progress-bar.ts';
import { warningLines } from '../../output/warnings.ts';
import { loadSettings } from '../../settings/settings.ts';
import { required } from '../../options/required.ts';
import { lines } from '../../output/lines.ts';
import type { CategoricalOptions, ReadingOptions } from '../../options/setting-flags.ts';

/** Checks a data file against the rules of the config. */
export async function runDataValidate(
  _args: readonly [string | undefined],
  options: { readonly data?: string } & ReadingOptions & CategoricalOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadSettings(options, io);
  required(settings.data, 'FILE', 'data');
  const bar = await createProgressBar(io, options);
  const { data, rows, warnings, report } = await validateData(settings, {
    progress: bar.progress,
    signal: io.signal,
  });
  bar.stop();
  const summary = `${data}: ${countText(rows)} rows, ${report.checks} rules checked, ${report.violations.length} broken`;
  return {
    json: { data, rows, warnings, ...report },
    text: lines(summary, ...report.violations.map(({ message }) => `  ${message}`), ...warningLines(warnings)),
    exitCode: report.valid ? EXIT.done : EXIT.negative,
  };
}
