import { Command } from 'commander';
import type { ProgramDeps } from './command.ts';
import { declareCompletion } from './commands/completion/command.ts';
import { declareConfig } from './commands/config/command.ts';
import { declareData } from './commands/data/command.ts';
import { declareDoctor } from './commands/doctor/command.ts';
import { declareEvaluate } from './commands/evaluate/command.ts';
import { declareExport } from './commands/export/command.ts';
import { declareFeatures } from './commands/features/command.ts';
import { declareExplore } from './commands/explore/command.ts';
import { declareInit } from './commands/init/command.ts';
import { declarePipeline } from './commands/pipeline/command.ts';
import { declareLeakage } from './commands/leakage/command.ts';
import { declarePredict } from './commands/predict/command.ts';
import { declarePromote } from './commands/promote/command.ts';
import { declarePromotions } from './commands/promotions/command.ts';
import { declareRollback } from './commands/rollback/command.ts';
import { declareRuns } from './commands/runs/command.ts';
import { declareStudies } from './commands/studies/command.ts';
import { declareSweep } from './commands/sweep/command.ts';
import { declareTrain } from './commands/train/command.ts';
import { declareTune } from './commands/tune/command.ts';
import { fraudxVersion } from './version.ts';

/** By name, in the order of the help. */
const declarations: Readonly<Record<string, (program: Command, deps: ProgramDeps) => void>> = {
  init: declareInit,
  doctor: declareDoctor,
  data: declareData,
  explore: declareExplore,
  features: declareFeatures,
  leakage: declareLeakage,
  train: declareTrain,
  tune: declareTune,
  sweep: declareSweep,
  evaluate: declareEvaluate,
  promote: declarePromote,
  rollback: declareRollback,
  promotions: declarePromotions,
  pipeline: declarePipeline,
  predict: declarePredict,
  export: declareExport,
  runs: declareRuns,
  studies: declareStudies,
  config: declareConfig,
  completion: declareCompletion,
};

/**
 * The whole command line; declarations only, handlers are loaded when their command runs.
 *
 * @param first - The first argument: where it names a command, only that one is declared, which is quicker. Default: all are.
 */
export function createProgram(deps: ProgramDeps, first?: string): Command {
  const program = new Command('fraudx')
    .description('track, tune, evaluate and promote fraud-detection models')
    .version(fraudxVersion)
    .exitOverride()
    .configureOutput({ writeOut: deps.io.out, writeErr: deps.io.err })
    .showHelpAfterError('(add --help for the options)')
    .enablePositionalOptions();
  const only = first !== undefined && Object.hasOwn(declarations, first) ? [declarations[first]!] : undefined;
  for (const declare of only ?? Object.values(declarations)) declare(program, deps);
  inheritSettings(program);
  program.addHelpText(
    'after',
    `
Start here:
  $ fraudx data generate --output transactions.parquet
  $ fraudx features build --data transactions.parquet --output features.parquet
  $ fraudx init --data features.parquet --target tx_fraud --time tx_datetime \\
      --drop transaction_id,customer_id,terminal_id,tx_fraud_scenario
  $ fraudx tune --strategy random
  $ fraudx evaluate
  $ fraudx promote --dry-run

Exit codes: 0 done, 1 negative outcome (a gate refused), 2 usage or invalid input, 3 disk, network, service, or the answer could not be written, 4 conflict, 70 a bug in fraudx, 130 interrupted.
`,
  );
  return program;
}

/** Subcommands made with `command()` copy exitOverride but not the output streams of groups made later; set both everywhere. */
function inheritSettings(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    inheritSettings(child);
  }
}
