import type { Matrix } from '@fraudx/core';
import { countCategoryBins } from '../binning/bin-categories.ts';
import type { WideShape } from './memory-layout.ts';

/** The categorical features whose categories need more than `maxBin` bins, default 255: their bins take two bytes. */
export function wideCategories(x: Matrix, maxBin = 255): readonly WideShape[] {
  return [...x.types.keys()].flatMap((feature) => {
    if (x.types[feature] !== 'categorical') return [];
    const nBins = countCategoryBins(x.column(feature), maxBin);
    return nBins > maxBin ? [{ feature, nBins }] : [];
  });
}
