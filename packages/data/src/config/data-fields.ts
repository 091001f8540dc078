import { isTimeZone, timeUnits, timeZoneProblem } from '@fraudx/core';
import { about, configField, scalar, text } from '@fraudx/core/config';
import { z } from 'zod';

/** Values of the label column, as texts or as YAML reads them. */
const labelValues = () => z.array(scalar()).min(1);

/** Columns that a time is made from, by their role. */
const timeParts = () =>
  z.strictObject({
    year: text().optional(),
    month: text().optional().describe('Numbers or English names'),
    day: text().optional(),
    date: text().optional().describe('Dates, or numbers yyyymmdd, instead of year, month and day'),
    hour: text().optional(),
    minute: text().optional(),
    second: text().optional(),
    clock: text().optional().describe('Texts such as 14:05 or 2:05 PM'),
    hhmm: text().optional().describe('Whole numbers such as 1405'),
    hhmmss: text().optional().describe('Whole numbers such as 140509'),
  });

const distinctNames = () =>
  z
    .array(text())
    .min(1)
    .refine((names) => new Set(names).size === names.length, {
      error: (issue) => `must name each column once, got ${(issue.input as string[]).join(', ')}`,
    });

/** The keys of a config that say which data is used, what its columns mean and how its texts are read. */
export const dataFields = {
  data: configField('surroundings', () =>
    text().meta(
      about(
        'Data file: CSV, gzip CSV, Parquet or JSON lines, also at s3://bucket/key; or redis://host:port/db?match=features:*',
        'transactions.parquet',
      ),
    ),
  ),
  target: configField('trials', () => text().meta(about('Label column: 1 is fraud, 0 is genuine', 'fraud'))),
  positive: configField('trials', () =>
    labelValues().meta(
      about(
        'Values of the label column that mean fraud; "*" is every other value. Default: 1, true, yes, fraud and the like',
        ['fraud'],
      ),
    ),
  ),
  negative: configField('trials', () =>
    labelValues().meta(
      about('Values that mean genuine; "" is an empty cell; what is in neither list has no label', ['ok', 'normal.']),
    ),
  ),
  time: configField('trials', () =>
    z
      .union([text(), timeParts()])
      .meta(
        about(
          'Column that orders rows in time, or the columns that it is made from, such as { date: Date, clock: Time }; makes the split "time"',
          'tx_datetime',
        ),
      ),
  ),
  timeUnit: configField('trials', () =>
    z
      .enum(timeUnits)
      .meta(
        about(
          'What numbers of the time column count; default seconds since 1970, or milliseconds and so on by their size (epoch), where they look like it',
          'hours',
        ),
      ),
  ),
  timeZone: configField('trials', () =>
    z
      .string()
      .refine(isTimeZone, { error: (issue) => timeZoneProblem(issue.input) })
      .meta(
        about(
          'Time zone of hours, nights, weekdays and days, and of times that name none; default UTC',
          'Europe/Madrid',
        ),
      ),
  ),
  entity: configField('trials', () =>
    z
      .union([text(), distinctNames()])
      .meta(
        about(
          'Column that identifies the customer or card; a list for behaviour features of several, such as [card, merchant]: splits use the first',
          'customer_id',
        ),
      ),
  ),
  terminal: configField('trials', () =>
    text().meta(about('Column that identifies the terminal or merchant', 'terminal_id')),
  ),
  amount: configField('trials', () => text().meta(about('Column with the transaction amount', 'tx_amount'))),
  sampleWeight: configField('trials', () =>
    text().meta(about('Column that says how much each row counts in fits of train and tune; not a feature', 'weight')),
  ),
  drop: configField('trials', () =>
    z.array(text()).meta(about('Columns to leave out: ids, answers, what is known only later', ['transaction_id'])),
  ),
  renameDuplicates: configField('trials', () =>
    z.boolean().meta(about('Read repeated column names as name, name_2, …; default: an error', false)),
  ),
  encoding: configField('trials', () =>
    text().meta(about('Encoding of a CSV file; default UTF-8, or UTF-16 by its first bytes', 'windows-1252')),
  ),
  decimalMark: configField('trials', () =>
    z
      .enum(['point', 'comma'])
      .meta(
        about(
          'Which sign separates the fraction where both fit, as in 1.234; default: what other columns of the file prove',
          'comma',
        ),
      ),
  ),
  dateOrder: configField('trials', () =>
    z
      .enum(['day-first', 'month-first', 'year-first'])
      .meta(
        about(
          'What 03/04/2025 means, or 25/04/03 (year-first); default: the only order that fits the whole column',
          'day-first',
        ),
      ),
  ),
  missing: configField('trials', () =>
    z
      .array(z.union([z.string(), z.number()]))
      .meta(
        about(
          'Texts that mean "no value" beside the empty one, case ignored; a number as it is written in the file. Default NA, N/A, null, NaN, ? and spreadsheet errors; a list replaces them',
          ['NA', '?', -999],
        ),
      ),
  ),
} as const;
