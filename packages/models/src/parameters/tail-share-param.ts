import type { ParamValues } from '../estimator.ts';
import type { ParamDefinition } from './param-schema.ts';

/**
 * Where the bins of a feature lie; the original libraries have no such parameter. It has no default value, so that parameters
 * which are handed on to other engines name it only when it was asked for.
 */
export const TAIL_SHARE_PARAM: ParamDefinition = {
  name: 'tail_share',
  camelName: 'tailShare',
  aliases: [],
  type: 'float',
  low: 0,
  high: 1,
  doc: 'Share of the bins reserved for extreme values (embedded engine only); 0 is plain quantiles; absent: 0.5, and 0 for features that only rise or only fall from row to row, like a clock',
};

/** The part of a spec that a given `tail_share` sets. */
export function tailShareOf(params: ParamValues): { tailShare?: number } {
  const share = params['tail_share'];
  return typeof share === 'number' ? { tailShare: share } : {};
}
