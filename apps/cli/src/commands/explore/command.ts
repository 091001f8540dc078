import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { withFileArgument } from '../../options/file-argument.ts';
import { timeColumns } from '../../options/parsers.ts';
import { categoryFlags, labelFlags, readingFlags, timeFlags, withFlags } from '../../options/setting-flags.ts';

/** Declares `fraudx explore`. */
export function declareExplore(program: Command, deps: ProgramDeps): void {
  const explore = program
    .command('explore')
    .description('schema, statistics, class balance, distributions by class, correlations, drift over time')
    .option('--target <column>', 'label column')
    .option('--time <column>', 'column that orders rows in time, or date=Date,clock=Time and the like', timeColumns)
    .option('--all', 'list every column (default: of more than 40, the 20 most informative)')
    .option('--correlations', 'correlate all numeric columns, even if there are more than 500')
    .option('--html <file>', 'write one self-contained page with plots');
  withFileArgument(withFlags(explore, readingFlags, timeFlags, labelFlags, categoryFlags));
  withCommonOptions(explore, [
    'fraudx explore transactions.parquet --target tx_fraud --time tx_datetime --html explore.html',
    'fraudx explore cards.csv.gz --target Class --json',
  ]);
  handledBy(explore, deps, async () => (await import('./run.ts')).runExplore);
}
