import { Option } from 'commander';
import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { withFileArgument } from '../../options/file-argument.ts';
import { offering } from '../../options/offering.ts';
import { atLeastZero, choices, entities, integer, positives, timeColumns } from '../../options/parsers.ts';
import {
  algorithmFlags,
  categoryFlags,
  datasetFlags,
  labelFlags,
  readingFlags,
  timeFlags,
  withFlags,
} from '../../options/setting-flags.ts';

/** As `behaviourStatistics` of @fraudx/features, which help does not load. */
export const statistics = [
  'count',
  'mean',
  'since_last',
  'sum',
  'max',
  'std',
  'distinct',
  'velocity',
  'deviation',
  'risk',
] as const;

/** Declares `fraudx features build|select`. */
export function declareFeatures(program: Command, deps: ProgramDeps): void {
  const features = program.command('features').description('make features from raw transactions');
  const build = features
    .command('build')
    .description('time, amount and behaviour features; each row sees only rows before it')
    .option('--data <file>', 'raw transactions: a file, s3://bucket/key, or redis://host:port/db?match=tx:*')
    .requiredOption('--output <file>', 'file to write: .csv, .csv.gz, .parquet or .jsonl')
    .option(
      '--time <column>',
      'time of the transaction, or date=Date,clock=Time and the like (default: tx_datetime)',
      timeColumns,
    )
    .option(
      '--entity <columns>',
      'customer or card; several, each with its own past, with commas (default: customer_id)',
      entities,
    )
    .option('--terminal <column>', 'terminal or merchant (default: terminal_id)')
    .option('--amount <column>', 'amount; without one, no amount features (default: tx_amount where the data has it)')
    .option('--target <column>', 'label, for terminal risk (default: tx_fraud)')
    .option('--window-days <list>', 'how far features look back (default: features.windowDays, or 1,7,30)', positives)
    .option('--delay-days <n>', 'days until a label is known (default: features.delayDays, or 7)', atLeastZero)
    .option(
      '--statistics <list>',
      `which features: ${statistics.join(', ')} (default: count,mean,since_last,risk)`,
      choices(statistics),
    )
    .option('--sort', 'sort the rows by time first, on disk (always done for Redis)')
    .option('--replace', 'recompute features that the data already has as columns')
    .option(
      '--escape-formulas',
      'put an apostrophe before texts that a spreadsheet would evaluate, such as =SUM(1), in CSV output',
    )
    .option('--force', 'replace an existing file');
  withFileArgument(withFlags(build, readingFlags, timeFlags, labelFlags, categoryFlags));
  withCommonOptions(build, [
    'fraudx features build --data transactions.parquet --output features.parquet',
    'fraudx features build --data tx.csv --output features.csv --time when --entity card --amount eur --target fraud',
    'fraudx features build --data tx.csv --output features.csv --entity card,merchant --statistics count,distinct',
    'fraudx features build --data tx.csv --output features.csv --window-days 2,14 --delay-days 14 --statistics sum,max,std',
  ]);
  handledBy(build, deps, async () => (await import('./build.ts')).runFeaturesBuild);

  const select = features
    .command('select')
    .description('rank features on training rows only and name the best')
    .option('--k <n>', 'features to keep (default: half of them)', integer(1))
    .addOption(
      offering(
        new Option('--method <name>', 'anova, chi2, mutual-information, rfe, or importance (gain and permutation)'),
        ['anova', 'chi2', 'mutual-information', 'rfe', 'importance'],
      ),
    )
    .option('--output <file>', 'write the names and scores as JSON');
  withFileArgument(withFlags(select, datasetFlags, algorithmFlags));
  withCommonOptions(select, [
    'fraudx features select --data features.parquet --target tx_fraud --k 10',
    'fraudx features select --data features.parquet --target tx_fraud --method importance --json',
  ]);
  handledBy(select, deps, async () => (await import('./select.ts')).runFeaturesSelect);
}
