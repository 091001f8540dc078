import type { Column, Frame } from '@fraudx/core';
import { valueText } from '@fraudx/core';
import { planSchema } from './feature-plan.ts';
import { withDerived } from './with-derived.ts';

/** Features and their values in the words of the data. */
export interface ReadableFeatures {
  /** Name of the column that a feature is made of where it holds the same information, else the name of the feature. */
  readonly nameOf: (feature: string) => string;
  /** The cell of that column in a row: a text in quotes, a time as a date, a number as it is; undefined where the feature's own number says it. */
  readonly textOf: (feature: string, row: number) => string | undefined;
}

/** Encodings whose order or groups are those of the column. */
const asColumn = new Set([
  'number',
  'seconds',
  'log',
  'percentile',
  'text-codes',
  'number-codes',
  'target-rate',
  'category-count',
  'ordinal',
]);

/** A date, with its time of day where it has one, which is that of UTC. */
function timeText(ms: number): string {
  const text = new Date(ms).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.replace(/(:00)?\.000Z$/, 'Z');
}

function cellText(column: Column, row: number): string | undefined {
  if (column.kind === 'categorical') {
    const code = column.codes[row]!;
    return code < 0 ? 'missing' : JSON.stringify(column.categories[code]);
  }
  const value = column.values[row]!;
  if (Number.isNaN(value)) return 'missing';
  if (column.kind === 'timestamp') return timeText(value);
  // As the data has it, so that people find the row.
  return valueText(value);
}

/**
 * How features read for people: the column's name and the cell as the data has it, instead of a code or a logarithm.
 *
 * @param json - What `FittedFeatures.toJson` wrote.
 * @param raw - Rows that were transformed.
 */
export function readableFeatures(json: unknown, raw: Frame): ReadableFeatures {
  const parsed = planSchema.safeParse(json);
  const frame = parsed.success ? withDerived(parsed.data, raw) : raw;
  const inputs = new Map(
    (parsed.success ? parsed.data.features : []).flatMap(({ name, encoding }) =>
      encoding.kind !== 'interaction' && asColumn.has(encoding.kind) && frame.has(encoding.input)
        ? [[name, encoding] as const]
        : [],
    ),
  );
  return {
    nameOf: (feature) => inputs.get(feature)?.input ?? feature,
    textOf: (feature, row) => {
      const encoding = inputs.get(feature);
      if (encoding === undefined) return undefined;
      return cellText(frame.column(encoding.input), row);
    },
  };
}
