import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { withFileArgument } from '../../options/file-argument.ts';
import { atLeastZero, integer, list } from '../../options/parsers.ts';
import { readingFlags, timeFlags, withFlags } from '../../options/setting-flags.ts';

/** Declares `fraudx init`. */
export function declareInit(program: Command, deps: ProgramDeps): void {
  const command = program
    .command('init')
    .description('write a fraudx.yaml with every key explained, filled in from a data file')
    .option('--data <file>', 'data file to inspect')
    .option('--target <column>', 'label column (default: guessed from the names)')
    .option('--time <column>', 'column that orders rows in time (default: guessed from the names and types)')
    .option(
      '--drop <columns>',
      'columns to leave out, comma-separated (default: ids, and columns that leak the label)',
      list,
    )
    .option('--alerts-per-day <n>', 'alerts that can be reviewed per day: the threshold keeps to them', integer(1))
    .option(
      '--alert-cost <sum>',
      'what a false alert costs, if a missed fraud costs its amount: the threshold is min-cost',
      atLeastZero,
    )
    .option('--categorical <columns>', 'columns to treat as categories, comma-separated', list)
    .option('--print', 'print it and write nothing')
    .option('--force', 'replace an existing fraudx.yaml');
  withFileArgument(withFlags(command, readingFlags, { timeZone: timeFlags.timeZone }));
  withCommonOptions(command, ['fraudx init transactions.parquet --target fraud', 'fraudx init --print']);
  handledBy(command, deps, async () => (await import('./run.ts')).runInit);
}
