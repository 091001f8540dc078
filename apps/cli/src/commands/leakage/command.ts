import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { withFileArgument } from '../../options/file-argument.ts';
import { datasetFlags, withFlags } from '../../options/setting-flags.ts';

/** Declares `fraudx leakage check`. */
export function declareLeakage(program: Command, deps: ProgramDeps): void {
  const leakage = program.command('leakage').description('find columns that leak the label or the future');
  const check = leakage.command('check').description('check each column on its own; exit code 1 when one leaks');
  withFileArgument(withFlags(check, datasetFlags));
  withCommonOptions(check, [
    'fraudx leakage check transactions.parquet --target tx_fraud --time tx_datetime',
    'fraudx leakage check --data cards.csv --target Class --drop id --json',
  ]);
  handledBy(check, deps, async () => (await import('./check.ts')).runLeakageCheck);
}
