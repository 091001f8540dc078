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
      when: z
        .record(z.string(), z.union([scalar(), z.null(), choices()]))
        .optional()
        .describe('Searched only in trials in which other hyperparameters have these values: one, or a list, by name'),
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
        samplerOptions: z
          .record(z.string(), z.json())
          .optional()
          .meta(
            about('Options of the strategy, by their names in docs/tuning.md; default: none', { nStartupTrials: 20 }),
          ),
        trials: z.int().min(1).optional().meta(about('Number of trials; default 20', 20)),
        lag: z
          .int()
          .min(0)
          .max(1000)
          .optional()
          .meta(
            about(
              'Of strategies that learn: trial k is chosen from the results of the trials below k - lag, at most lag + 1 run at a time; 0 to 1000; default 8',
              4,
            ),
          ),
        pruner: z
          .union([
            z.string(),
            z.strictObject({ name: z.string().min(1), options: z.record(z.string(), z.json()).optional() }),
          ])
          .optional()
          .meta(
            about(
              'Which trials end early, by what they reach on validation rows while they boost: median, percentile, asha, hyperband, patient or threshold, or by its folds wilcoxon, or one with options; default none',
              'asha',
            ),
          ),
        metric: z
          .union([z.string(), z.array(z.string()).min(1)])
          .optional()
          .meta(
            about(
              'Metric to optimise, on validation rows, or a list of several at once, also predict_ms, the milliseconds to score 1 000 rows; default average_precision',
              'average_precision',
            ),
          ),
        constraints: z
          .array(z.string())
          .optional()
          .meta(
            about(
              'What the best trial must meet on validation rows: a metric, <= or >= and a number; default: nothing',
              ['predict_ms <= 1', 'alerts_per_day <= 100'],
            ),
          ),
        patience: z
          .int()
          .min(1)
          .optional()
          .meta(about('Ends the search when so many trials have ended since the best one; default: never', 20)),
        targetValue: z
          .number()
          .optional()
          .meta(about('Ends the search when the metric is as good as this; default: never', 0.9)),
        terminator: z
          .boolean()
          .optional()
          .meta(
            about(
              'Ends the search when no setting is expected to be better by more than the best value is uncertain; default false',
              true,
            ),
          ),
        timeout: z
          .number()
          .positive()
          .optional()
          .meta(about('No trial starts after so many seconds; those that run end; default: no limit', 3600)),
        retries: z
          .int()
          .min(0)
          .max(100)
          .optional()
          .meta(about('How often a trial that failed is tried again; default 0', 1)),
        portfolio: z
          .boolean()
          .optional()
          .meta(
            about(
              'Whether the first trials are the defaults of the algorithm, what is in production, and settings that were good on other fraud data; default true; a grid has none',
              true,
            ),
          ),
        confirm: z
          .int()
          .min(0)
          .max(20)
          .optional()
          .meta(
            about(
              'How many of the best trials are fitted again, with the defaults, on rows on which the search measured nothing; the defaults are kept unless one is better there; 0: the best trial is kept; default: one for every 10 trials, at least 1, at most 3',
              3,
            ),
          ),
        outerFolds: z
          .int()
          .min(2)
          .max(100)
          .optional()
          .meta(
            about(
              'Nested cross-validation of the search: so many outer folds of training and validation rows, in each of which the whole search is repeated without the rows that it is measured on; takes about so many times as long; default: none',
              5,
            ),
          ),
        enqueue: z
          .array(z.record(z.string(), scalar()))
          .optional()
          .meta(
            about('Points to try before the strategy chooses; what a point leaves out is the default', [
              { max_depth: 6 },
            ]),
          ),
        from: z
          .string()
          .min(1)
          .optional()
          .meta(
            about(
              'An earlier study, by name or id, whose 5 best points are tried before the strategy chooses',
              'first-search',
            ),
          ),
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
