import type { Command } from 'commander';
import type { ProgramDeps } from '../../command.ts';
import { handledBy, withCommonOptions } from '../../command.ts';
import { integer } from '../../options/parsers.ts';

/** Declares `fraudx studies list|show|best|report|rename|delete|export|import`. */
export function declareStudies(program: Command, deps: ProgramDeps): void {
  const studies = program
    .command('studies')
    .description('list, show, report, rename, delete, export and import studies of tune');

  const listCommand = studies.command('list').description('studies, newest first');
  withCommonOptions(listCommand, ['fraudx studies list', 'fraudx studies list --json']);
  handledBy(listCommand, deps, async () => (await import('./list.ts')).runStudiesList);

  const showCommand = studies
    .command('show')
    .argument('<study>', 'name or id of the study')
    .description('what a study has found: counts, best trials, importances')
    .option('--limit <n>', 'trials to list, the best first (default: 10)', integer(0));
  withCommonOptions(showCommand, [
    'fraudx studies show cards-2026',
    'fraudx studies show run-01jc9v --limit 50 --json',
  ]);
  handledBy(showCommand, deps, async () => (await import('./show.ts')).runStudiesShow);

  const bestCommand = studies
    .command('best')
    .argument('<study>', 'name or id of the study')
    .description('the hyperparameters of the best trial, as a config has them');
  withCommonOptions(bestCommand, ['fraudx studies best run-01jc9v', 'fraudx studies best run-01jc9v --json']);
  handledBy(bestCommand, deps, async () => (await import('./best.ts')).runStudiesBest);

  const reportCommand = studies
    .command('report')
    .argument('<study>', 'name or id of the study')
    .description('write one HTML page with plots of a study, also of one that runs or was imported')
    .requiredOption('--output <file>', 'the page, such as study.html; a file that is there is replaced');
  withCommonOptions(reportCommand, [
    'fraudx studies report cards-2026 --output study.html',
    'fraudx studies report run-01jc9v --output reports/study.html --json',
  ]);
  handledBy(reportCommand, deps, async () => (await import('./report.ts')).runStudiesReport);

  const renameCommand = studies
    .command('rename')
    .argument('<study>', 'name or id of the study')
    .argument('<name>', 'its new name')
    .description('give a study another name');
  withCommonOptions(renameCommand, [
    'fraudx studies rename run-01jc9v cards-2026',
    'fraudx studies rename cards old-cards',
  ]);
  handledBy(renameCommand, deps, async () => (await import('./rename.ts')).runStudiesRename);

  const deleteCommand = studies
    .command('delete')
    .argument('<study>', 'name or id of the study')
    .description('remove a study with its trials; runs and models stay')
    .option('--yes', 'without asking');
  withCommonOptions(deleteCommand, [
    'fraudx studies delete run-01jc9v',
    'fraudx studies delete run-01jc9v --yes --json',
  ]);
  handledBy(deleteCommand, deps, async () => (await import('./delete.ts')).runStudiesDelete);

  const exportCommand = studies
    .command('export')
    .argument('<study>', 'name or id of the study')
    .description(
      'write a study as a database or journal of Optuna, for its dashboard and load_study, or its trials as a table',
    )
    .requiredOption(
      '--to <file>',
      'optuna.db (.sqlite, .sqlite3), journal.log (.jsonl), or trials.csv (.csv.gz, .tsv, .parquet) with the columns of trials_dataframe',
    )
    .option('--name <name>', 'name of the study in a file of Optuna (default: its name)')
    .option(
      '--escape-formulas',
      'put an apostrophe before texts that a spreadsheet would evaluate, such as =SUM(1), in CSV output',
    )
    .option('--force', 'replace a file that is there');
  withCommonOptions(exportCommand, [
    'fraudx studies export run-01jc9v --to optuna.db',
    'fraudx studies export run-01jc9v --to journal.log --name cards',
    'fraudx studies export cards-2026 --to trials.csv',
  ]);
  handledBy(exportCommand, deps, async () => (await import('./exchange.ts')).runStudiesExport);

  const importCommand = studies
    .command('import')
    .argument('<file>', 'optuna.db (.sqlite, .sqlite3) or journal.log (.jsonl)')
    .description('take a study from a database or journal of Optuna')
    .option('--name <name>', 'which study of the file (default: the only one)');
  withCommonOptions(importCommand, [
    'fraudx studies import optuna.db',
    'fraudx studies import optuna.db --name cards --json',
  ]);
  handledBy(importCommand, deps, async () => (await import('./exchange.ts')).runStudiesImport);
}
