import type { ParamValues } from '@fraudx/models';
import type { Params, ParamValue, SearchSpace } from '@fraudx/tuning';
import { nearestPoint, valueAt } from '@fraudx/tuning';
import { ENCODING_PREFIX } from '../dataset/text-columns.ts';

/** What of a plan the defaults follow from. */
interface SearchedDefaults {
  readonly space: SearchSpace;
  readonly paramsOf: (suggested: Params) => ParamValues;
}

/** The default of each searched encoding of categories: `native` where it may be, else the first. */
function defaultEncodings({ space }: SearchedDefaults): Record<string, ParamValue> {
  return Object.fromEntries(
    Object.entries(space).flatMap(([name, dimension]) => {
      if (!name.startsWith(ENCODING_PREFIX) || dimension.type !== 'categorical') return [];
      return [[name, dimension.values.includes('native') ? 'native' : dimension.values[0]!]];
    }),
  );
}

/** What stands for defaults that are no number, such as a depth without limit or a share estimated from the data: the middle of a range. */
function middles({ space }: SearchedDefaults): Record<string, ParamValue> {
  return Object.fromEntries(
    Object.entries(space).flatMap(([name, dimension]) => ('low' in dimension ? [[name, valueAt(dimension, 0.5)]] : [])),
  );
}

/** The algorithm's defaults, or what the space has nearest to them; undefined where a list lacks one. */
export function defaultPoint(plan: SearchedDefaults): Params | undefined {
  const known = Object.entries(plan.paramsOf({})).filter(([, value]) => value !== undefined);
  return nearestPoint(plan.space, { ...middles(plan), ...Object.fromEntries(known), ...defaultEncodings(plan) });
}
