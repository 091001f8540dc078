import { alert, caught, fraud, one, ratio } from '../../uncertainty/linearized.ts';
import type { Linearized } from '../../uncertainty/linearized.ts';
import { fBetaOf } from '../f-beta-score.ts';
import type { MetricLinearization, UnnamedMetric } from '../metric-definition.ts';
import type { ScoredRows } from '../scored-rows.ts';
import { describes, higher, lower, NO_FRAUD } from './metric-kinds.ts';

/** Days that shares of mostly genuine rows need, one of whose bounds is else too near too often: days differ in their share of fraud. */
const MANY_DAYS = { days: 60 } as const;

function share(linearize: (rows: ScoredRows) => Linearized): MetricLinearization {
  return { scale: 'share', linearize };
}

function fBeta(beta: number): MetricLinearization {
  const square = beta ** 2;
  return share((rows) => {
    const [isFraud, isAlert, isCaught] = [fraud(rows), alert(rows), caught(rows)];
    return ratio(
      rows,
      (i) => (1 + square) * isCaught(i),
      (i) => isAlert(i) + square * isFraud(i),
    );
  });
}

/** Metrics of the confusion matrix at the threshold. */
export const thresholdMetrics = {
  accuracy: {
    ...higher(),
    doc: '(tp + tn) / n',
    ofConfusion: ({ tp, tn, total }) => (tp + tn) / total,
    interval: share((rows) => {
      const [isFraud, isAlert] = [fraud(rows), alert(rows)];
      return ratio(rows, (i) => (isFraud(i) === isAlert(i) ? 1 : 0), one);
    }),
    // In this order, rounding is what it always was.
    resampled: ({ confusion: { tp, fp, negatives, total } }) => (tp + negatives - fp) / total,
    coverage: MANY_DAYS,
  },
  precision: {
    ...higher(),
    doc: 'tp / (tp + fp)',
    undefinedWhen: 'no row predicted fraud',
    ofConfusion: ({ tp, fp }) => tp / (tp + fp),
    interval: share((rows) => ratio(rows, caught(rows), alert(rows))),
  },
  recall: {
    ...higher(),
    doc: 'tp / (tp + fn)',
    undefinedWhen: NO_FRAUD,
    ofConfusion: ({ tp, positives }) => tp / positives,
    interval: share((rows) => ratio(rows, caught(rows), fraud(rows))),
  },
  f1: {
    ...higher(),
    doc: 'F-beta with β = 1: (1 + β²) tp / ((1 + β²) tp + fp + β² fn)',
    undefinedWhen: 'no row is fraud or predicted fraud',
    ofConfusion: ({ tp, fp, fn }) => fBetaOf(tp, fp, fn, 1),
    interval: fBeta(1),
  },
  f2: {
    ...higher(),
    doc: 'F-beta with β = 2',
    undefinedWhen: 'no row is fraud or predicted fraud',
    ofConfusion: ({ tp, fp, fn }) => fBetaOf(tp, fp, fn, 2),
    interval: fBeta(2),
  },
  false_positive_rate: {
    ...lower(),
    doc: 'fp / (fp + tn)',
    undefinedWhen: 'every row is fraud',
    ofConfusion: ({ fp, negatives }) => fp / negatives,
    interval: share((rows) => {
      const [isFraud, isAlert] = [fraud(rows), alert(rows)];
      return ratio(
        rows,
        (i) => (1 - isFraud(i)) * isAlert(i),
        (i) => 1 - isFraud(i),
      );
    }),
    coverage: MANY_DAYS,
  },
  alert_rate: {
    ...describes(),
    doc: '(tp + fp) / n',
    ofConfusion: ({ tp, fp, total }) => (tp + fp) / total,
    interval: share((rows) => ratio(rows, alert(rows), one)),
    coverage: MANY_DAYS,
  },
} satisfies Readonly<Record<string, UnnamedMetric>>;
