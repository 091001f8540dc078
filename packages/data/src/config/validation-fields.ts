import { about, configField, scalar } from '@fraudx/core/config';
import { z } from 'zod';

/** The key of a config with rules for the values of columns. */
export const validationFields = {
  validation: configField('surroundings', () =>
    z
      .record(
        z.string(),
        z.strictObject({
          kind: z.enum(['numeric', 'categorical', 'timestamp']).optional(),
          min: z.union([z.number(), z.string()]).optional().describe('Smallest value; for times a date'),
          max: z.union([z.number(), z.string()]).optional().describe('Largest value; for times a date'),
          values: z.array(scalar()).min(1).optional().describe('The only values allowed'),
          unique: z.boolean().optional(),
          maxMissing: z.number().min(0).max(1).optional().describe('Share of missing cells allowed'),
          required: z.boolean().optional().describe('Whether the column must exist; default true'),
        }),
      )
      .meta(
        about('Rules for columns by name; train and tune refuse data that breaks them', {
          tx_amount: { min: 0, max: 100000, maxMissing: 0.01 },
          transaction_id: { unique: true },
          country: { values: ['DE', 'FR'], required: false },
        }),
      ),
  ),
} as const;
