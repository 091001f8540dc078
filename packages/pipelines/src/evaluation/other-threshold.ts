import { InvalidArgumentError, jsonMetrics } from '@fraudx/core';
import { foldsOf } from '@fraudx/data';
import { calculateMetrics, chooseThreshold, metricIntervals, parseThresholdStrategy } from '@fraudx/evaluation';
import type { Workspace } from '../workspace.ts';
import type { ModelManifest } from '@fraudx/models';
import type { RunRecord } from '@fraudx/tracking';
import type { Dataset } from '../dataset/load-dataset.ts';
import { labelsOf } from '../dataset/dataset-rows.ts';
import { intervalOptions } from './interval-options.ts';
import { contextOf } from './row-context.ts';
import { keptIntervals } from './validation-gap.ts';
import { validationScores } from '../training/validation-scores.ts';

/** A manifest with another threshold, and what to say of it. */
export interface OtherThreshold {
  readonly manifest: ModelManifest;
  readonly notes: readonly string[];
}

/**
 * The manifest of a trained model with a threshold that somebody asks for now: a number, or a strategy that chooses on the same validation
 * scores as at training. What validation rows promise is measured at the new threshold.
 *
 * @param asked - Such as `0.35`, `recall>=0.8` or `alerts-per-day<=50`.
 * @throws {InvalidArgumentError} `THRESHOLD_STRATEGY`; `VALIDATION_SCORES_MISSING`: a run of an earlier version kept no scores to choose on.
 */
export async function withOtherThreshold(
  asked: string,
  workspace: Workspace,
  record: RunRecord,
  dataset: Dataset,
  manifest: ModelManifest,
): Promise<OtherThreshold> {
  const parsed = parseThresholdStrategy(asked);
  const strategy = parsed.kind === 'fixed' ? `fixed:${parsed.threshold}` : asked;
  const rows = foldsOf(dataset.rows)[0]!.validation;
  const yScore = await validationScores(workspace, record, rows.length);
  const was = `${manifest.threshold}${manifest.thresholdStrategy === undefined ? '' : ` (${manifest.thresholdStrategy})`}`;
  if (yScore === undefined) {
    if (parsed.kind === 'fixed') {
      const notes = [`the threshold was given now; at training it was ${was}`];
      return {
        manifest: { ...manifest, threshold: parsed.threshold, thresholdStrategy: strategy, metrics: {} },
        notes,
      };
    }
    throw new InvalidArgumentError(
      `threshold: strategy "${strategy}" needs the scores of validation rows, got ${record.runId}, which kept none`,
      {
        code: 'VALIDATION_SCORES_MISSING',
        details: { runId: record.runId },
        hint: 'It was trained by an earlier version. Give a number, or train again.',
      },
    );
  }
  const context = contextOf(dataset, rows);
  const yTrue = labelsOf(dataset.y, rows);
  const { threshold, warnings } = chooseThreshold({ yTrue, yScore, ...context, strategy });
  const scored = { yTrue, yScore, threshold, ...context };
  const intervals = (level: number): ReturnType<typeof metricIntervals> =>
    metricIntervals(scored, { ...intervalOptions(dataset, context.day), level });
  return {
    manifest: {
      ...manifest,
      threshold,
      thresholdStrategy: strategy,
      metrics: {
        validation: jsonMetrics(calculateMetrics(scored).values),
        validationIntervals: keptIntervals({ intervals }),
      },
    },
    notes: [`the threshold was chosen now (${strategy}: ${threshold}); at training it was ${was}`, ...warnings],
  };
}
