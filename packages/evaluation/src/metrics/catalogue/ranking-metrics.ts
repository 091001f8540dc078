import { averagePrecisionOf, ksOf, rocAucOf } from '../../internal/rank-metrics.ts';
import { linearizeAveragePrecision, linearizeKs, linearizeRocAuc } from '../../uncertainty/linearize-rank-metrics.ts';
import type { UnnamedMetric } from '../metric-definition.ts';
import { higher, NO_FRAUD, ONE_CLASS } from './metric-kinds.ts';

/** Metrics of the order of the scores. */
export const rankingMetrics = {
  roc_auc: {
    ...higher(),
    doc: 'probability that a fraud row scores above a genuine one, ties half (`roc_auc_score`)',
    undefinedWhen: ONE_CLASS,
    ofRanking: rocAucOf,
    interval: { scale: 'roc-auc', linearize: linearizeRocAuc },
  },
  average_precision: {
    ...higher(),
    doc: 'Σ (Rₖ − Rₖ₋₁) Pₖ over distinct scores (`average_precision_score`); not the trapezoidal area',
    undefinedWhen: NO_FRAUD,
    ofRanking: averagePrecisionOf,
    interval: { scale: 'logit', linearize: linearizeAveragePrecision },
  },
  ks: {
    ...higher(),
    doc: 'largest distance between the score distributions of fraud and genuine rows',
    undefinedWhen: ONE_CLASS,
    ofRanking: ksOf,
    interval: { scale: 'share', linearize: linearizeKs },
    // Chance alone makes it large where frauds are few.
    coverage: { frauds: 5000, fraudsForAny: 100 },
  },
} satisfies Readonly<Record<string, UnnamedMetric>>;
