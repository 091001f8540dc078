import type { ParamDefinition } from './param-schema.ts';
import { DRAWN_SHARE, OFF_AT_ZERO } from './value-ranges.ts';

/** What one library calls a parameter. */
type Names = Pick<ParamDefinition, 'name' | 'camelName' | 'aliases'>;

/** Number of trees, at most `high`. */
export function treeCountParam(names: Names, high: number): ParamDefinition {
  return {
    ...names,
    type: 'int',
    low: 1,
    high,
    default: 100,
    doc: 'Number of trees',
    search: { type: 'int', low: 50, high: 400, log: true },
  };
}

/** Shrinkage of boosting, with one library's default. */
export function learningRateParam(names: Names, byDefault: number): ParamDefinition {
  return {
    ...names,
    ...DRAWN_SHARE,
    default: byDefault,
    doc: 'Shrinkage of each tree',
    search: { type: 'float', low: 0.01, high: 0.3, log: true },
  };
}

/** Where trees are built; the values for graphics cards are refused with the reason. */
export function deviceParam(names: Names): ParamDefinition {
  return {
    ...names,
    type: 'categorical',
    choices: ['cpu'],
    refusedChoices: {
      gpu: 'the embedded engine runs on the CPU',
      cuda: 'the embedded engine runs on the CPU',
    },
    default: 'cpu',
    doc: 'Where trees are built',
  };
}

/** Bound of leaf weights, for very unbalanced labels. */
export const MAX_DELTA_STEP_PARAM: ParamDefinition = {
  name: 'max_delta_step',
  camelName: 'maxDeltaStep',
  aliases: [],
  ...OFF_AT_ZERO,
  doc: 'Maximum absolute leaf weight before shrinkage; 0 is no limit',
};

/** Weight of the positive class. */
export const SCALE_POS_WEIGHT_PARAM: ParamDefinition = {
  name: 'scale_pos_weight',
  camelName: 'scalePosWeight',
  aliases: [],
  type: 'float',
  low: 0,
  lowExclusive: true,
  high: 1e6,
  default: 1,
  doc: 'Weight of each fraud row',
};

/** Size of the histograms, which hold at most 255 bins of values. */
export const MAX_BIN_PARAM: ParamDefinition = {
  name: 'max_bin',
  camelName: 'maxBin',
  aliases: [],
  type: 'int',
  low: 2,
  high: 255,
  default: 255,
  doc: 'Maximum number of value bins per feature; missing values have one more',
};
