import { InvalidArgumentError } from '@fraudx/core';
import type { RenderOptions } from '@fraudx/plots';
import { renderSvg } from '@fraudx/plots';
import { evaluationSpecs } from './evaluation-specs.ts';
import type { ScoredRows } from './metrics/scored-rows.ts';

async function plot(owner: string, name: string, rows: ScoredRows, options: RenderOptions): Promise<string> {
  const spec = evaluationSpecs(rows)[name];
  if (spec !== undefined) return await renderSvg(spec, options);
  throw new InvalidArgumentError(`yTrue must hold both classes, got one`, { subject: owner, code: 'ONE_CLASS' });
}

/**
 * The ROC curve of scored rows as SVG text, with the point of the threshold. For PNG files see `writeEvaluationPlots`.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad rows, or `ONE_CLASS`.
 */
export function plotRocCurve(rows: ScoredRows, options: RenderOptions = {}): Promise<string> {
  return plot('plotRocCurve', 'roc-curve', rows, options);
}

/**
 * The precision-recall curve of scored rows as SVG text, with the point of the threshold.
 *
 * @throws As {@link plotRocCurve}.
 */
export function plotPrecisionRecallCurve(rows: ScoredRows, options: RenderOptions = {}): Promise<string> {
  return plot('plotPrecisionRecallCurve', 'precision-recall-curve', rows, options);
}

/**
 * The confusion matrix of scored rows at their threshold as SVG text.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad rows.
 */
export function plotConfusionMatrix(rows: ScoredRows, options: RenderOptions = {}): Promise<string> {
  return plot('plotConfusionMatrix', 'confusion-matrix', rows, options);
}
