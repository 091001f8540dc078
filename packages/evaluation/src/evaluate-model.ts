import { checkGate } from './gates/check-gate.ts';
import type { GateEvidence, GateResult } from './gates/check-gate.ts';
import { defaultGates, parseGate } from './gates/parse-gate.ts';
import { checkObject } from './internal/check-inputs.ts';
import { calculateMetrics } from './metrics/calculate-metrics.ts';
import type { MetricSet, ScoredRows } from './metrics/calculate-metrics.ts';
import { isParametricMetric } from './metrics/parametric-metric.ts';

/** How ready a model is by its ROC AUC: above 0.8 good, above 0.7 acceptable; unknown with fewer than 10 rows of a class. */
export type Readiness = 'good' | 'acceptable' | 'needs-improvement' | 'unknown';

/** Rows to evaluate on and the conditions to meet. */
export interface EvaluationRequest extends ScoredRows, GateEvidence {
  /** Conditions beside {@link defaultGates}, e.g. `average_precision >= 0.7`. Default none. */
  readonly gates?: readonly string[];
}

/** May this model go to production, and why. */
export interface Evaluation {
  readonly metrics: MetricSet;
  /** Accuracy at least 0.90 and above the majority rate; configured gates count only in `decision`. */
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
      `only ${positives} ${positives === 1 ? 'row is' : 'rows are'} fraud: the metrics are hardly more than chance`,
    );
  if (confusion.tp + confusion.fp === 0) warnings.push('no row is predicted fraud: precision is undefined');
  return warnings;
}

/**
 * Evaluates a model on rows that neither training nor the choice of the threshold has seen.
 *
 * Accuracy alone is blind to rare fraud, so a model that always answers the same is refused whatever its accuracy.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad labels, scores outside [0, 1], bad weights; a gate of wrong syntax or unknown metric, or one
 * that needs `intervals` or `comparisons` that were not given.
 */
export function evaluateModel(request: EvaluationRequest): Evaluation {
  checkObject('evaluateModel', 'request', request);
  const parsed = [...new Map([...defaultGates, ...(request.gates ?? [])].map((text) => [parseGate(text).gate, text]))];
  const names = parsed.flatMap(([, text]) => {
    const { metric, required } = parseGate(text);
    return [metric, ...(typeof required === 'string' ? [required] : [])];
  });
  const metrics = calculateMetrics(request, { also: names.filter((name) => isParametricMetric(name)) });
  const gates = parsed.map(([, text]) => checkGate(parseGate(text), metrics.values, request));
  return {
    metrics,
    meetsProductionThreshold: gates.slice(0, defaultGates.length).every((gate) => gate.passed),
    readiness: readinessOf(metrics),
    gates,
    warnings: warningsOf(metrics),
    decision: gates.every((gate) => gate.passed) ? 'accepted' : 'refused',
  };
}
