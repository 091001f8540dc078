import type { CategoricalColumn, Column, Frame, NumericColumn } from '@fraudx/core';
import { InvalidArgumentError, ShapeError } from '@fraudx/core';
import type { Encoding } from './encodings.ts';
import type { FeatureSpec } from './feature-spec.ts';
import type { FittedFeature, FittedFeatures } from './fitted-features.ts';
import { createFittedFeatures } from './fitted-features.ts';

/** Texts with rows in this frame, in the order of the category table. */
function textCategories(column: CategoricalColumn): string[] {
  const seen = new Uint8Array(column.categories.length);
  for (const code of column.codes) if (code >= 0) seen[code] = 1;
  return column.categories.filter((_, code) => seen[code] === 1);
}

function numberCategories(column: NumericColumn): number[] {
  const seen = new Set<number>();
  for (const value of column.values) if (!Number.isNaN(value)) seen.add(value);
  return [...seen].sort((a, b) => a - b);
}

function asItIs(column: Column, spec: FeatureSpec): Encoding {
  const input = column.name;
  if (column.kind === 'categorical') return { kind: 'text-codes', input, categories: textCategories(column) };
  if (column.kind === 'timestamp') return { kind: 'seconds', input };
  if (spec.categorical.includes(input)) return { kind: 'number-codes', input, categories: numberCategories(column) };
  return { kind: 'number', input };
}

const baselineParts = ['weekend', 'night'] as const;
const temporalParts = ['hour', 'weekday', 'month-day', 'hour-sin', 'hour-cos', 'weekday-sin', 'weekday-cos'] as const;

function calendarFeatures(spec: FeatureSpec): FittedFeature[] {
  if (spec.time === undefined) return [];
  const input = spec.time;
  const parts = spec.strategy === 'temporal' ? [...baselineParts, ...temporalParts] : baselineParts;
  return parts.map((part) => ({
    name: `${input}_${part.replace('-', '_')}`,
    encoding: { kind: 'calendar', input, part },
  }));
}

function distinctNames(features: readonly FittedFeature[]): FittedFeature[] {
  const taken = new Set<string>();
  return features.map((feature) => {
    let name = feature.name;
    while (taken.has(name)) name = `${name}_2`;
    taken.add(name);
    return { ...feature, name };
  });
}

/**
 * Learns how columns become features, from training rows only.
 *
 * Categories are numbered in the order of the training rows' category table (numbers ascending).
 *
 * @param train - Training rows; must hold every column that `spec` names.
 * @param y - Labels 0/1, length nRows; unused by these strategies.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`: a column that `spec` names.
 * @throws {InvalidArgumentError} `FEATURES_NONE`: nothing is left to learn from.
 * @throws {ShapeError} `y` has another length.
 */
export function fitFeatures(train: Frame, y: Uint8Array, spec: FeatureSpec): FittedFeatures {
  if (y.length !== train.nRows) throw new ShapeError(`fitFeatures: y must have ${train.nRows} rows, got ${y.length}`);
  const named = [spec.time, spec.entity, spec.amount, ...spec.drop, ...spec.categorical];
  for (const name of named) if (name !== undefined) train.column(name);
  const out = new Set([spec.target, ...spec.drop]);
  const derived = spec.strategy !== 'raw';
  if (derived) for (const name of [spec.time, spec.entity]) if (name !== undefined) out.add(name);
  const features: FittedFeature[] = train.columns
    .filter((column) => !out.has(column.name))
    .map((column) => ({ name: column.name, encoding: asItIs(column, spec) }));
  if (derived) {
    if (spec.amount !== undefined && !spec.drop.includes(spec.amount)) {
      features.push({ name: `${spec.amount}_log`, encoding: { kind: 'log', input: spec.amount } });
    }
    features.push(...calendarFeatures(spec));
  }
  if (features.length === 0) {
    throw new InvalidArgumentError('fitFeatures: data must have a column beside target and dropped ones, got none', {
      code: 'FEATURES_NONE',
      hint: 'Drop fewer columns.',
    });
  }
  return createFittedFeatures(spec.strategy, distinctNames(features));
}
