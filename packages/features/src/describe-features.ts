import { DataError } from '@fraudx/core';
import type { Encoding } from './encodings.ts';
import { isCategorical } from './encodings.ts';
import { planSchema } from './feature-plan.ts';

/** What one feature of a matrix holds. */
export interface FeatureDescription {
  readonly name: string;
  readonly type: 'numeric' | 'categorical';
  /** How it is made: `number` is the column as it is; `text-codes`, `number-codes` and `ordinal` are places in `categories`. */
  readonly encoding: string;
  /** Column it is made of; absent for an interaction of two features. */
  readonly column?: string;
  /** Expression that makes this column of others; absent for a column of the data. */
  readonly expression?: string;
  /** Value of each code, from code 0 on; values that are not listed are missing (NaN). */
  readonly categories?: readonly (string | number)[];
  /** Value of each of `categories`; absent where it is its place. */
  readonly values?: readonly number[];
  /** Value of a missing cell, null for missing; absent with `values`. */
  readonly missing?: number | null;
  /** Value of a category that is not listed; absent with `values`. */
  readonly unknown?: number;
}

/** What categories, missing and unknown ones become, where that is no place in their list; null is missing (NaN). */
function valuesOf(encoding: Encoding): Pick<FeatureDescription, 'values' | 'missing' | 'unknown'> {
  if (encoding.kind === 'target-rate') {
    return { values: encoding.rates, missing: encoding.missing ?? encoding.prior, unknown: encoding.prior };
  }
  if (encoding.kind === 'category-count') {
    return { values: encoding.counts, missing: encoding.missing, unknown: 0 };
  }
  return encoding.kind === 'one-hot' ? { values: [1], missing: null, unknown: 0 } : {};
}

/**
 * What the features hold that `FittedFeatures.toJson` wrote, in matrix order. No code of a user's strategy runs.
 *
 * @throws {DataError} `FITTED_FEATURES_INVALID`.
 */
export function describeFeatures(json: unknown): FeatureDescription[] {
  const parsed = planSchema.safeParse(json);
  if (!parsed.success) {
    throw new DataError(
      'FITTED_FEATURES_INVALID',
      `json must be fitted features, got a problem at ${parsed.error.issues[0]!.path.join('.') || 'the top'}`,
      { subject: 'describeFeatures' },
    );
  }
  const { features, selected, derived } = parsed.data;
  const all = features.map(({ name, encoding }): FeatureDescription => {
    if (encoding.kind === 'interaction') return { name, type: 'numeric', encoding: encoding.operation };
    return {
      name,
      type: isCategorical(encoding) ? 'categorical' : 'numeric',
      encoding: encoding.kind,
      column: encoding.input,
      ...expressionOf(encoding.input, derived?.columns ?? []),
      ...('categories' in encoding ? { categories: encoding.categories } : {}),
      ...valuesOf(encoding),
    };
  });
  return selected === undefined ? all : selected.flatMap((name) => all.find((one) => one.name === name) ?? []);
}

function expressionOf(
  input: string,
  derived: readonly { readonly name: string; readonly expression: string }[],
): { readonly expression?: string } {
  const found = derived.find(({ name }) => name === input);
  return found === undefined ? {} : { expression: found.expression };
}
