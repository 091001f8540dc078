import type { Matrix } from '@fraudx/core';
import type { WideShape } from '@fraudx/trees';
import { wideCategories } from '@fraudx/trees';
import type { ParamValues } from '../estimator.ts';

/** The features of boosted trees whose categories take two bytes, under parsed parameters with `max_bin`. */
export function wideFeatures(x: Matrix, params: ParamValues): readonly WideShape[] {
  return wideCategories(x, Math.min(255, Number(params['max_bin'])));
}
