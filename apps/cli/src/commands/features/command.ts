import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';

/** Declares `fraudx features build`. */
export function declareFeatures(program: Command, deps: ProgramDeps): void {
  const features = program.command('features').description('make features from raw transactions');
  const build = features
    .command('build')
    .description('time, amount and behaviour features; each row sees only rows before it')
    .option('--data <file>', 'raw transactions')
    .requiredOption('--output <file>', 'file to write: .csv, .csv.gz, .parquet or .jsonl')
    .option('--time <column>', 'time of the transaction (default: tx_datetime)')
    .option('--entity <column>', 'customer or card (default: customer_id)')
    .option('--terminal <column>', 'terminal or merchant (default: terminal_id)')
    .option('--amount <column>', 'amount (default: tx_amount)')
    .option('--target <column>', 'label, for terminal risk with a label delay of 7 days (default: tx_fraud)')
    .option('--force', 'replace a file that is there');
  withCommonOptions(build, [
    'fraudx features build --data transactions.parquet --output features.parquet',
    'fraudx features build --data tx.csv --output features.csv --time when --entity card --amount eur --target fraud',
  ]);
  handledBy(build, deps, async () => (await import('./build.ts')).runFeaturesBuild);
}
