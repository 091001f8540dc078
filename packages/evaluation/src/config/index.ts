/** Keys of a config that this package reads; apart from the rest of the package, because schemas take a while to load. */
import { about, configField } from '@fraudx/core/config';
import { z } from 'zod';
import { isCurrency } from './currency.ts';

const outcomeCost = () =>
  z.strictObject({
    fixed: z.number().optional().describe('In the currency of the amounts; default 0'),
    amountShare: z.number().optional().describe('Share of the amount, 1 is all of it; default 0'),
  });

/** The key of a config that says how models are measured. */
export const evaluationFields = {
  evaluation: configField('measurement', () =>
    z
      .strictObject({
        threshold: z
          .string()
          .optional()
          .meta(
            about(
              'alerts-per-day<=100 is a capacity, min-cost needs costs; or best-f1 (default), best-f2, precision>=0.9, recall>=0.8, fpr<=0.003, fixed:0.5',
              'alerts-per-day<=100',
            ),
          ),
        costs: z
          .strictObject({
            missedFraud: outcomeCost().optional(),
            falseAlert: outcomeCost().optional(),
            caughtFraud: outcomeCost().optional(),
            passedGenuine: outcomeCost().optional(),
          })
          .optional()
          .meta(
            about('What an outcome costs: a fixed sum plus a share of the amount', {
              missedFraud: { amountShare: 1 },
              falseAlert: { fixed: 5 },
            }),
          ),
        missingAmount: z
          .number()
          .optional()
          .meta(
            about(
              'Replaces a missing amount in costs and metrics by amount; default: such rows are refused, or not measured by amount',
              0,
            ),
          ),
        currency: z
          .string()
          .refine(isCurrency, {
            error: (issue) =>
              `must be an ISO 4217 code such as EUR or a symbol such as €, got ${JSON.stringify(issue.input)}`,
          })
          .optional()
          .meta(about('Currency of the amounts and costs, shown with costs: a code such as EUR, or a symbol', 'EUR')),
        gates: z
          .array(z.string())
          .optional()
          .meta(
            about('Conditions besides accuracy, average precision above the base rate, and recall', [
              'average_precision >= 0.5',
            ]),
          ),
        allowRough: z
          .boolean()
          .optional()
          .meta(
            about('Whether gates may pass on a bound from few days or frauds, which is rough; default false', false),
          ),
        sampling: z
          .enum(['random', 'case-control'])
          .optional()
          .meta(
            about(
              'case-control where the share of fraud in the data was chosen, which keeps it fixed; default random',
              'random',
            ),
          ),
      })
      .describe(
        'How models are measured; without a threshold it is best-f1, which takes neither capacity nor costs into account',
      ),
  ),
} as const;
