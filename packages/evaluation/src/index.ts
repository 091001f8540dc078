export { meanInterval, wilsonInterval, type MeanInterval } from '@fraudx/stats';
export { compareToBaseline, type BaselineComparison } from './compare-to-baseline.ts';
export { costCurve, type CostCurve } from './costs/cost-curve.ts';
export {
  assumedCosts,
  assumedCostsText,
  costsByAmount,
  type CostMatrix,
  type OutcomeCost,
} from './costs/cost-matrix.ts';
export { costName, costText, costUnit, type CostPer } from './costs/cost-text.ts';
export { expectedCost, type CostedRows, type ExpectedCost } from './costs/expected-cost.ts';
export { calibrationCurve, type CalibrationBin, type CalibrationOptions } from './curves/calibration-curve.ts';
export { gainsCurve, type GainsCurve } from './curves/gains-curve.ts';
export { precisionRecallCurve, type PrecisionRecallCurve } from './curves/precision-recall-curve.ts';
export { rocCurve, type RocCurve } from './curves/roc-curve.ts';
export { scoreHistogram, type ScoreHistogram } from './curves/score-histogram.ts';
export { evaluateModel, type Evaluation, type EvaluationRequest, type Readiness } from './evaluate-model.ts';
export { evaluationSpecs, type EvaluationPictures } from './evaluation-specs.ts';
export {
  occlusionContributions,
  summarizeContributions,
  type Contributions,
  type ContributionUnit,
} from './explain/contributions.ts';
export {
  createTransactionExplainer,
  explainTransactions,
  type ExplainRequest,
  type TransactionExplainer,
  type TransactionExplanation,
  type TransactionReason,
} from './explain/explain-transactions.ts';
export { permutationImportance, type FeatureEffect, type ImportanceRequest } from './explain/permutation-importance.ts';
export { shapSummary, type ShapFeature, type ShapRequest, type ShapSummary } from './explain/shap-summary.ts';
export { checkGate, type GateEvidence, type GateResult } from './gates/check-gate.ts';
export { gateConflicts } from './gates/gate-conflicts.ts';
export { isNoComparison, type NoComparison } from './gates/no-comparison.ts';
export { defaultGates, namedGates, parseGate, type Gate, type GateOperator } from './gates/parse-gate.ts';
export { falseAcceptanceAfter } from './gates/repeated-looks.ts';
export { accuracyScore } from './metrics/accuracy-score.ts';
export { averagePrecisionScore } from './metrics/average-precision-score.ts';
export { brierScoreLoss } from './metrics/brier-score-loss.ts';
export { calculateMetrics, type CalculateMetricsOptions, type MetricSet } from './metrics/calculate-metrics.ts';
export {
  cardPrecisionAtK,
  type CardPrecision,
  type CardRows,
  type DayPrecision,
} from './metrics/card-precision-at-k.ts';
export { confusionMatrix, type ConfusionMatrix, type MetricOptions } from './metrics/confusion-matrix.ts';
export { fBetaScore } from './metrics/f-beta-score.ts';
export { f1Score } from './metrics/f1-score.ts';
export { ksStatistic } from './metrics/ks-statistic.ts';
export { logLoss } from './metrics/log-loss.ts';
export { type MetricName } from './metrics/catalogue/built-in.ts';
export { type ConfusionCounts, type MeasuredRows } from './metrics/measured-rows.ts';
export { findMetric, metricCatalogue, metricDirection, metricRange } from './metrics/metric-catalogue.ts';
export {
  type ConfusionMetric,
  type CoverageFacts,
  type CoverageNeeds,
  type MetricDefinition,
  type MetricDirection,
  type MetricInfo,
  type MetricLinearization,
  type MetricNeed,
  type MetricValue,
  type RankingMetric,
  type ResampledRows,
  type RowsMetric,
  type UnnamedMetric,
} from './metrics/metric-definition.ts';
export { registerMetric } from './metrics/register-metric.ts';
export { precisionAtKPerDay } from './metrics/precision-at-k-per-day.ts';
export { precisionAtK } from './metrics/precision-at-k.ts';
export { precisionScore } from './metrics/precision-score.ts';
export { rankMetrics, type RankMetrics } from './metrics/rank-metrics.ts';
export { recallAtFalsePositiveRate } from './metrics/recall-at-false-positive-rate.ts';
export { recallScore } from './metrics/recall-score.ts';
export { rocAucScore } from './metrics/roc-auc-score.ts';
export { type ScoredRows } from './metrics/scored-rows.ts';
export { checkMetricNeeds } from './metrics/check-metric-needs.ts';
export { findOverlap, rowFingerprints, type Overlap } from './overlap/find-overlap.ts';
export { renderEvaluationReport, type EvaluationReport } from './report/render-evaluation-report.ts';
export type { SliceColumn } from './slices/slice-column.ts';
export { sliceByBands } from './slices/slice-by-bands.ts';
export {
  sliceComparison,
  sliceMetrics,
  type EqualRisk,
  type Slice,
  type SliceOptions,
  type SliceRate,
  type SliceVerdict,
} from './slices/slice-metrics.ts';
export { chooseThreshold, type ChosenThreshold, type ThresholdRequest } from './thresholds/choose-threshold.ts';
export { parseThresholdStrategy, type ThresholdStrategy } from './thresholds/parse-threshold-strategy.ts';
export { type ThresholdPoint, type ThresholdSensitivity } from './thresholds/threshold-sensitivity.ts';
export { bootstrapMetrics, type BootstrapIntervals, type BootstrapOptions } from './uncertainty/bootstrap-metrics.ts';
export {
  compareModels,
  type BaselineScores,
  type PairedComparison,
  type PairedDifference,
} from './uncertainty/compare-models.ts';
export { compareSets, type BoundedValue, type SetDifference } from './uncertainty/compare-sets.ts';
export { compareRocAuc, rocAucInterval, type RocAucComparison, type RocAucInterval } from './uncertainty/de-long.ts';
export { intervalMethodText, type IntervalMethod } from './uncertainty/interval-method.ts';
export { ratio as linearizeRatio, type IntervalScale, type Linearized } from './uncertainty/linearized.ts';
export { type RankedRows } from './uncertainty/ranked-rows.ts';
export {
  metricIntervals,
  type IntervalFacts,
  type IntervalOptions,
  type MetricInterval,
  type MetricIntervals,
} from './uncertainty/metric-intervals.ts';
export {
  drawEvaluationPlots,
  writeEvaluationPlots,
  type EvaluationPlot,
  type EvaluationPlotsRequest,
} from './write-evaluation-plots.ts';
export { plotConfusionMatrix, plotPrecisionRecallCurve, plotRocCurve } from './plot-curves.ts';
export { dayShareText } from './internal/count-days.ts';
