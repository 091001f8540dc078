import type { Matrix } from '@fraudx/core';
import { foldsOf, isByTime } from '@fraudx/data';
import type { IntervalOptions } from '@fraudx/evaluation';
import type { FittedFeatures } from '@fraudx/features';
import { fitTransformFeatures, indistinctNumbers } from '@fraudx/features';
import { countText } from '@fraudx/core';
import type { Dataset } from '../dataset/load-dataset.ts';
import { developmentRows, labelsOf, weightsOf } from '../dataset/dataset-rows.ts';
import { checkFinite } from '../dataset/check-finite.ts';
import { contextOf } from '../evaluation/row-context.ts';
import { intervalOptions } from '../evaluation/interval-options.ts';
import type { RowContext } from '../evaluation/row-context.ts';
import type { Fold } from '@fraudx/data';

/** Matrices of training and validation rows; the features know training rows only. Shared by all trials. */
export interface Prepared {
  readonly features: FittedFeatures;
  readonly x: Matrix;
  readonly y: Uint8Array;
  /** Of training rows; validation rows are measured without weights. */
  readonly sampleWeight?: Float64Array;
  readonly validation: { readonly x: Matrix; readonly y: Uint8Array; readonly context: RowContext };
  /** How the threshold is chosen on validation rows. */
  readonly thresholdStrategy: string;
  /** What other validation rows would draw again. */
  readonly intervalOptions: IntervalOptions;
  /** Whether validation rows are later than training rows. */
  readonly isByTime: boolean;
}

/**
 * Fits the features on training rows and transforms training and validation rows.
 *
 * Features of past behaviour are columns of the dataset's frame already, so that rows can be taken here. Encodings of the label are out-of-fold on
 * training rows.
 */
export function prepare(dataset: Dataset, rows: Fold = dataset.rows): Prepared {
  const { frame, y, featureSpec, ownStrategy } = dataset;
  const context = contextOf(dataset, rows.validation);
  const yTrain = labelsOf(y, rows.train);
  const { features, x } = fitTransformFeatures(frame.take(rows.train), yTrain, featureSpec, ownStrategy);
  return {
    features,
    x: checkFinite(x, dataset.path, rows.train),
    y: yTrain,
    ...weightsOf(dataset, rows.train),
    validation: {
      x: checkFinite(features.transform(frame, { rows: rows.validation }), dataset.path, rows.validation),
      y: labelsOf(y, rows.validation),
      context,
    },
    thresholdStrategy: dataset.thresholdStrategy,
    intervalOptions: intervalOptions(dataset, context.day),
    isByTime: isByTime(dataset.splitPlan),
  };
}

/** The matrices of every fold, the latest first. */
export function prepareFolds(dataset: Dataset): readonly Prepared[] {
  return foldsOf(dataset.rows).map((fold) => prepare(dataset, fold));
}

/** A note where fewer features are there than a setting keeps. */
export function tooFewNotes(setting: string, k: number | undefined, { x }: Prepared): string[] {
  if (k === undefined || k <= x.nCols) return [];
  return [`${setting} ${k} asks for more than the ${x.nCols} features there are: all are kept`];
}

/** A note where fewer features are there than `select` keeps. */
export function selectionNotes({ featureSpec }: Dataset, prepared: Prepared): string[] {
  return tooFewNotes('features.select.k', featureSpec.select?.k, prepared);
}

/** Notes about columns of large numbers that the model cannot tell apart, because it holds float32. */
export function precisionNotes(dataset: Dataset, features: FittedFeatures): string[] {
  return indistinctNumbers(dataset.frame, features, developmentRows(dataset.rows)).map(
    ({ column, distinct, seen }) =>
      `column "${column}" holds ${countText(distinct)} large whole numbers, of which models, which use float32, distinguish ${countText(seen)}; if they are ids, declare it categorical or drop it, otherwise subtract their smallest`,
  );
}

/** Fits the features on training and validation rows, for the final fit with everything already chosen. */
export function prepareFinal(dataset: Dataset): Pick<Prepared, 'features' | 'x' | 'y' | 'sampleWeight'> {
  const rows = developmentRows(dataset.rows);
  const y = labelsOf(dataset.y, rows);
  const { features, x } = fitTransformFeatures(dataset.frame.take(rows), y, dataset.featureSpec, dataset.ownStrategy);
  return { features, x: checkFinite(x, dataset.path, rows), y, ...weightsOf(dataset, rows) };
}

/** The matrix of the test rows. */
export function testMatrix({ frame, rows, path }: Dataset, features: FittedFeatures): Matrix {
  return checkFinite(features.transform(frame, { rows: rows.test }), path, rows.test);
}
