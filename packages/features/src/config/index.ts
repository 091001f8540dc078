/** Keys of a config that this package reads; apart from the rest of the package, because schemas take a while to load. */
import { about, configField, text } from '@fraudx/core/config';
import { nearest } from '@fraudx/core';
import { z } from 'zod';

const strategies = ['raw', 'baseline', 'temporal', 'behavioural', 'demographic_risk', 'combined'];

/** A built-in strategy, or a path of a module: it has a separator, so that a misspelt strategy is not taken for one. */
const strategyForm = /^(?:raw|baseline|temporal|behavioural|demographic_risk|combined|(?=.*[/\\]).*\.[cm]?[jt]s)$/;

/** The keys of a config that say how columns become features. */
export const columnFields = {
  categorical: configField('trials', () =>
    z.array(text()).meta(about('Numeric columns to treat as categories', ['merchant_code'])),
  ),
  categoryEncoding: configField('trials', () =>
    z
      .record(text(), z.enum(['native', 'target', 'count', 'ordinal', 'one-hot']))
      .meta(
        about(
          'How the categories of a column become numbers, by column: native (default: the algorithm splits by sets of them), target (smoothed fraud rate, out-of-fold for training rows), count, ordinal or one-hot; the columns named are categories, and tuning.space can search it (categoryEncoding.email: [native, target])',
          { email: 'target' },
        ),
      ),
  ),
  derive: configField('trials', () =>
    z
      .record(text(), z.string())
      .meta(
        about(
          'Columns to compute from each row, by name, such as "amount / quantity", "hour(when)" or "after(email, \'@\')"; saved with the model',
          { unit_price: 'amount / quantity' },
        ),
      ),
  ),
} as const;

/** The key of a config that says which features are made. */
export const featureFields = {
  features: configField('trials', () =>
    z
      .strictObject({
        strategy: z
          .string()
          .regex(strategyForm, {
            error: (issue) => {
              const near = nearest(String(issue.input), strategies);
              const hint = near === undefined ? '' : `; did you mean "${near}"?`;
              return `must be raw, baseline, temporal, behavioural, demographic_risk, combined or the path of a module such as ./strategy.ts, got "${String(issue.input)}"${hint}`;
            },
          })
          .optional()
          .meta(
            about(
              'raw (default), baseline, temporal, behavioural, demographic_risk, combined, or the path of a module with a strategy, which is run',
              'raw',
            ),
          ),
        windowDays: z
          .array(z.number().gt(0))
          .min(1)
          .optional()
          .meta(about('Behaviour windows in days; default 1, 7, 30', [1, 7, 30])),
        select: z
          .strictObject({
            k: z.int().min(1).describe('Features to keep, chosen on training rows only'),
            method: z.enum(['anova', 'chi2', 'mutual-information']).optional(),
          })
          .optional()
          .meta(
            about('How many features to keep, by anova, chi2 or mutual-information on training rows only', {
              k: 20,
              method: 'anova',
            }),
          ),
        delayDays: z.number().min(0).optional().meta(about('Days until a label is known; default 7', 7)),
      })
      .describe('Features made from the columns'),
  ),
} as const;
