import type { UnnamedMetric } from '../metric-definition.ts';
import { describes } from './metric-kinds.ts';

/** What the rows are, whatever the model. */
export const classShares = {
  majority_rate: {
    ...describes(),
    doc: 'share of the larger class: the accuracy of always giving the same answer',
    value: ({ counts: { positives, negatives, total } }) => Math.max(positives, negatives) / total,
  },
  base_rate: {
    ...describes(),
    doc: 'share of fraud',
    value: ({ counts: { positives, total } }) => positives / total,
  },
} satisfies Readonly<Record<string, UnnamedMetric>>;
