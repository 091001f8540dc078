import { knownSplitNames } from '@fraudx/core';
import { about, configField, nameProblem } from '@fraudx/core/config';
import { z } from 'zod';

/** The key of a config that says which rows are for training, validation and test. */
export const splitFields = {
  split: configField('trials', () =>
    z
      .strictObject({
        strategy: z
          .string()
          .refine((name) => knownSplitNames().includes(name), {
            error: (issue) => nameProblem(String(issue.input), knownSplitNames()),
          })
          .optional()
          .meta(
            about(
              `${knownSplitNames().join(', ')}. grouped: all rows of an entity in one split; prequential: days of training, delay and test, without cards known to be compromised. Default: time where a time column is named, else stratified`,
              'stratified',
            ),
          ),
        test: z.number().gt(0).lt(1).optional().meta(about('Share of rows for the test set; default 0.2', 0.2)),
        validation: z
          .number()
          .gt(0)
          .lt(1)
          .optional()
          .meta(about('Share of the remaining rows for validation; default 0.2', 0.2)),
        testFold: z
          .string()
          .optional()
          .meta(
            about('A fixed, repeatable test set instead of test, as "5:4": per class, row number mod 5 = 4', '5:4'),
          ),
        trainDays: z.int().min(1).optional().meta(about('Prequential: days of training; default 7', 7)),
        delayDays: z.int().min(0).optional().meta(about('Prequential: days until labels are known; default 7', 7)),
        testDays: z
          .int()
          .min(1)
          .optional()
          .meta(about('Prequential: days of test, and of each validation; default 7', 7)),
        folds: z
          .int()
          .min(1)
          .max(100)
          .optional()
          .meta(
            about('Validation folds; metrics are means over them, and a fit takes so many times as long; default 1', 1),
          ),
        trainFrom: z
          .string()
          .regex(/^\d{4}-\d{2}-\d{2}$/, {
            error: (issue) => `must be a day such as 2018-07-25, got "${String(issue.input)}"`,
          })
          .optional()
          .meta(
            about(
              'Prequential: first day of training; default such that the test period ends with the data',
              '2025-01-01',
            ),
          ),
      })
      .describe('Which rows are for training, validation and test'),
  ),
} as const;
