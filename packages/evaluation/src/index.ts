export type { BaselineComparison } from './compare-to-baseline.ts';
export { compareToBaseline } from './compare-to-baseline.ts';
export type { PrecisionRecallCurve } from './curves/precision-recall-curve.ts';
export { precisionRecallCurve } from './curves/precision-recall-curve.ts';
export type { RocCurve } from './curves/roc-curve.ts';
export { rocCurve } from './curves/roc-curve.ts';
export type { Evaluation, EvaluationRequest, Readiness } from './evaluate-model.ts';
export { evaluateModel } from './evaluate-model.ts';
export type { GateEvidence, GateResult } from './gates/check-gate.ts';
export { checkGate } from './gates/check-gate.ts';
export type { Gate, GateOperator } from './gates/parse-gate.ts';
export { defaultGates, parseGate } from './gates/parse-gate.ts';
export { accuracyScore } from './metrics/accuracy-score.ts';
export { averagePrecisionScore } from './metrics/average-precision-score.ts';
export { brierScoreLoss } from './metrics/brier-score-loss.ts';
export type { CalculateMetricsOptions, MetricSet, ScoredRows } from './metrics/calculate-metrics.ts';
export { calculateMetrics } from './metrics/calculate-metrics.ts';
export type { ConfusionMatrix, MetricOptions } from './metrics/confusion-matrix.ts';
export { confusionMatrix } from './metrics/confusion-matrix.ts';
export { f1Score } from './metrics/f1-score.ts';
export { logLoss } from './metrics/log-loss.ts';
export { precisionScore } from './metrics/precision-score.ts';
export { recallScore } from './metrics/recall-score.ts';
export { rocAucScore } from './metrics/roc-auc-score.ts';
export type { ChosenThreshold, ThresholdRequest } from './thresholds/choose-threshold.ts';
export { chooseThreshold } from './thresholds/choose-threshold.ts';
export type { EvaluationPlotsRequest } from './write-evaluation-plots.ts';
export { writeEvaluationPlots } from './write-evaluation-plots.ts';
export type { CostMatrix, OutcomeCost } from './costs/cost-matrix.ts';
export { assumedCosts } from './costs/cost-matrix.ts';
export type { CostedRows, ExpectedCost } from './costs/expected-cost.ts';
export { expectedCost } from './costs/expected-cost.ts';
export type { CardPrecision, CardRows, DayPrecision } from './metrics/card-precision-at-k.ts';
export { cardPrecisionAtK } from './metrics/card-precision-at-k.ts';
export { fBetaScore } from './metrics/f-beta-score.ts';
export { ksStatistic } from './metrics/ks-statistic.ts';
export { precisionAtK } from './metrics/precision-at-k.ts';
export { precisionAtKPerDay } from './metrics/precision-at-k-per-day.ts';
export { recallAtFalsePositiveRate } from './metrics/recall-at-false-positive-rate.ts';
export type { RankMetrics } from './metrics/rank-metrics.ts';
export { rankMetrics } from './metrics/rank-metrics.ts';
export type { CostCurve } from './costs/cost-curve.ts';
export { costCurve } from './costs/cost-curve.ts';
export type { ThresholdStrategy } from './thresholds/parse-threshold-strategy.ts';
export { parseThresholdStrategy } from './thresholds/parse-threshold-strategy.ts';
export type { ThresholdPoint, ThresholdSensitivity } from './thresholds/threshold-sensitivity.ts';
export { metricDirection } from './metrics/metric-direction.ts';
export type {
  BootstrapFacts,
  BootstrapOptions,
  MetricInterval,
  MetricIntervals,
} from './uncertainty/bootstrap-metrics.ts';
export { bootstrapMetrics } from './uncertainty/bootstrap-metrics.ts';
export type { BaselineScores, PairedComparison, PairedDifference } from './uncertainty/compare-models.ts';
export { compareModels } from './uncertainty/compare-models.ts';
export type { RocAucComparison, RocAucInterval } from './uncertainty/de-long.ts';
export { compareRocAuc, rocAucInterval } from './uncertainty/de-long.ts';
export type { ResampleMethod } from './uncertainty/resample-job.ts';
