import type { ParamDefinition } from './param-schema.ts';

/** How boosted trees split categorical features, with one library's default for the size of a set. */
export function categoryParams(maxCatThreshold: number): readonly ParamDefinition[] {
  return [
    {
      name: 'max_cat_to_onehot',
      camelName: 'maxCatToOnehot',
      aliases: [],
      type: 'int',
      low: 1,
      high: 65_535,
      default: 4,
      doc: 'Categorical features with fewer categories split off one at a time, others a set of them',
    },
    {
      name: 'max_cat_threshold',
      camelName: 'maxCatThreshold',
      aliases: [],
      type: 'int',
      low: 1,
      high: 65_535,
      default: maxCatThreshold,
      doc: 'Maximum number of categories on one side of a split',
    },
  ];
}
