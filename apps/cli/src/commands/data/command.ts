import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { integer } from '../../options/parsers.ts';
import { withFileArgument } from '../../options/file-argument.ts';
import { categoryFlags, labelFlags, readingFlags, withFlags } from '../../options/setting-flags.ts';

/** Declares `fraudx data generate|describe|validate`. */
export function declareData(program: Command, deps: ProgramDeps): void {
  const data = program.command('data').description('generate, describe and validate data');

  const generate = data
    .command('generate')
    .description('simulated card transactions with three fraud scenarios, in time order')
    .requiredOption('--output <file>', 'file to write: .csv, .csv.gz, .parquet or .jsonl')
    .option('--rows <n>', 'transactions (default: 100000)', integer(1))
    .option('--customers <n>', 'customers (default: from the rows)', integer(1))
    .option('--terminals <n>', 'terminals (default: from the rows)', integer(1))
    .option('--days <n>', 'days (default: 30 to 183, more with more rows)', integer(1))
    .option('--seed <n>', 'random seed (default: 42)', integer(0))
    .option('--force', 'replace an existing file');
  withCommonOptions(generate, [
    'fraudx data generate --output transactions.parquet --rows 200000',
    'fraudx data generate --output transactions.csv --rows 10000 --seed 7 --json',
  ]);
  handledBy(generate, deps, async () => (await import('./generate.ts')).runDataGenerate);

  const describe = data
    .command('describe')
    .description('schema, missing values, distributions, class balance')
    .option('--target <column>', 'label column');
  withFileArgument(withFlags(describe, readingFlags, labelFlags, categoryFlags));
  withCommonOptions(describe, [
    'fraudx data describe transactions.parquet --target tx_fraud',
    'fraudx data describe cards.csv.gz --json',
  ]);
  handledBy(describe, deps, async () => (await import('./describe.ts')).runDataDescribe);

  const validate = data
    .command('validate')
    .description('check a file against the rules under "validation:" of fraudx.yaml; exit code 1 when one is broken');
  withFileArgument(withFlags(validate, readingFlags, categoryFlags));
  withCommonOptions(validate, ['fraudx data validate', 'fraudx data validate transactions.parquet --json']);
  handledBy(validate, deps, async () => (await import('./validate.ts')).runDataValidate);
}
