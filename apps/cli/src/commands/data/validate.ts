import { countText, InvalidArgumentError, withoutSecrets } from '@fraudx/core';
import type { ValidationRules } from '@fraudx/data';
import { validateFrame } from '@fraudx/data';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { readData } from '@fraudx/pipelines';
import { createProgressBar } from '../../output/progress-bar.ts';
import { warningLines } from '../../output/warnings.ts';
import { loadSettings } from '../../settings/settings.ts';
import { required } from '../../options/required.ts';
import { oneLine } from '../../output/one-line.ts';
import type { CategoricalOptions, ReadingOptions } from '../../options/setting-flags.ts';

/** Checks a data file against the rules of the config. */
export async function runDataValidate(
  _args: readonly [string | undefined],
  options: { readonly data?: string } & ReadingOptions & CategoricalOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadSettings(options, io);
  const source = required(settings.data, 'FILE', 'data');
  const rules = settings.config.validation;
  if (rules === undefined) {
    throw new InvalidArgumentError('data validate: fraudx.yaml must have rules under "validation:", got none', {
      code: 'MISSING_OPTION',
      hint: 'For example: validation: { amount: { min: 0, maxMissing: 0.01 } }',
    });
  }
  const path = withoutSecrets(source);
  const bar = await createProgressBar(io, options);
  const { frame, schema } = await readData(source, settings, {
    onProgress: bar.progress,
    signal: io.signal,
  });
  bar.stop();
  const report = validateFrame(frame, rules as ValidationRules);
  const summary = `${path}: ${countText(frame.nRows)} rows, ${report.checks} rules checked, ${report.violations.length} broken`;
  return {
    json: { data: path, rows: frame.nRows, warnings: schema.warnings, ...report },
    text: [
      oneLine(summary),
      ...report.violations.map(({ message }) => `  ${oneLine(message)}`),
      ...warningLines(schema.warnings),
    ].join('\n'),
    exitCode: report.valid ? EXIT.done : EXIT.negative,
  };
}
