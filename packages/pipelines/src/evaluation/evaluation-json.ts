import { describeSplit } from '@fraudx/data';
import { isNoComparison, sliceComparison } from '@fraudx/evaluation';
import { countFrauds } from '../dataset/dataset-rows.ts';
import { choiceJson } from '../runs/choose-run.ts';
import { overlapJson } from './check-overlap.ts';
import { evaluationRecord } from './evaluate-model.ts';
import type { EvaluateOptions, EvaluationResult } from './evaluate-run.ts';
import { championJson } from './find-champion.ts';
import { dayZoneOf } from './row-context.ts';
import { testReadsJson } from './test-reads.ts';

/** An evaluation as programs read it: plain values, ready for a file. */
export function evaluationJson(
  result: EvaluationResult,
  { allowOverlap = false, compareWith }: Pick<EvaluateOptions, 'allowOverlap' | 'compareWith'> = {},
): {
  readonly slices: { readonly compared: unknown; readonly slices: EvaluationResult['slices'] };
  readonly [field: string]: unknown;
} {
  const { chosen, dataset, evaluation, measured, compared } = result;
  const { record } = chosen;
  return {
    run_id: record.runId,
    experiment: record.experiment,
    chosen: choiceJson(chosen),
    model: result.saved.folder,
    ...evaluationRecord(evaluation),
    split: { ...describeSplit(dataset), evaluated_on: 'test' },
    time_zone: dayZoneOf(dataset),
    ...(dataset.currency === undefined ? {} : { currency: dataset.currency }),
    slices: { compared: sliceComparison, slices: result.slices },
    plots: result.plots,
    overlap: overlapJson(result.overlap, allowOverlap),
    ...(result.report === undefined ? {} : { report: result.report }),
    intervals: evaluation.intervals,
    validation_to_test: measured.gap.differences,
    threshold_strategy: measured.thresholdStrategy ?? null,
    test_reads: testReadsJson(result.reads),
    frauds: countFrauds(dataset),
    ...(compared === null || isNoComparison(compared)
      ? {}
      : { comparison: { with: compareWith ?? null, ...compared.paired } }),
    ...(result.champion === undefined ? {} : { champion: championJson(result.champion) }),
  };
}
