import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { thresholdText } from '../../options/threshold-option.ts';
import { withTargetOptions } from '../../options/target-options.ts';

/** Declares `fraudx promote`. */
export function declarePromote(program: Command, deps: ProgramDeps): void {
  const command = program
    .command('promote')
    .argument('[run]', 'run id or its beginning (default: the best run of this config in the experiment)')
    .description('put a model into production: gate, validate, back up, write parameters and config, record')
    .option('--approved-by <who>', 'who approves (default: promotion.approvedBy, or FRAUDX_APPROVED_BY)')
    .option('--allow-rough', 'let gates pass on a bound from few days or frauds (default: evaluation.allowRough)')
    .option('--threshold <number|strategy>', thresholdText)
    .option('--yes', 'do not ask for confirmation in a terminal')
    .option('--registry-version <arn>', 'version in the model registry that must be approved (target aws)')
    .option('--trigger', 'start the pipeline with the new parameters (default for the local target)')
    .option('--no-trigger', 'do not start the pipeline')
    .option('--experiment <name>', 'name that groups runs (default: "default")')
    .option('--features <module>', "the model's custom feature strategy, if it has one; its code runs")
    .option('--prune', 'remove parameters that the new set does not have (default: they stay)')
    .option('--allow-overlap', 'continue although test rows occur in training')
    .option('--dry-run', 'show what would change and change nothing');
  withTargetOptions(command);
  withCommonOptions(command, [
    'fraudx promote --dry-run',
    'fraudx promote run-01jc9v --approved-by "Ada Lovelace" --json',
  ]);
  handledBy(command, deps, async () => (await import('./run.ts')).runPromote);
}
