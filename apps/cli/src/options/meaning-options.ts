import { timeUnits } from '@fraudx/core';
import { Option } from 'commander';
import type { Command } from 'commander';
import { list } from './parsers.ts';

/** Options that say what labels of the data mean. */
export interface LabelOptions {
  readonly positive?: string[];
  readonly negative?: string[];
}

/** Options that say what times and labels of the data mean. */
export interface MeaningOptions extends LabelOptions {
  readonly timeUnit?: string;
  readonly timeZone?: string;
}

/** Adds the options of {@link MeaningOptions} that speak of times. */
export function withTimeMeaning(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--time-unit <unit>',
        'what numbers of the time column count (default: seconds since 1970, or milliseconds and so on by their size)',
      ).choices(timeUnits),
    )
    .option(
      '--time-zone <name>',
      'zone of hours, nights, weekdays and days, and of times that say none, e.g. Europe/Madrid (default: UTC)',
    );
}

/** Adds the options of {@link MeaningOptions} that speak of labels. */
export function withLabelMeaning(command: Command): Command {
  return command
    .option('--positive <values>', 'values of the label column that mean fraud, comma-separated; * is all others', list)
    .option('--negative <values>', 'values that mean genuine; what is in neither list has no label', list);
}

/** Adds the options of {@link MeaningOptions}. */
export function withMeaningOptions(command: Command): Command {
  return withLabelMeaning(withTimeMeaning(command));
}
