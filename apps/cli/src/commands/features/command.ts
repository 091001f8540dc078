import { Option } from 'commander';
import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { withAlgorithmOptions, withDatasetOptions } from '../../options/dataset-options.ts';
import { integer } from '../../options/parsers.ts';
import { withReadingOptions } from '../../options/reading-options.ts';

/** Declares `fraudx features build|select`. */
export function declareFeatures(program: Command, deps: ProgramDeps): void {
  const features = program.command('features').description('make features from raw transactions');
  const build = features
    .command('build')
    .description('time, amount and behaviour features; each row sees only rows before it')
    .option('--data <file>', 'raw transactions: a file, s3://bucket/key, or redis://host:port/db?match=tx:*')
    .requiredOption('--output <file>', 'file to write: .csv, .csv.gz, .parquet or .jsonl')
    .option('--time <column>', 'time of the transaction (default: tx_datetime)')
    .option('--entity <column>', 'customer or card (default: customer_id)')
    .option('--terminal <column>', 'terminal or merchant (default: terminal_id)')
    .option('--amount <column>', 'amount (default: tx_amount)')
    .option('--target <column>', 'label, for terminal risk with a label delay of 7 days (default: tx_fraud)')
    .option('--sort', 'sort the rows by time first, on disk (a Redis store always is)')
    .option('--force', 'replace a file that is there');
  withReadingOptions(build);
  withCommonOptions(build, [
    'fraudx features build --data transactions.parquet --output features.parquet',
    'fraudx features build --data tx.csv --output features.csv --time when --entity card --amount eur --target fraud',
  ]);
  handledBy(build, deps, async () => (await import('./build.ts')).runFeaturesBuild);

  const select = features
    .command('select')
    .description('rank features on training rows only and name the best')
    .option('--k <n>', 'features to keep (default: half of them)', integer(1))
    .addOption(
      new Option(
        '--method <name>',
        'anova, chi2, mutual-information, rfe, or importance (gain and permutation)',
      ).choices(['anova', 'chi2', 'mutual-information', 'rfe', 'importance']),
    )
    .option('--output <file>', 'write the names and scores as JSON');
  withAlgorithmOptions(withDatasetOptions(select));
  withCommonOptions(select, [
    'fraudx features select --data features.parquet --target tx_fraud --k 10',
    'fraudx features select --data features.parquet --target tx_fraud --method importance --json',
  ]);
  handledBy(select, deps, async () => (await import('./select.ts')).runFeaturesSelect);
}
