import {
  calibrationCurveSpec,
  confusionMatrixSpec,
  costCurveSpec,
  dailyPrecisionSpec,
  gainsCurveSpec,
  metricIntervalsSpec,
  precisionRecallCurveSpec,
  rocCurveSpec,
  scoreDistributionSpec,
} from '@fraudx/plots';
import type { PlotSpec } from '@fraudx/plots';
import { costCurveOf } from './costs/cost-curve.ts';
import { costTable } from './costs/cost-matrix.ts';
import { costName } from './costs/cost-text.ts';
import { calibrationCurve } from './curves/calibration-curve.ts';
import { gainsCurveOf } from './curves/gains-curve.ts';
import { precisionRecallCurveOf } from './curves/precision-recall-curve.ts';
import { rocCurveOf } from './curves/roc-curve.ts';
import { scoreHistogram } from './curves/score-histogram.ts';
import { countDays } from './internal/count-days.ts';
import { rank } from './internal/ranking.ts';
import { calculateMetrics } from './metrics/calculate-metrics.ts';
import type { ScoredRows } from './metrics/scored-rows.ts';
import { cardPrecisionAtK } from './metrics/card-precision-at-k.ts';
import { precisionAtKPerDay } from './metrics/precision-at-k-per-day.ts';
import { intervalMethodText } from './uncertainty/interval-method.ts';
import type { MetricIntervals } from './uncertainty/metric-intervals.ts';

/** Rows to draw, and what is known about them. */
export interface EvaluationPictures extends ScoredRows {
  /** Adds the picture of metric intervals. */
  readonly intervals?: MetricIntervals;
  /** Metrics in that picture beside the usual ones, where they and their bounds are in [0, 1], such as those of gates. Default none. */
  readonly alsoShown?: readonly string[];
  /** Rows or cards looked at per day. Default 100. */
  readonly topPerDay?: number;
}

const shownIntervals = [
  'average_precision',
  'roc_auc',
  'precision',
  'recall',
  'f1',
  'recall_at_fpr_0.001',
  'recall_at_fpr_0.01',
  'amount_recall',
  'accuracy',
];

function intervalsSpec({ intervals, level, method }: MetricIntervals, alsoShown: readonly string[]): PlotSpec {
  const lines = [...new Set([...shownIntervals, ...alsoShown])].flatMap((label) => {
    const { value = null, low = null, high = null } = intervals[label] ?? {};
    if (value === null || low === null || high === null || low < 0 || high > 1) return [];
    return [{ label, value, low, high }];
  });
  return metricIntervalsSpec({
    lines,
    title: `Metrics with ${100 * level}% intervals`,
    subtitle: `sampling error over ${intervalMethodText(method)}`,
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * The pictures of an evaluation by file name without extension. What is undefined on these rows is left out: curves without both
 * classes, cost without costs, days without days.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad rows.
 */
export function evaluationSpecs(rows: EvaluationPictures): Record<string, PlotSpec> {
  const { values, confusion, threshold, majorityRate } = calculateMetrics(rows);
  const { day, card, costs, intervals, alsoShown = [], topPerDay: k = 100 } = rows;
  const ranking = rank(rows.yTrue, rows.yScore, rows.sampleWeight);
  const { positives, negatives } = ranking;
  const specs: Record<string, PlotSpec> = {
    'confusion-matrix': confusionMatrixSpec({ ...confusion, threshold }),
  };
  if (majorityRate === 1) return specs;
  const recall = confusion.tp / positives;
  const alerts = confusion.tp + confusion.fp;
  specs['roc-curve'] = rocCurveSpec({
    ...rocCurveOf(ranking),
    rocAuc: values['roc_auc']!,
    chosen: { falsePositiveRate: confusion.fp / negatives, truePositiveRate: recall, threshold },
  });
  specs['precision-recall-curve'] = precisionRecallCurveSpec({
    ...precisionRecallCurveOf(ranking),
    prevalence: positives / (positives + negatives),
    averagePrecision: values['average_precision']!,
    ...(alerts === 0 ? {} : { chosen: { precision: confusion.tp / alerts, recall, threshold } }),
  });
  specs['calibration'] = calibrationCurveSpec({
    bins: calibrationCurve(rows.yTrue, rows.yScore, rows),
    brierScore: values['brier_score']!,
  });
  specs['score-distribution'] = scoreDistributionSpec({ ...scoreHistogram(rows.yTrue, rows.yScore), threshold });
  if (costs !== undefined) {
    const scale = 1 / (countDays(rows) ?? 1);
    const curve = costCurveOf(rows, costTable('evaluationSpecs', costs));
    specs['cost-by-threshold'] = costCurveSpec({
      thresholds: curve.thresholds,
      cost: curve.cost.map((value) => value * scale),
      never: curve.never * scale,
      chosen: { threshold, cost: values['total_cost']! * scale },
      yTitle: capital(costName(day === undefined ? 'test rows' : 'day', costs.currency)),
      title: day === undefined ? 'Total cost by threshold' : 'Cost per day by threshold',
    });
  }
  specs['gains-and-lift'] = gainsCurveSpec(gainsCurveOf(ranking));
  if (day !== undefined) {
    const days =
      card === undefined ? precisionAtKPerDay({ ...rows, day, k }) : cardPrecisionAtK({ ...rows, day, card, k });
    specs['precision-by-day'] = dailyPrecisionSpec({ ...days, k, ...(card === undefined ? {} : { unit: 'cards' }) });
  }
  if (intervals !== undefined) specs['metric-intervals'] = intervalsSpec(intervals, alsoShown);
  return specs;
}
