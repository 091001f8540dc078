import type { Frame, JsonValue } from '@fraudx/core';
import { DataError, Matrix, nearest } from '@fraudx/core';
import { z } from 'zod';
import type { Encoding } from './encodings.ts';
import { encodeColumn, encodingSchema, isCategorical } from './encodings.ts';

const fittedSchema = z.strictObject({
  formatVersion: z.literal(1),
  strategy: z.enum(['raw', 'baseline', 'temporal']),
  features: z.array(z.strictObject({ name: z.string().min(1), encoding: encodingSchema })).min(1),
});

/** Transforms learned from training rows: a frame goes in, the model's matrix comes out. Immutable. */
export interface FittedFeatures {
  /** Feature names, in matrix order. */
  readonly names: readonly string[];
  /** Columns that a frame must have, in order of first use. */
  readonly inputs: readonly string[];
  /**
   * The matrix of a frame, nRows × names.length. Missing values and categories unknown in training are NaN; further columns are ignored.
   *
   * @throws {DataError} `FEATURE_COLUMNS_MISSING`, naming all absent columns; `FEATURE_KIND` where text stands in a numeric column.
   */
  transform(frame: Frame): Matrix;
  /** Plain JSON from which {@link parseFittedFeatures} makes an equal object. */
  toJson(): JsonValue;
}

/** One feature: its name and how it is made. */
export interface FittedFeature {
  readonly name: string;
  readonly encoding: Encoding;
}

/** Puts learned encodings behind the {@link FittedFeatures} contract. */
export function createFittedFeatures(
  strategy: 'raw' | 'baseline' | 'temporal',
  features: readonly FittedFeature[],
): FittedFeatures {
  const names = features.map((feature) => feature.name);
  const inputs = [...new Set(features.map((feature) => feature.encoding.input))];
  const types = features.map((feature) => (isCategorical(feature.encoding) ? 'categorical' : 'numeric'));
  return {
    names,
    inputs,
    transform(frame) {
      const absent = inputs.filter((name) => !frame.has(name));
      if (absent.length > 0) {
        const near = nearest(absent[0]!, frame.names);
        throw new DataError(
          'FEATURE_COLUMNS_MISSING',
          `features: data must have the columns of training, got none named ${absent.map((name) => `"${name}"`).join(', ')}`,
          {
            details: { columns: absent },
            ...(near === undefined ? {} : { hint: `The data has "${near}"; rename it if it is the same.` }),
          },
        );
      }
      const matrix = Matrix.zeros(frame.nRows, names, types);
      features.forEach(({ encoding }, j) => encodeColumn(encoding, frame.column(encoding.input), matrix.column(j)));
      return matrix;
    },
    toJson: () => ({
      formatVersion: 1,
      strategy,
      features: features.map(({ name, encoding }) => ({ name, encoding })),
    }),
  };
}

/**
 * The fitted features that `toJson` wrote.
 *
 * @throws {DataError} `FITTED_FEATURES_INVALID`, with the first problem.
 */
export function parseFittedFeatures(json: unknown): FittedFeatures {
  const parsed = fittedSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new DataError(
      'FITTED_FEATURES_INVALID',
      `parseFittedFeatures: json must be fitted features, got a problem at ${issue.path.join('.') || 'the top'}: ${issue.message}`,
    );
  }
  return createFittedFeatures(parsed.data.strategy, parsed.data.features);
}
