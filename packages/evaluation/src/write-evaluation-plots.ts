import { join } from 'node:path';
import { throwIfAborted } from '@fraudx/core';
import { writeFileAtomic } from '@fraudx/core/files';
import { confusionMatrixSpec, precisionRecallCurveSpec, renderPng, renderSvg, rocCurveSpec } from '@fraudx/plots';
import type { PlotSpec, PlotTheme } from '@fraudx/plots';
import { precisionRecallCurveOf } from './curves/precision-recall-curve.ts';
import { rocCurveOf } from './curves/roc-curve.ts';
import { rank } from './internal/ranking.ts';
import { calculateMetrics } from './metrics/calculate-metrics.ts';
import type { ScoredRows } from './metrics/calculate-metrics.ts';

/** Rows to draw and how. */
export interface EvaluationPlotsRequest extends ScoredRows {
  /** Default `['png', 'svg']`. */
  readonly formats?: readonly ('png' | 'svg')[];
  /** Default `light`. */
  readonly theme?: PlotTheme;
  readonly signal?: AbortSignal;
}

/** The pictures of an evaluation by file name without extension. A curve that is undefined on these rows is left out. */
export function evaluationSpecs(rows: ScoredRows): Record<string, PlotSpec> {
  const { values, confusion, threshold, majorityRate } = calculateMetrics(rows);
  const ranking = rank(rows.yTrue, rows.yScore, rows.sampleWeight);
  const { positives, negatives } = ranking;
  const specs: Record<string, PlotSpec> = {
    'confusion-matrix': confusionMatrixSpec({ ...confusion, threshold }),
  };
  if (majorityRate === 1) return specs;
  const recall = confusion.tp / positives;
  const roc = rocCurveOf(ranking);
  specs['roc-curve'] = rocCurveSpec({
    ...roc,
    rocAuc: values['roc_auc']!,
    chosen: { falsePositiveRate: confusion.fp / negatives, truePositiveRate: recall, threshold },
  });
  const alerts = confusion.tp + confusion.fp;
  const chosen = { precision: alerts === 0 ? 1 : confusion.tp / alerts, recall, threshold };
  specs['precision-recall-curve'] = precisionRecallCurveSpec({
    ...precisionRecallCurveOf(ranking),
    prevalence: positives / (positives + negatives),
    averagePrecision: values['average_precision']!,
    ...(alerts === 0 ? {} : { chosen }),
  });
  return specs;
}

/**
 * Writes the pictures of an evaluation into a folder: confusion matrix, ROC and precision–recall curve.
 *
 * @param folder - Created where missing.
 * @returns Paths of the files written.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad labels, scores outside [0, 1], bad weights.
 * @throws {OutsideError} A file cannot be written.
 * @throws {InterruptedError} `signal` is aborted.
 */
export async function writeEvaluationPlots(folder: string, request: EvaluationPlotsRequest): Promise<string[]> {
  const theme = request.theme ?? 'light';
  const written: string[] = [];
  for (const [name, spec] of Object.entries(evaluationSpecs(request))) {
    for (const format of request.formats ?? ['png', 'svg']) {
      throwIfAborted(request.signal, 'writeEvaluationPlots');
      const path = join(folder, `${name}.${format}`);
      const content = format === 'png' ? await renderPng(spec, { theme }) : await renderSvg(spec, { theme });
      await writeFileAtomic(path, content);
      written.push(path);
    }
  }
  return written;
}
