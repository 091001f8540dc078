import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import type { ExportOptions } from './run.ts';

const forms = [
  { name: 'xgboost', ending: 'json', title: "XGBoost's JSON, for XGBoost >= 1.7" },
  { name: 'lightgbm', ending: 'txt', title: "LightGBM's text, for LightGBM >= 4" },
] as const;

/** Declares `fraudx export xgboost|lightgbm`. */
export function declareExport(program: Command, deps: ProgramDeps): void {
  const group = program.command('export').description('write a model in the format of another library');
  for (const { name, ending, title } of forms) {
    const command = group
      .command(name)
      .argument('[model]', 'run id or its beginning, or a model folder (default: the best run of the experiment)')
      .description(
        `write a model as ${title}; it scores the features after all transforms, which predict --matrix writes`,
      )
      .requiredOption('--output <file>', 'file to write')
      .option('--force', 'replace an existing file')
      .option('--experiment <name>', 'name that groups runs (default: "default")');
    withCommonOptions(command, [
      `fraudx export ${name} --output model.${ending}`,
      `fraudx export ${name} run-01jc9v --output model.${ending} --force --json`,
    ]);
    handledBy<readonly [string | undefined], ExportOptions>(command, deps, async () => {
      const { runExport } = await import('./run.ts');
      return (args, options, context) => runExport(name, args, options, context);
    });
  }
}
