import type { Column } from '@fraudx/core';
import { DataError } from '@fraudx/core';
import { z } from 'zod';

/** How one input column becomes one feature; learned on training rows, stored as data. */
export const encodingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('number'), input: z.string() }),
  z.strictObject({ kind: z.literal('seconds'), input: z.string() }),
  z.strictObject({ kind: z.literal('log'), input: z.string() }),
  z.strictObject({ kind: z.literal('text-codes'), input: z.string(), categories: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('number-codes'), input: z.string(), categories: z.array(z.number()) }),
  z.strictObject({
    kind: z.literal('calendar'),
    input: z.string(),
    part: z.enum([
      'weekend',
      'night',
      'hour',
      'weekday',
      'month-day',
      'hour-sin',
      'hour-cos',
      'weekday-sin',
      'weekday-cos',
    ]),
  }),
]);

/** How one input column becomes one feature. */
export type Encoding = z.infer<typeof encodingSchema>;

/** Whether the feature holds codes. */
export function isCategorical(encoding: Encoding): boolean {
  return encoding.kind === 'text-codes' || encoding.kind === 'number-codes';
}

const dayMs = 86_400_000;

function calendarPart(part: Extract<Encoding, { kind: 'calendar' }>['part'], ms: number): number {
  if (Number.isNaN(ms)) return Number.NaN;
  const day = Math.floor(ms / dayMs);
  const hour = (ms - day * dayMs) / 3_600_000;
  // Monday is 0; 1970-01-01 was a Thursday.
  const weekday = (((day + 3) % 7) + 7) % 7;
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
  if (column.kind !== 'categorical') return column.values;
  // A column without any value carries no kind of its own.
  if (column.categories.length === 0) return new Float64Array(column.codes.length).fill(Number.NaN);
  const row = column.codes.findIndex((code) => code >= 0);
  throw new DataError(
    'FEATURE_KIND',
    `features: column "${column.name}" must hold ${wanted} as in training, got "${column.categories[column.codes[row] ?? 0]}" in data row ${row + 1}`,
    { details: { column: column.name, row: row + 1 }, hint: 'Give data with the columns the model was trained on.' },
  );
}

function textOf(column: Column): (row: number) => string | undefined {
  if (column.kind === 'categorical') return (row) => column.categories[column.codes[row]!];
  return (row) => (Number.isNaN(column.values[row]) ? undefined : String(column.values[row]));
}

/** Writes the feature of each row to `out`, length nRows; NaN where the value is missing or the category was not in training. */
export function encodeColumn(encoding: Encoding, column: Column, out: Float32Array | Float64Array): void {
  if (encoding.kind === 'text-codes') {
    const codes = new Map(encoding.categories.map((category, code) => [category, code]));
    if (column.kind === 'categorical') {
      const byCode = column.categories.map((category) => codes.get(category) ?? Number.NaN);
      for (let i = 0; i < out.length; i++) out[i] = byCode[column.codes[i]!] ?? Number.NaN;
      return;
    }
    const text = textOf(column);
    for (let i = 0; i < out.length; i++) out[i] = codes.get(text(i) ?? '') ?? Number.NaN;
    return;
  }
  const values = mustBeNumeric(
    column,
    encoding.kind === 'calendar' || encoding.kind === 'seconds' ? 'times' : 'numbers',
  );
  const toMs = column.kind === 'numeric' ? 1000 : 1;
  switch (encoding.kind) {
    case 'number':
      out.set(values);
      return;
    case 'seconds':
      for (let i = 0; i < out.length; i++) out[i] = (values[i]! * toMs) / 1000;
      return;
    case 'log':
      for (let i = 0; i < out.length; i++) out[i] = Math.sign(values[i]!) * Math.log1p(Math.abs(values[i]!));
      return;
    case 'calendar':
      for (let i = 0; i < out.length; i++) out[i] = calendarPart(encoding.part, values[i]! * toMs);
      return;
    case 'number-codes': {
      const codes = new Map(encoding.categories.map((category, code) => [category, code]));
      for (let i = 0; i < out.length; i++) out[i] = codes.get(values[i]!) ?? Number.NaN;
    }
  }
}
