import type { PromotionRequest } from '../promotion-request.ts';

/** A valid request, for tests; `change` replaces fields. */
export function sampleRequest(change: Partial<PromotionRequest> = {}): PromotionRequest {
  return {
    runId: 'run-1',
    experiment: 'fraud-detection',
    algorithm: 'xgboost',
    hyperparameters: { max_depth: 6, eta: 0.1, num_round: 200 },
    metrics: { accuracy: 0.999, average_precision: 0.81 },
    evaluation: { decision: 'accepted', gates: [{ gate: 'accuracy >= 0.9', passed: true }] },
    approvedBy: 'dana',
    trigger: true,
    testedDate: '2026-11-20',
    parameterSchema: [
      { name: 'max_depth', type: 'int', low: 1, high: 64 },
      { name: 'eta', type: 'float', low: 0, lowExclusive: true, high: 1, required: true },
      { name: 'num_round', type: 'int', low: 1, high: 100_000, required: true },
      { name: 'subsample', type: 'float', low: 0, lowExclusive: true, high: 1 },
    ],
    ...change,
  };
}
