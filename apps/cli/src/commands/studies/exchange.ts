import { resolve } from 'node:path';
import { countText, shownValue } from '@fraudx/core';
import { checkNewFile } from '@fraudx/core/files';
import { studyFacts, writeTrialsTable } from '@fraudx/pipelines';
import type { TrialHistory } from '@fraudx/tuning';
import { findStudy } from '@fraudx/tuning';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { operand } from '../../output/operand.ts';
import { lines } from '../../output/lines.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { openStudies } from './open-study.ts';

/** Files that hold a table of trials. */
const tables = /\.(?:csv|csv\.gz|tsv|parquet)$/i;

/** Writes a study as a file of Optuna, or its trials as a table. */
export async function runStudiesExport(
  [named]: readonly [string],
  options: {
    readonly to: string;
    readonly name?: string;
    readonly force?: boolean;
    readonly escapeFormulas?: boolean;
  } & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const { exportStudy } = await import('@fraudx/local');
  const path = resolve(io.cwd, options.to);
  checkNewFile('studies export', path, { replace: options.force === true });
  const workspace = await openStudies(options, io);
  const studyId = await findStudy(workspace.studies, named);
  const starts = new Map<string, number>();
  for (const { runId, startedAt } of await workspace.runs.queryRuns({ kind: 'trial', limit: 100_000 }))
    starts.set(runId, startedAt);
  const startOf = (trial: TrialHistory): number | undefined =>
    'runId' in trial && trial.runId !== undefined ? starts.get(trial.runId) : undefined;
  if (tables.test(path)) {
    const rows = await writeTrialsTable(workspace, studyId, path, {
      replace: options.force === true,
      escapeFormulas: options.escapeFormulas === true,
      startOf,
    });
    return {
      json: { study_id: studyId, output: path, trials: rows },
      text: lines(`${path}: ${countText(rows)} trials of ${studyId}`),
    };
  }
  const { metrics: metricNames } = await studyFacts(workspace, await workspace.studies.getStudy(studyId));
  const trials = await exportStudy(workspace.studies, studyId, path, {
    ...(options.name === undefined ? {} : { name: options.name }),
    replace: options.force === true,
    ...(metricNames !== undefined && metricNames.length > 1 ? { metricNames } : {}),
    startOf,
  });
  return {
    json: { study_id: studyId, output: path, trials },
    text: lines(`${path}: ${countText(trials)} trials of ${studyId}`),
  };
}

/** A name from a file, as far as a line has room for it. */
function shownName(name: string): string {
  return shownValue(name.length > 100 ? `${name.slice(0, 100)}…` : name);
}

/** Takes a study from a file of Optuna. */
export async function runStudiesImport(
  [file]: readonly [string],
  options: { readonly name?: string } & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const { importStudy } = await import('@fraudx/local');
  const workspace = await openStudies(options, io, true);
  const { studyId, name, trials, notes } = await importStudy(workspace.studies, resolve(io.cwd, file), {
    name: options.name,
    signal: io.signal,
  });
  noteWarnings(io, options, notes);
  return {
    json: { study_id: studyId, name, trials, notes },
    text: lines(
      `${studyId}: ${countText(trials)} trials of ${shownName(name)}`,
      `Next: fraudx studies show ${operand(studyId)}`,
    ),
  };
}
