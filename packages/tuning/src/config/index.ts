/** Keys of a config that this package reads; apart from the rest of the package, because schemas take a while to load. */
import { knownSamplerNames } from '@fraudx/core';
import { about, configField, nameProblem, scalar } from '@fraudx/core/config';
import { z } from 'zod';

const choices = () => z.array(z.union([scalar(), z.null()])).min(1);

const dimension = () =>
  z.union([
    choices().describe('A list: one of these values; null is the text none'),
    z.strictObject({
      type: z.enum(['float', 'int', 'categorical', 'fixed']),
      low: z.number().optional(),
      high: z.number().optional(),
      log: z.boolean().optional(),
      step: z.number().positive().optional(),
      values: choices().optional(),
      value: scalar().optional(),
    }),
  ]);

/** The key of a config that says what is searched, and how. */
export const tuningFields = {
  tuning: configField('trials', () =>
    z
      .strictObject({
        strategy: z
          .string()
          .refine((name) => knownSamplerNames().includes(name), {
            error: (issue) => nameProblem(String(issue.input), knownSamplerNames()),
          })
          .optional()
          .meta(about(`How the space is searched: ${knownSamplerNames().join(', ')}; default random`, 'random')),
        trials: z.int().min(1).optional().meta(about('Number of trials; default 20', 20)),
        lag: z
          .int()
          .min(0)
          .optional()
          .meta(
            about(
              'Of strategies that learn: trial k is chosen from the results of the trials below k - lag, at most lag + 1 run at a time; default 8',
              4,
            ),
          ),
        metric: z
          .string()
          .optional()
          .meta(about('Metric to optimise, on validation rows; default average_precision', 'average_precision')),
        space: z
          .record(z.string(), dimension())
          .optional()
          .meta(
            about('Search space, by hyperparameter; default: that of the algorithm', {
              max_depth: { type: 'int', low: 3, high: 10 },
              eta: { type: 'float', low: 0.01, high: 0.3, log: true },
              subsample: [0.7, 0.85, 1],
            }),
          ),
      })
      .describe('The search for hyperparameters'),
  ),
} as const;
