import { one, ratio } from '../../uncertainty/linearized.ts';
import { brierOf } from '../brier-score-loss.ts';
import { logLossOf, logLossOfRow } from '../log-loss.ts';
import type { UnnamedMetric } from '../metric-definition.ts';
import { lower, NOT_NEGATIVE } from './metric-kinds.ts';

/** Metrics of scores as probabilities. */
export const scoreMetrics = {
  log_loss: {
    ...lower(NOT_NEGATIVE),
    doc: 'mean of −log of the probability given to the true class, scores clipped to the float64 epsilon (`log_loss`)',
    value: ({ rows }) => logLossOf(rows.yTrue, rows.yScore, rows.sampleWeight),
    interval: {
      scale: 'sum',
      linearize: (rows) => ratio(rows, (i) => logLossOfRow(rows.yTrue[i]!, rows.yScore[i]!), one),
    },
    resampled: ({ logLoss, confusion }) => logLoss / confusion.total,
    coverage: { days: 60, frauds: 30 },
  },
  brier_score: {
    ...lower(),
    doc: 'mean of (score − label)² (`brier_score_loss`)',
    value: ({ rows }) => brierOf(rows.yTrue, rows.yScore, rows.sampleWeight),
    interval: {
      scale: 'positive',
      linearize: (rows) => ratio(rows, (i) => (rows.yScore[i]! - rows.yTrue[i]!) ** 2, one),
    },
    resampled: ({ squaredError, confusion }) => squaredError / confusion.total,
    coverage: { days: 60 },
  },
} satisfies Readonly<Record<string, UnnamedMetric>>;
