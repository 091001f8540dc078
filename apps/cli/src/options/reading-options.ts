import { Option } from 'commander';
import type { Command } from 'commander';
import { list } from './parsers.ts';

/** Options that say how a text file is read. */
export interface ReadingOptions {
  readonly renameDuplicates?: boolean;
  readonly encoding?: string;
  readonly decimalMark?: 'point' | 'comma';
  readonly dateOrder?: 'day-first' | 'month-first';
  readonly missing?: string[];
}

/** Which columns are categories, whatever they look like. */
export interface CategoricalOptions {
  readonly categorical?: string[];
}

/** Adds the option of {@link CategoricalOptions}. */
export function withCategoricalOption(command: Command): Command {
  return command.option('--categorical <columns>', 'columns to treat as categories, comma-separated', list);
}

/** Adds the options of {@link ReadingOptions}. */
export function withReadingOptions(command: Command): Command {
  return command
    .option('--rename-duplicates', 'read repeated column names as name, name_2, …')
    .option(
      '--encoding <name>',
      'encoding of a CSV file, e.g. windows-1252 (default: UTF-8, or UTF-16 by its first bytes)',
    )
    .addOption(
      new Option(
        '--decimal-mark <mark>',
        'what parts the fraction where both fit, as in 1.234 (default: what other columns prove)',
      ).choices(['point', 'comma']),
    )
    .addOption(
      new Option(
        '--date-order <order>',
        'what 03/04/2025 means (default: the only order that fits the whole column)',
      ).choices(['day-first', 'month-first']),
    )
    .option(
      '--missing <texts>',
      'further texts that mean "no value", comma-separated; beside the empty one, NA, N/A, null, NaN, ? and spreadsheet errors',
      list,
    );
}
