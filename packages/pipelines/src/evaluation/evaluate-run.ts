import { checkDeps, checkEvaluateOptions, checkSettings } from '../check-calls.ts';
import type { Evaluation, NoComparison, ScoredRows } from '@fraudx/evaluation';
import { drawEvaluationPlots, isNoComparison, parseGate, sliceMetrics, writeEvaluationPlots } from '@fraudx/evaluation';
import type { Overlap } from '@fraudx/evaluation';
import type { RunRecord } from '@fraudx/tracking';
import { assumedCostsNotes } from '../dataset/assumed-costs.ts';
import { doubts } from '../dataset/feature-notes.ts';
import type { Dataset } from '../dataset/load-dataset.ts';
import type { SavedModel } from '../dataset/reopen.ts';
import { loadModelOf, reopenDataset } from '../dataset/reopen.ts';
import { recordedConfig } from '../lineage/recorded-config.ts';
import type { PipelineDeps } from '../pipeline-deps.ts';
import { outsideOf } from '../pipeline-deps.ts';
import type { ChosenRun } from '../runs/choose-run.ts';
import { choiceNotes, chooseRun } from '../runs/choose-run.ts';
import type { ExperimentSettings } from '../settings.ts';
import { checkOverlap, overlapNotes } from './check-overlap.ts';
import type { Measured } from './measured.ts';
import { measureOnTest, recordMeasured } from './evaluate-model.ts';
import type { Champion } from './find-champion.ts';
import { champion, findChampion } from './find-champion.ts';
import type { ComparedRun } from './gate-evidence.ts';
import { compareWithRun } from './gate-evidence.ts';
import { keepArtifacts } from './keep-artifacts.ts';
import { withOtherThreshold } from './other-threshold.ts';
import { sliceColumns } from './slice-columns.ts';
import { evaluationOf } from './evaluation-of.ts';
import type { TestReads } from './test-reads.ts';
import { writeReport } from './write-report.ts';

/** What an evaluation is asked beside its settings. */
export interface EvaluateOptions {
  /** Id of a run or a unique beginning of one. Default: the best run of this config, by validation rows. */
  readonly run?: string | undefined;
  /** Whether the data of the settings are another copy of what the run was trained on. Default false. */
  readonly isOtherCopy?: boolean;
  /** Gates beside those of the config. */
  readonly gates?: readonly string[];
  /** A run, or `champion`, to compare with on the same test rows. */
  readonly compareWith?: string | undefined;
  /** Measure although test rows occur in training. Default false. */
  readonly allowOverlap?: boolean;
  /** Let gates pass on intervals that are only rough. Default: as the config says. */
  readonly allowRough?: boolean;
  /** Another threshold than the one of training: a number, or a strategy. */
  readonly threshold?: string | undefined;
  /** Writes an HTML report: `true` among the artifacts of the run, else at this absolute path. Default none. */
  readonly report?: true | string | undefined;
  /** Draws curves: `true` among the artifacts of the run, else into this absolute folder. Default none. */
  readonly plots?: true | string | undefined;
  /** Looks at the chosen run before its data are read; throws to refuse it. */
  readonly checkRun?: (record: RunRecord) => void;
}

/** A run measured on its test rows. */
export interface EvaluationResult {
  readonly chosen: ChosenRun;
  readonly saved: SavedModel;
  readonly dataset: Dataset;
  readonly overlap: Overlap;
  readonly measured: Measured;
  /** The decision with all warnings. */
  readonly evaluation: Evaluation;
  readonly reads: TestReads;
  /** The other run on the same rows, or why there is none; null where none was asked for. */
  readonly compared: ComparedRun | NoComparison | null;
  readonly slices: ReturnType<typeof sliceMetrics>;
  /** Files that were drawn. */
  readonly plots: readonly string[];
  readonly report: string | undefined;
  /** The model in production, where a gate or the comparison asks for it. */
  readonly champion: Champion | undefined;
}

/** The settings with more gates. */
function withGates(
  settings: ExperimentSettings,
  record: RunRecord,
  { gates = [], allowRough }: EvaluateOptions,
): ExperimentSettings {
  const evaluation = evaluationOf(settings, record);
  const asked = {
    ...evaluation,
    gates: [...(evaluation?.gates ?? []), ...gates],
    ...(allowRough === true ? { allowRough } : {}),
  };
  return { ...settings, config: { ...settings.config, evaluation: asked } };
}

/** Says when there was nothing to compare with, and what makes the comparison doubtful, unless a gate said so already. */
function withNotes(
  evaluation: Evaluation,
  name: string | undefined,
  compared: ComparedRun | NoComparison | null,
): Evaluation {
  if (compared === null) return evaluation;
  const notes = isNoComparison(compared) ? [`comparison with ${name}: ${compared.reason}`] : compared.notes;
  return { ...evaluation, warnings: [...new Set([...evaluation.warnings, ...notes])] };
}

function asksForChampion(gates: readonly string[], compareWith: string | undefined): boolean {
  return compareWith === champion || gates.some((gate) => parseGate(gate).versus === champion);
}

/**
 * Measures a saved model on its own test rows, decides the gates and keeps the result with the run. Each call is one more look at the test rows,
 * which the result counts.
 *
 * @throws {NotFoundError} `RUN_NOT_FOUND`.
 * @throws {InvalidArgumentError} `DATA_CHANGED`, `TEST_ROWS_IN_TRAINING`, `RUN_NEEDS_OTHER_COLUMNS` and others.
 */
export async function evaluateRun(
  given: ExperimentSettings,
  options: EvaluateOptions,
  deps: PipelineDeps,
): Promise<EvaluationResult> {
  checkSettings('evaluate', given);
  checkEvaluateOptions(options);
  checkDeps('evaluate', deps);
  const { signal, progress, onNotes } = outsideOf(deps);
  const { compareWith, allowOverlap = false } = options;
  const workspace = await deps.openWorkspace();
  const chosen = await chooseRun(workspace, options.run, given, options.isOtherCopy ?? false);
  const { record } = chosen;
  const settings = withGates(given, record, options);
  onNotes(choiceNotes(chosen));
  options.checkRun?.(record);
  const saved = await loadModelOf(workspace, record, settings);
  // A run that is not there is found out before the test rows are read.
  if (compareWith !== undefined && compareWith !== champion) await workspace.runs.getRun(compareWith);
  const dataset = await reopenDataset(record, settings, { progress, signal }, saved);
  const overlap = checkOverlap('evaluate', dataset, allowOverlap);
  const other =
    options.threshold === undefined
      ? undefined
      : await withOtherThreshold(options.threshold, workspace, record, dataset, saved.manifest);
  const manifest = other?.manifest ?? saved.manifest;
  onNotes(
    assumedCostsNotes({
      frame: dataset.frame,
      amount: dataset.featureSpec.amount,
      // the threshold of the model was chosen by the costs of its training
      thresholdCosts: other === undefined ? recordedConfig(record).evaluation?.costs : dataset.costs,
      threshold: manifest.thresholdStrategy,
      gateCosts: dataset.costs,
      gates: settings.config.evaluation?.gates ?? [],
    }),
  );
  const notes = [...doubts(dataset), ...overlapNotes(overlap), ...(other?.notes ?? [])];
  const input = { runId: record.runId, workspace, dataset, settings, signal, ...saved, manifest, notes };
  const measured = await measureOnTest(input);
  const reads = await recordMeasured(input, measured);
  const { yTrue, yScore, context } = measured;
  const scored: ScoredRows = { yTrue, yScore, threshold: measured.evaluation.metrics.threshold, ...context };
  const compared = compareWith === undefined ? null : await compareWithRun(compareWith, scored, input);
  const evaluation = withNotes(measured.evaluation, compareWith, compared);
  const report = await reportOf(options.report, {
    ...input,
    measured: { ...measured, evaluation },
    ...(compared === null || isNoComparison(compared)
      ? {}
      : { comparison: { name: compareWith!, paired: compared.paired } }),
  });
  const rows = { ...scored, signal };
  const plots =
    options.plots === undefined
      ? []
      : options.plots === true
        ? await keepArtifacts(workspace, record.runId, await allOf(drawEvaluationPlots(rows)))
        : await writeEvaluationPlots(options.plots, rows);
  return {
    chosen,
    saved,
    dataset,
    overlap,
    measured,
    evaluation,
    reads,
    compared,
    slices: sliceMetrics(scored, sliceColumns(dataset)),
    plots,
    report,
    champion: asksForChampion(settings.config.evaluation?.gates ?? [], compareWith)
      ? await findChampion(settings, workspace.models, record.runId)
      : undefined,
  };
}

/** All pictures before the first is kept, so that an interrupted evaluation keeps none. */
async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function reportOf(
  where: EvaluateOptions['report'],
  input: Parameters<typeof writeReport>[0],
): Promise<string | undefined> {
  return where === undefined ? undefined : await writeReport(input, where === true ? undefined : where);
}
