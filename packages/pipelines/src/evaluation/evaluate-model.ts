import type { Measured, MeasureInput } from './measured.ts';
import type { Evaluation } from '@fraudx/evaluation';
import { evaluateModel, metricIntervals } from '@fraudx/evaluation';
import { DataError, jsonMetrics, NotFoundError, parseJson } from '@fraudx/core';
import type { ModelReader } from '@fraudx/models';
import { readModelText } from '@fraudx/models';
import { z } from 'zod';
import { gateEvidence } from './gate-evidence.ts';
import { intervalOptions } from './interval-options.ts';
import { testMatrix } from '../training/prepare.ts';
import { weightNotes } from './weight-notes.ts';
import { contextNotes, contextOf } from './row-context.ts';
import { recordMetrics } from '../training/record-metrics.ts';
import { countTestRead } from './test-reads.ts';
import type { TestReads } from './test-reads.ts';
import { gapNotes, validationGap, WIDE_LEVEL } from './validation-gap.ts';
import { labelsOf } from '../dataset/dataset-rows.ts';

/** The latest evaluation of a model, beside its own files. */
const EVALUATION_FILE = 'evaluation.json';

/** Scores the test rows with the saved model and decides the gates; writes nothing. */
export async function measureOnTest(input: MeasureInput): Promise<Measured> {
  const { dataset, settings, model, features, manifest } = input;
  const yTrue = labelsOf(dataset.y, dataset.rows.test);
  const yScore = model.score(testMatrix(dataset, features));
  const gates = settings.config.evaluation?.gates ?? [];
  const context = contextOf(dataset, dataset.rows.test);
  const rows = { yTrue, yScore, threshold: manifest.threshold, ...context };
  const { evidence, notes } = await gateEvidence(gates, rows, input);
  const options = intervalOptions(dataset, context.day);
  const { method, rough } = options;
  const measured = evaluateModel({
    ...rows,
    gates,
    ...evidence,
    ...(method === undefined ? {} : { intervalMethod: method }),
    ...(rough === undefined ? {} : { rough }),
    costsAssumed: dataset.costs === undefined,
    allowRough: settings.config.evaluation?.allowRough ?? false,
  });
  const wide = metricIntervals(rows, { level: WIDE_LEVEL, ...options });
  const gap = validationGap(manifest, wide.intervals);
  const ofWeights = weightNotes(dataset, rows);
  const warnings = [
    ...(input.notes ?? []),
    ...notes,
    ...gapNotes(gap),
    ...contextNotes(dataset, context),
    ...ofWeights,
    ...measured.warnings,
  ];
  const { thresholdStrategy } = manifest;
  return {
    evaluation: { ...measured, warnings },
    yTrue,
    yScore,
    context,
    gap,
    thresholdStrategy,
    weightNotes: ofWeights,
    evidence,
  };
}

/** An evaluation as written to `evaluation.json`. */
export interface EvaluationRecord extends Pick<Evaluation, 'decision' | 'readiness' | 'gates' | 'warnings'> {
  readonly meets_production_threshold: boolean;
  readonly threshold: number;
  readonly confusion: Evaluation['metrics']['confusion'];
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Highest value that a perfect ranking of the same rows would have, where it can be below 1. */
  readonly ceilings: Readonly<Record<string, number>>;
}

/** An evaluation in the form of `evaluation.json`. */
export function evaluationRecord(evaluation: Evaluation): EvaluationRecord {
  return {
    decision: evaluation.decision,
    meets_production_threshold: evaluation.meetsProductionThreshold,
    readiness: evaluation.readiness,
    gates: evaluation.gates,
    warnings: evaluation.warnings,
    threshold: evaluation.metrics.threshold,
    confusion: evaluation.metrics.confusion,
    metrics: jsonMetrics(evaluation.metrics.values),
    ceilings: evaluation.metrics.ceilings,
  };
}

/**
 * Keeps a measurement: `evaluation.json` with the model, metrics and decision on the run.
 *
 * Each one is one more look at the test rows.
 *
 * @returns The looks so far.
 */
export async function recordMeasured(
  input: MeasureInput,
  { evaluation, thresholdStrategy }: Measured,
): Promise<TestReads> {
  const { runId, workspace, settings, dataset } = input;
  const reads = await countTestRead(workspace, runId, settings.experiment, dataset);
  await workspace.models.writeFile(
    runId,
    EVALUATION_FILE,
    `${JSON.stringify({ run_id: runId, evaluated_on: 'test', test_reads: reads.run, test_reads_of_these_rows: reads.all, gates_config: settings.config.evaluation?.gates ?? [], ...(thresholdStrategy === undefined ? {} : { threshold_strategy: thresholdStrategy }), ...evaluationRecord(evaluation) }, null, 2)}\n`,
  );
  await recordMetrics(workspace.runs, runId, evaluation.metrics.values);
  await workspace.runs.setTags(runId, { decision: evaluation.decision });
  return reads;
}

const evaluatedGates = z.object({ gates_config: z.array(z.string()).optional() });

/** The gates beside the default ones that the model's latest evaluation asked; none when it was never evaluated. */
export async function rememberedGates(model: ModelReader): Promise<string[]> {
  try {
    const path = `${model.location}/${EVALUATION_FILE}`;
    const record = parseJson(await readModelText(model, EVALUATION_FILE), path);
    const asked = evaluatedGates.safeParse(record);
    if (asked.success) return asked.data.gates_config ?? [];
    throw new DataError('BAD_MODEL', `${path}: must be as fraudx wrote it, got other gates_config`, {
      details: { path },
      hint: 'Evaluate the model again.',
    });
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}
