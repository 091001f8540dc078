import type { Matrix } from '@fraudx/core';
import type { FittedFeatures } from '@fraudx/features';
import { fitFeatures } from '@fraudx/features';
import type { Dataset } from './dataset.ts';
import { developmentRows, labelsOf } from './dataset.ts';

/** Matrices of training and validation rows; the features know training rows only. Shared by all trials. */
export interface Prepared {
  readonly features: FittedFeatures;
  readonly x: Matrix;
  readonly y: Uint8Array;
  readonly validation: { readonly x: Matrix; readonly y: Uint8Array };
}

/**
 * Fits the features on training rows and transforms training and validation rows.
 *
 * The whole frame is transformed and rows are taken afterwards: a feature of past behaviour needs the rows before it, whatever part they are in.
 */
export function prepare(dataset: Dataset): Prepared {
  const { frame, rows, y, featureSpec } = dataset;
  const yTrain = labelsOf(y, rows.train);
  const features = fitFeatures(frame.take(rows.train), yTrain, featureSpec);
  const all = features.transform(frame);
  return {
    features,
    x: all.take(rows.train),
    y: yTrain,
    validation: { x: all.take(rows.validation), y: labelsOf(y, rows.validation) },
  };
}

/** Fits the features on training and validation rows, for the final fit with everything already chosen. */
export function prepareFinal(dataset: Dataset): Pick<Prepared, 'features' | 'x' | 'y'> {
  const rows = developmentRows(dataset.rows);
  const y = labelsOf(dataset.y, rows);
  const features = fitFeatures(dataset.frame.take(rows), y, dataset.featureSpec);
  return { features, x: features.transform(dataset.frame).take(rows), y };
}
