import type { FitOptions, ParamValues } from '../estimator.ts';
import type { ParamDefinition } from './param-schema.ts';

/** Parameters that boosted trees share with the options of a fit, under the names of one library. */
export function fitParams(names: {
  readonly threads: string;
  readonly threadAliases: readonly string[];
  readonly seedAliases: readonly string[];
}): readonly ParamDefinition[] {
  return [
    {
      name: names.threads,
      camelName: names.threads.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
      aliases: names.threadAliases,
      type: 'int',
      low: -1,
      high: 64,
      doc: 'Threads of a fit that names none; changes no result; 0, -1 or absent: one per core',
    },
    {
      name: 'seed',
      camelName: 'seed',
      aliases: names.seedAliases,
      type: 'int',
      low: 0,
      high: Number.MAX_SAFE_INTEGER,
      doc: 'Random seed of the trees; absent: the seed of the fit',
    },
  ];
}

/** The seed of a fit: that of the parameters, else that of the options, else 0. */
export function seedOf(params: ParamValues, options: FitOptions): number {
  return (params['seed'] as number | undefined) ?? options.seed ?? 0;
}
