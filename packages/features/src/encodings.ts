import type { Column } from '@fraudx/core';
import { DataError, openTimeZone } from '@fraudx/core';
import { z } from 'zod';
import { firstIndex } from './first-index.ts';
import { featureKindError } from './feature-kind-error.ts';
import { hourOf, millisecondsOf, weekdayOf } from './behaviour/time-column.ts';

const calendarParts = [
  'weekend',
  'night',
  'hour',
  'weekday',
  'month-day',
  'hour-sin',
  'hour-cos',
  'weekday-sin',
  'weekday-cos',
] as const;

/** How one input column becomes one feature; learned on training rows, stored as data. */
export const encodingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('number'), input: z.string() }),
  z.strictObject({ kind: z.literal('seconds'), input: z.string() }),
  z.strictObject({ kind: z.literal('log'), input: z.string() }),
  z.strictObject({ kind: z.literal('cents'), input: z.string() }),
  z.strictObject({ kind: z.literal('round'), input: z.string(), unit: z.number().gt(0) }),
  z.strictObject({ kind: z.literal('percentile'), input: z.string(), knots: z.array(z.number()).min(1) }),
  z.strictObject({ kind: z.literal('text-codes'), input: z.string(), categories: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('number-codes'), input: z.string(), categories: z.array(z.number()) }),
  z.strictObject({
    kind: z.literal('target-rate'),
    input: z.string(),
    categories: z.array(z.string()),
    rates: z.array(z.number()),
    prior: z.number(),
    /** What missing values get; absent: the prior. */
    missing: z.number().optional(),
    isText: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('category-count'),
    input: z.string(),
    categories: z.array(z.string()),
    counts: z.array(z.number()),
    missing: z.number(),
    isText: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('ordinal'),
    input: z.string(),
    categories: z.array(z.string()),
    isText: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('one-hot'),
    input: z.string(),
    categories: z.array(z.string()).length(1),
    isText: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal('calendar'),
    input: z.string(),
    part: z.enum(calendarParts),
    /** Whose calendar and clocks; UTC where absent. */
    zone: z.string().optional(),
  }),
]);

/** How one input column becomes one feature. */
export type Encoding = z.infer<typeof encodingSchema>;

/** All parts of a time, in the order of their features. */
export const allCalendarParts: readonly CalendarPart[] = [
  'hour',
  'weekday',
  'weekend',
  'night',
  'month-day',
  'hour-sin',
  'hour-cos',
  'weekday-sin',
  'weekday-cos',
];

/** A part of a time. */
export type CalendarPart = (typeof calendarParts)[number];

/** Whether the feature holds codes. */
export function isCategorical(encoding: Encoding): boolean {
  return encoding.kind === 'text-codes' || encoding.kind === 'number-codes';
}

/** @param ms - Reading of the local clock. */
function calendarPart(part: CalendarPart, ms: number): number {
  if (Number.isNaN(ms)) return Number.NaN;
  const hour = hourOf(ms);
  const weekday = weekdayOf(ms);
  switch (part) {
    case 'weekend':
      return weekday >= 5 ? 1 : 0;
    case 'night':
      return hour < 7 ? 1 : 0;
    case 'hour':
      return Math.floor(hour);
    case 'weekday':
      return weekday;
    case 'month-day':
      return new Date(ms).getUTCDate();
    case 'hour-sin':
      return Math.sin((2 * Math.PI * hour) / 24);
    case 'hour-cos':
      return Math.cos((2 * Math.PI * hour) / 24);
    case 'weekday-sin':
      return Math.sin((2 * Math.PI * weekday) / 7);
    case 'weekday-cos':
      return Math.cos((2 * Math.PI * weekday) / 7);
  }
}

function mustBeNumeric(column: Column, wanted: string): Float64Array {
  if (column.kind === 'timestamp' && wanted === 'numbers') throw featureKindError(column.name, wanted, 'dates');
  if (column.kind !== 'categorical') return column.values;
  // A column without any value carries no kind of its own.
  if (column.categories.length === 0) return new Float64Array(column.codes.length).fill(Number.NaN);
  const row = column.codes.findIndex((code) => code >= 0);
  throw new DataError(
    'FEATURE_KIND',
    `features: column "${column.name}" must hold ${wanted} as in training, got "${column.categories[column.codes[row] ?? 0]}" in data row ${row + 1}`,
    {
      details: { column: column.name, row: row + 1 },
      hint: 'Give data with the columns the model was trained on.',
    },
  );
}

/** The text of each cell, numbers in their shortest form; undefined where missing. */
function textOf(column: Column): (row: number) => string | undefined {
  if (column.kind === 'categorical') return (row) => column.categories[column.codes[row]!];
  return (row) => (Number.isNaN(column.values[row]) ? undefined : String(column.values[row]));
}

/** Looks each cell's text up: `absent` where the text is not in the table, `missing` where there is none. */
function lookUp(
  column: Column,
  table: ReadonlyMap<string, number>,
  absent: number,
  out: Float32Array,
  missing = absent,
): void {
  if (column.kind === 'categorical') {
    const byCode = column.categories.map((category) => table.get(category) ?? absent);
    for (let i = 0; i < out.length; i++) out[i] = byCode[column.codes[i]!] ?? missing;
    return;
  }
  const text = textOf(column);
  for (let i = 0; i < out.length; i++) {
    const cell = text(i);
    out[i] = cell === undefined ? missing : (table.get(cell) ?? absent);
  }
}

function tableOf(categories: readonly string[], values: readonly number[]): Map<string, number> {
  return new Map(categories.map((category, j) => [category, values[j]!]));
}

/** Share of knots at or below the value, in [0, 1]; ties count half. */
function percentileOf(knots: readonly number[], value: number): number {
  if (Number.isNaN(value)) return Number.NaN;
  const below = firstIndex(knots.length, (k) => knots[k]! >= value);
  const upTo = firstIndex(knots.length, (k) => knots[k]! > value);
  return (below + upTo) / 2 / knots.length;
}

/** Writes the feature of each row to `out`, length nRows; NaN where the value is missing or the category was not in training. */
export function encodeColumn(encoding: Encoding, column: Column, out: Float32Array): void {
  switch (encoding.kind) {
    case 'text-codes':
      lookUp(column, new Map(encoding.categories.map((category, code) => [category, code])), Number.NaN, out);
      return;
    case 'target-rate':
      lookUp(column, tableOf(encoding.categories, encoding.rates), encoding.prior, out, encoding.missing);
      return;
    case 'category-count':
      lookUp(column, tableOf(encoding.categories, encoding.counts), 0, out, encoding.missing);
      return;
    case 'ordinal':
      lookUp(column, tableOf(encoding.categories, [...encoding.categories.keys()]), Number.NaN, out);
      return;
    case 'one-hot':
      lookUp(column, tableOf(encoding.categories, [1]), 0, out, Number.NaN);
      return;
    case 'number-codes':
      lookUp(column, new Map(encoding.categories.map((value, code) => [String(value), code])), Number.NaN, out);
      return;
    case 'calendar': {
      mustBeNumeric(column, 'times');
      const ms = millisecondsOf(column);
      const zone = openTimeZone(encoding.zone);
      for (let i = 0; i < out.length; i++) out[i] = calendarPart(encoding.part, zone.localOf(ms[i]!));
      return;
    }
    case 'seconds': {
      // Only dates are learned from in this way.
      const values = mustBeNumeric(column, 'dates');
      const hasNumbers = column.kind === 'numeric' && values.some((value) => !Number.isNaN(value));
      if (hasNumbers) throw featureKindError(column.name, 'dates', 'numbers');
      for (let i = 0; i < out.length; i++) out[i] = values[i]! / 1000;
      return;
    }
    case 'number':
      out.set(mustBeNumeric(column, 'numbers'));
      return;
    case 'log':
    case 'cents':
    case 'round':
    case 'percentile': {
      const values = mustBeNumeric(column, 'numbers');
      const feature = amountFeature(encoding);
      for (let i = 0; i < out.length; i++) out[i] = feature(values[i]!);
    }
  }
}

function amountFeature(
  encoding: Extract<Encoding, { kind: 'log' | 'cents' | 'round' | 'percentile' }>,
): (value: number) => number {
  switch (encoding.kind) {
    case 'log':
      return (value) => Math.sign(value) * Math.log1p(Math.abs(value));
    case 'cents':
      return (value) => ((Math.round(value * 100) % 100) + 100) % 100;
    case 'round':
      return (value) => (Number.isNaN(value) ? Number.NaN : value % encoding.unit === 0 ? 1 : 0);
    case 'percentile':
      return (value) => percentileOf(encoding.knots, value);
  }
}
