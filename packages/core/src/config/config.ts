/** The schema of `fraudx.yaml`. Above 300 lines because it is one table of fields with their descriptions. */
import { z } from 'zod';
import { isTimeZone, timeZoneProblem } from '../time-zone.ts';
import { timeUnits } from '../time-units.ts';
import { nearest } from '../suggest.ts';
import { algorithmNames, knownAlgorithmNames, knownSamplerNames } from './registered-names.ts';
import { isCurrency } from './currency.ts';
import { holdsCredentials } from './data-address.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const sign = z.literal([-1, 0, 1]);
/** A hyperparameter; null is none, for those that have it; those with a value per feature, such as `monotone_constraints`, are lists or objects by feature name. */
const param = z.union([scalar, z.null(), z.array(sign).min(1), z.record(z.string(), sign)]);

/** Of one algorithm below its name, see `paramsFor`; the type knows the flat form only, which settings hold. */
const paramsSchema = z
  .object(Object.fromEntries(algorithmNames.map((name) => [name, z.record(z.string(), param).optional()])))
  .catchall(param) as unknown as z.ZodRecord<z.ZodString, typeof param>;

const dimension = z.union([
  z
    .array(z.union([scalar, z.null()]))
    .min(1)
    .describe('A list: one of these values; null is the text none'),
  z.strictObject({
    type: z.enum(['float', 'int', 'categorical', 'fixed']),
    low: z.number().optional(),
    high: z.number().optional(),
    log: z.boolean().optional(),
    step: z.number().positive().optional(),
    values: z
      .array(z.union([scalar, z.null()]))
      .min(1)
      .optional(),
    value: scalar.optional(),
  }),
]);

const outcomeCost = z.strictObject({
  fixed: z.number().optional().describe('In the currency of the amounts; default 0'),
  amountShare: z.number().optional().describe('Share of the amount, 1 is all of it; default 0'),
});

function nameProblem(got: string, known: readonly string[]): string {
  const near = nearest(got, known);
  return `must be one of ${known.join(', ')}, got "${got}"${near === undefined ? '' : `, did you mean "${near}"?`}`;
}

/** Values of the label column, as texts or as YAML reads them. */
const labelValues = z.array(scalar).min(1).optional();

/** Columns that a time is made from, by their role. */
const timeParts = z.strictObject({
  year: z.string().min(1).optional(),
  month: z.string().min(1).optional().describe('Numbers or English names'),
  day: z.string().min(1).optional(),
  date: z.string().min(1).optional().describe('Dates, or numbers yyyymmdd, instead of year, month and day'),
  hour: z.string().min(1).optional(),
  minute: z.string().min(1).optional(),
  second: z.string().min(1).optional(),
  clock: z.string().min(1).optional().describe('Texts such as 14:05 or 2:05 PM'),
  hhmm: z.string().min(1).optional().describe('Whole numbers such as 1405'),
  hhmmss: z.string().min(1).optional().describe('Whole numbers such as 140509'),
});

/** A built-in strategy, or a path of a module: it has a separator, so that a misspelt strategy is not taken for one. */
const strategyForm = /^(?:raw|baseline|temporal|behavioural|demographic_risk|combined|(?=.*[/\\]).*\.[cm]?[jt]s)$/;

/** The shape of `fraudx.yaml`. Every key is optional; command-line flags win over it. */
export const configSchema = z.strictObject({
  data: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Data file: CSV, gzip CSV, Parquet or JSON lines, also at s3://bucket/key; or redis://host:port/db?match=features:*',
    ),
  target: z.string().min(1).optional().describe('Label column: 1 is fraud, 0 is genuine'),
  positive: labelValues.describe(
    'Values of the label column that mean fraud; "*" is every other value. Default: 1, true, yes, fraud and the like',
  ),
  negative: labelValues.describe('Values that mean genuine; what is in neither list has no label'),
  time: z
    .union([z.string().min(1), timeParts])
    .optional()
    .describe(
      'Column that orders rows in time, or the columns that it is made from, such as { date: Date, clock: Time }',
    ),
  timeUnit: z
    .enum(timeUnits)
    .optional()
    .describe(
      'What numbers of the time column count; default seconds since 1970, or milliseconds and so on by their size (epoch), where they look like it',
    ),
  timeZone: z
    .string()
    .refine(isTimeZone, { error: (issue) => timeZoneProblem(issue.input) })
    .optional()
    .describe(
      'Time zone of hours, nights, weekdays and days, and of times that say none: a name such as Europe/Madrid; default UTC',
    ),
  entity: z
    .union([
      z.string().min(1),
      z
        .array(z.string().min(1))
        .min(1)
        .refine((names) => new Set(names).size === names.length, {
          error: (issue) => `must name each column once, got ${(issue.input as string[]).join(', ')}`,
        }),
    ])
    .optional()
    .describe(
      'Column that identifies the customer or card; a list for behaviour features of several, such as [card, merchant]: splits go by the first',
    ),
  terminal: z.string().min(1).optional().describe('Column that identifies the terminal or merchant'),
  amount: z.string().min(1).optional().describe('Column with the transaction amount'),
  sampleWeight: z
    .string()
    .min(1)
    .optional()
    .describe('Column that says how much each row counts in fits of train and tune; not a feature'),
  drop: z.array(z.string().min(1)).optional().describe('Columns to leave out: ids, answers, leaks'),
  categorical: z.array(z.string().min(1)).optional().describe('Numeric columns to treat as categories'),
  categoryEncoding: z
    .record(z.string().min(1), z.enum(['native', 'target', 'count', 'ordinal', 'one-hot']))
    .optional()
    .describe(
      'How the categories of a column become numbers, by column: native (default: the algorithm splits by sets of them), target (smoothed fraud rate, out-of-fold for training rows), count, ordinal or one-hot; columns named here are categories',
    ),
  renameDuplicates: z.boolean().optional().describe('Read repeated column names as name, name_2, …; default: an error'),
  encoding: z
    .string()
    .min(1)
    .optional()
    .describe('Encoding of a CSV file; default UTF-8, or UTF-16 by its first bytes'),
  decimalMark: z
    .enum(['point', 'comma'])
    .optional()
    .describe(
      'What parts whole from fraction where both fit, as in 1.234; default: what other columns of the file prove',
    ),
  dateOrder: z
    .enum(['day-first', 'month-first'])
    .optional()
    .describe('What 03/04/2025 means; default: the only order that fits the whole column'),
  missing: z
    .array(z.union([z.string(), z.number()]))
    .optional()
    .describe(
      'Texts that mean "no value" beside the empty one, case ignored; a number as it is written in the file. Default NA, N/A, null, NaN, ? and spreadsheet errors; a list replaces them',
    ),
  derive: z
    .record(z.string().min(1), z.string())
    .optional()
    .describe(
      'Columns to compute from each row, by name, such as "amount / quantity", "hour(when)" or "after(email, \'@\')"; saved with the model',
    ),
  experiment: z.string().min(1).optional().describe('Name that groups runs; default "default"'),
  seed: z.int().min(0).optional().describe('Seed of everything random; default 42'),
  workers: z.int().min(1).max(64).optional().describe('Worker threads; default: the number of cores'),
  split: z
    .strictObject({
      strategy: z
        .enum(['stratified', 'time', 'grouped', 'prequential'])
        .optional()
        .describe(
          'grouped: all rows of an entity in one part; prequential: days of training, delay and test, without cards known to be compromised',
        ),
      test: z.number().gt(0).lt(1).optional().describe('Share of rows for the test set; default 0.2'),
      validation: z.number().gt(0).lt(1).optional().describe('Share of the remaining rows for validation; default 0.2'),
      testFold: z.string().optional().describe('Test rows without chance, as "5:4": per class, row number mod 5 = 4'),
      trainDays: z.int().min(1).optional().describe('Prequential: days of training; default 7'),
      delayDays: z.int().min(0).optional().describe('Prequential: days until labels are known; default 7'),
      testDays: z.int().min(1).optional().describe('Prequential: days of test, and of each validation; default 7'),
      folds: z.int().min(1).max(100).optional().describe('Prequential: validation folds; default 1'),
      trainFrom: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}$/, {
          error: (issue) => `must be a day such as 2018-07-25, got "${String(issue.input)}"`,
        })
        .optional()
        .describe('Prequential: first day of training; default such that the test period ends with the data'),
    })
    .optional(),
  validation: z
    .record(
      z.string(),
      z.strictObject({
        kind: z.enum(['numeric', 'categorical', 'timestamp']).optional(),
        min: z.union([z.number(), z.string()]).optional().describe('Smallest value; for times a date'),
        max: z.union([z.number(), z.string()]).optional().describe('Largest value; for times a date'),
        values: z.array(scalar).min(1).optional().describe('The only values allowed'),
        unique: z.boolean().optional(),
        maxMissing: z.number().min(0).max(1).optional().describe('Share of missing cells allowed'),
        required: z.boolean().optional().describe('Whether the column must exist; default true'),
      }),
    )
    .optional()
    .describe('Rules for columns by name; "fraudx data validate" reports, train and tune refuse data that breaks them'),
  features: z
    .strictObject({
      strategy: z
        .string()
        .regex(strategyForm, {
          error: (issue) =>
            `must be raw, baseline, temporal, behavioural, demographic_risk, combined or the path of a module such as ./strategy.ts, got "${String(issue.input)}"`,
        })
        .optional()
        .describe('A built-in strategy, or the path of a module with one, which is run'),
      windowDays: z.array(z.number().gt(0)).min(1).optional().describe('Behaviour windows in days; default 1, 7, 30'),
      select: z
        .strictObject({
          k: z.int().min(1).describe('Features to keep, chosen on training rows only'),
          method: z.enum(['anova', 'chi2', 'mutual-information']).optional(),
        })
        .optional(),
      delayDays: z.number().min(0).optional().describe('Days until a label is known; default 7'),
    })
    .optional(),
  algorithm: z
    .string()
    .refine((name) => knownAlgorithmNames().includes(name), {
      error: (issue) => nameProblem(String(issue.input), knownAlgorithmNames()),
    })
    .optional()
    .describe('What is learned; default xgboost'),
  params: paramsSchema
    .optional()
    .describe(
      'Hyperparameters by the names of the algorithm, those of one algorithm below its name: { xgboost: { eta: 0.1 } }; monotone_constraints: one sign per feature, e.g. { amount: 1 }',
    ),
  tuning: z
    .strictObject({
      strategy: z
        .string()
        .refine((name) => knownSamplerNames().includes(name), {
          error: (issue) => nameProblem(String(issue.input), knownSamplerNames()),
        })
        .optional()
        .describe('How the space is searched; default random'),
      trials: z.int().min(1).optional(),
      metric: z.string().optional(),
      space: z.record(z.string(), dimension).optional(),
    })
    .optional(),
  evaluation: z
    .strictObject({
      threshold: z
        .string()
        .optional()
        .describe(
          'best-f1, best-f2, precision>=0.9, recall>=0.8, fpr<=0.003, alerts-per-day<=100, min-cost, fixed:0.5',
        ),
      costs: z
        .strictObject({
          missedFraud: outcomeCost.optional(),
          falseAlert: outcomeCost.optional(),
          caughtFraud: outcomeCost.optional(),
          passedGenuine: outcomeCost.optional(),
        })
        .optional()
        .describe('What an outcome costs: a fixed sum plus a share of the amount'),
      missingAmount: z
        .number()
        .optional()
        .describe(
          'Stands for a missing amount in costs and metrics by amount; default: such rows are refused, or not measured by amount',
        ),
      currency: z
        .string()
        .refine(isCurrency, {
          error: (issue) =>
            `must be an ISO 4217 code such as EUR or a symbol such as €, got ${JSON.stringify(issue.input)}`,
        })
        .optional()
        .describe('Of the amounts and costs, named where costs are shown: a code such as EUR, or a symbol'),
      gates: z.array(z.string()).optional().describe('Conditions such as "average_precision >= 0.7"'),
      allowRough: z
        .boolean()
        .optional()
        .describe('Whether gates may hold by a bound from few days or frauds, which is rough; default false'),
      sampling: z
        .enum(['random', 'case-control'])
        .optional()
        .describe('case-control where the share of fraud in the data was chosen, which keeps it fixed; default random'),
    })
    .optional(),
  tracking: z.strictObject({ folder: z.string().min(1).optional() }).optional(),
  promotion: z
    .strictObject({
      target: z.enum(['local', 'aws']).optional().describe('Where production is; default local'),
      parameterPrefix: z.string().startsWith('/').optional().describe('Default /fraud-detection/hyperparameters'),
      configBucket: z.string().optional().describe('Bucket for config, archive, backups and journal (target aws)'),
      keyPrefix: z.string().optional().describe('Folder inside the bucket; default none'),
      stateMachineArn: z.string().optional().describe('Pipeline to start (target aws)'),
      approvedBy: z.string().optional().describe('Who approves promotions; --approved-by wins'),
      requireApprover: z
        .boolean()
        .optional()
        .describe('Refuse to promote and roll back without a named approver; default: for every target but local'),
      registryVersion: z
        .string()
        .min(1)
        .optional()
        .describe('Version in the model registry that must be approved: the ARN of a model package (target aws)'),
      trigger: z.boolean().optional().describe('Start the pipeline; default for the local target only'),
      prune: z.boolean().optional().describe('Remove parameters that the new set does not have; default false'),
    })
    .optional(),
  aws: z
    .strictObject({
      // a name becomes a part of host names: anything else would lead to another host
      region: z
        .string()
        .regex(/^[a-z0-9-]+$/, 'must be letters, digits and "-", such as eu-central-1')
        .optional(),
      profile: z.string().min(1).optional(),
      endpointUrl: z
        .url()
        .refine((address) => !holdsCredentials(address), {
          error: 'must hold no user and password, got some',
        })
        .optional()
        .describe('One endpoint for all services, e.g. of an emulator'),
      writesPerSecond: z.number().gt(0).optional().describe('Pace of parameter writes; default 3'),
    })
    .optional(),
});

/** A validated `fraudx.yaml`. */
export type FraudxConfig = z.infer<typeof configSchema>;
