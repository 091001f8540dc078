import type { SelectionSummary, StudyRecord, TrialHistory } from '@fraudx/tuning';
import { describeSelection, isFeasible } from '@fraudx/tuning';
import type { Confirmation } from '../confirm/choose-confirmed.ts';
import type { OuterEstimate } from '../outer/outer-estimate.ts';
import { selectionOf } from '../selection.ts';
import type { TuningWorkspace } from '../search-trials.ts';
import { studyFacts } from './study-facts.ts';

/** What the page of a study is made from. */
export interface StudyReport {
  readonly study: StudyRecord;
  /** Its trials by number, also those that run. */
  readonly history: readonly TrialHistory[];
  /** Name of what trials are compared by. Default `value`. */
  readonly metric?: string | undefined;
  /** Names of the values of a study that has several, one for each direction. Default `value 1`, `value 2`, …. */
  readonly metrics?: readonly string[] | undefined;
  /** How far the best trial can be trusted, where the study has one direction. Default: what the values of its trials say. */
  readonly selection?: SelectionSummary | undefined;
  /** How the best trials compare with the defaults on rows of their own. Default: they were not compared. */
  readonly confirmation?: Confirmation | undefined;
  /** What the search reaches on rows that none of its trials has seen, by nested folds. Default: it was not estimated. */
  readonly outer?: OuterEstimate | undefined;
  /** When trials began, by number, in milliseconds since 1970-01-01 UTC; one that is missing is not in the timeline. Default: none is known. */
  readonly starts?: ReadonlyMap<number, number> | undefined;
  /** When the page is written, in milliseconds since 1970-01-01 UTC; until then trials run that have not ended. */
  readonly writtenAt: number;
}

/**
 * When trials began, as their runs say; of trials that share a run, as an equal point was tried before, the first one has it. A trial that runs, or that ended
 * without a value, has the latest run of its name.
 */
async function startsOf(
  { runs }: TuningWorkspace,
  studyId: string,
  history: readonly TrialHistory[],
): Promise<Map<number, number>> {
  const byRun = new Map<string, number>();
  const byName = new Map<string, number>();
  for (const { runId, parentRunId, startedAt, name = '' } of await runs.listRuns({ kind: 'trial' })) {
    if (parentRunId !== studyId) continue;
    byRun.set(runId, startedAt);
    byName.set(name, Math.max(startedAt, byName.get(name) ?? 0));
  }
  const starts = new Map<number, number>();
  for (const trial of history) {
    const runId = trial.state === 'running' ? undefined : trial.runId;
    const start = runId === undefined ? byName.get(`trial ${trial.trial}`) : byRun.get(runId);
    if (start === undefined) continue;
    starts.set(trial.trial, start);
    if (runId !== undefined) byRun.delete(runId);
  }
  return starts;
}

/** How far the best trial can be trusted; undefined with several directions, or where no trial is complete. */
export function selectionOfReport({ study, history, metric, selection }: StudyReport): SelectionSummary | undefined {
  const [direction, ...others] = study.spec.directions;
  if (selection !== undefined || direction === undefined || others.length > 0) return selection;
  const ended = history.filter((trial) => trial.state !== 'running');
  if (metric !== undefined) return selectionOf(ended, metric, direction);
  const measured = ended
    .filter(isFeasible)
    .flatMap(({ trial, value }) => (value === undefined ? [] : [{ trial, value }]));
  return describeSelection(measured, direction);
}

/**
 * A study as it stands now, whether it runs, has ended or was imported.
 *
 * @throws {NotFoundError} `STUDY_NOT_FOUND`.
 */
export async function openStudyReport(
  workspace: TuningWorkspace,
  studyId: string,
  writtenAt: number,
): Promise<StudyReport> {
  const study = await workspace.studies.getStudy(studyId);
  const history = await workspace.studies.history(studyId);
  const { metrics, ...facts } = await studyFacts(workspace, study);
  return {
    study,
    history,
    ...facts,
    metrics,
    metric: metrics?.length === 1 ? metrics[0] : undefined,
    starts: await startsOf(workspace, studyId, history),
    writtenAt,
  };
}
