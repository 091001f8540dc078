import { checkGate } from './gates/check-gate.ts';
import type { GateEvidence, GateResult } from './gates/check-gate.ts';
import { defaultGates, parseGate } from './gates/parse-gate.ts';
import { checkObject } from './internal/check-inputs.ts';
import { calculateMetrics } from './metrics/calculate-metrics.ts';
import type { MetricSet } from './metrics/calculate-metrics.ts';
import type { ScoredRows } from './metrics/scored-rows.ts';
import { isParametricMetric } from './metrics/metric-catalogue.ts';
import type { IntervalMethod } from './uncertainty/interval-method.ts';
import { metricIntervals } from './uncertainty/metric-intervals.ts';
import type { MetricIntervals } from './uncertainty/metric-intervals.ts';

/** How ready a model is by its ROC AUC: above 0.8 good, above 0.7 acceptable; unknown with fewer than 10 rows of a class. */
export type Readiness = 'good' | 'acceptable' | 'needs-improvement' | 'unknown';

/** Rows to evaluate on and the conditions to meet. */
export interface EvaluationRequest extends ScoredRows, Omit<GateEvidence, 'intervals' | 'confusion'> {
  /** Conditions beside {@link defaultGates}, e.g. `average_precision >= 0.7`. Default none. */
  readonly gates?: readonly string[];
  /** What a new test set would draw again. Default `rows`. */
  readonly intervalMethod?: IntervalMethod;
  /** Why the intervals are rough, where the caller knows it. Default none. */
  readonly rough?: string;
  /** Whether `costs` were assumed and not given by the user, whose gate is then not on savings. Default false. */
  readonly costsAssumed?: boolean;
}

/** May this model go to production, and why. */
export interface Evaluation {
  readonly metrics: MetricSet;
  /** Intervals of the metrics. */
  readonly intervals: MetricIntervals;
  /** Whether the {@link defaultGates} passed; configured gates count only in `decision`. */
  readonly meetsProductionThreshold: boolean;
  readonly readiness: Readiness;
  /** Every gate, default ones first, passed or not. */
  readonly gates: readonly GateResult[];
  readonly warnings: readonly string[];
  /** `accepted` when every gate passed. */
  readonly decision: 'accepted' | 'refused';
}

function readinessOf({ values, positives, n }: MetricSet): Readiness {
  const rocAuc = values['roc_auc']!;
  if (rocAuc > 0.7 && Math.min(positives, n - positives) < 10) return 'unknown';
  if (rocAuc > 0.8) return 'good';
  return rocAuc > 0.7 ? 'acceptable' : 'needs-improvement';
}

function warningsOf({ values, positives, n, confusion }: MetricSet): string[] {
  const warnings: string[] = [];
  const accuracy = values['accuracy']!;
  if (accuracy < 0.8) warnings.push(`accuracy ${Number(accuracy.toPrecision(6))} is below 0.80`);
  if (positives === 0) warnings.push('no row is fraud: recall, ROC AUC and average precision are undefined');
  else if (positives === n) warnings.push('every row is fraud: ROC AUC is undefined');
  else if (positives < 10)
    warnings.push(
      `only ${positives} ${positives === 1 ? 'row is' : 'rows are'} fraud: too few to tell the metrics from chance`,
    );
  if (confusion.tp + confusion.fp === 0) warnings.push('no row is predicted fraud: precision is undefined');
  return warnings;
}

const roughOption = ({ rough }: EvaluationRequest): { rough?: string } => (rough === undefined ? {} : { rough });

/**
 * What the default gate on a bound uses. It asks little of a model, so that a rough bound will do, which its reason says; of too few days
 * the rows are taken by themselves.
 */
function defaultEvidence(
  request: EvaluationRequest,
  intervals: MetricIntervals,
): Required<Pick<GateEvidence, 'intervals' | 'allowRough'>> {
  const nDays = new Set(request.day).size;
  if (intervals.method !== 'by-day' || nDays >= 5) return { intervals, allowRough: true };
  const rough = `only ${nDays} ${nDays === 1 ? 'day' : 'days'}, whose rows are taken as independent`;
  return { intervals: metricIntervals(request, { rough }), allowRough: true };
}

/**
 * Evaluates a model on rows that neither training nor the choice of the threshold has seen.
 *
 * Accuracy alone is blind to rare fraud, so a model that always answers "genuine" is refused whatever its accuracy, by its recall.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad labels, scores outside [0, 1], bad weights; a gate of wrong syntax or unknown metric, or one
 * that needs `comparisons` that were not given.
 */
export function evaluateModel(request: EvaluationRequest): Evaluation {
  checkObject('evaluateModel', 'request', request);
  const always = defaultGates(request.costs !== undefined && request.costsAssumed !== true);
  const parsed = [
    ...new Map([...always, ...(request.gates ?? [])].map((text) => [parseGate(text).gate, parseGate(text)])).values(),
  ];
  const also = parsed
    .flatMap(({ metric, required }) => [metric, ...(typeof required === 'string' ? [required] : [])])
    .filter((name) => isParametricMetric(name));
  const metrics = calculateMetrics(request, { also });
  const { intervalMethod: method = 'rows', comparisons, allowRough = false } = request;
  const intervals = metricIntervals(request, { method, also, ...roughOption(request) });
  const evidence = { intervals, confusion: metrics.confusion, ...(comparisons === undefined ? {} : { comparisons }) };
  const gates = parsed.map((gate, i) =>
    checkGate(
      gate,
      metrics.values,
      i < always.length ? { ...evidence, ...defaultEvidence(request, intervals) } : { ...evidence, allowRough },
    ),
  );
  return {
    metrics,
    intervals,
    meetsProductionThreshold: gates.slice(0, always.length).every((gate) => gate.passed),
    readiness: readinessOf(metrics),
    gates,
    warnings: warningsOf(metrics),
    decision: gates.every((gate) => gate.passed) ? 'accepted' : 'refused',
  };
}
