import type { HyperparameterProblem } from './parameter-rule.ts';

type Values = Readonly<Record<string, number | string | boolean>>;

interface CrossFieldRule {
  readonly algorithm: string;
  readonly parameters: readonly string[];
  /** The complaint, or undefined when all is well or a parameter is not given. */
  check(values: Values): string | undefined;
}

function numberOf(values: Values, name: string): number | undefined {
  const value = values[name];
  return typeof value === 'number' ? value : undefined;
}

const rules: readonly CrossFieldRule[] = [
  {
    algorithm: 'lightgbm',
    parameters: ['num_leaves', 'max_depth'],
    check(values) {
      const leaves = numberOf(values, 'num_leaves');
      const depth = numberOf(values, 'max_depth');
      if (leaves === undefined || depth === undefined || depth <= 0 || leaves <= 2 ** depth) return undefined;
      return `num_leaves must be at most 2^max_depth = ${2 ** depth}, got ${leaves}`;
    },
  },
  {
    algorithm: 'lightgbm',
    parameters: ['bagging_fraction', 'bagging_freq'],
    check(values) {
      const fraction = numberOf(values, 'bagging_fraction');
      const frequency = numberOf(values, 'bagging_freq');
      if (fraction === undefined || frequency === undefined || fraction >= 1 || frequency > 0) return undefined;
      return `bagging_freq must be positive when bagging_fraction is below 1, got ${frequency}`;
    },
  },
  {
    algorithm: 'xgboost',
    parameters: ['max_depth', 'max_leaves'],
    check(values) {
      const depth = numberOf(values, 'max_depth');
      const leaves = numberOf(values, 'max_leaves');
      if (depth === undefined || depth > 0 || (leaves ?? 0) > 0) return undefined;
      return `max_depth must be positive where max_leaves does not limit the trees, got ${depth}`;
    },
  },
  {
    algorithm: 'xgboost',
    parameters: ['objective'],
    check(values) {
      const objective = values['objective'];
      if (typeof objective !== 'string' || objective.startsWith('binary:')) return undefined;
      return `objective must be one for two classes (binary:…), got "${objective}"`;
    },
  },
];

/** Rules that need more than one parameter, or the purpose of the model, for the algorithms that have such. */
export function crossFieldProblems(algorithm: string, values: Values): HyperparameterProblem[] {
  return rules
    .filter((rule) => rule.algorithm === algorithm)
    .flatMap((rule) => {
      const message = rule.check(values);
      return message === undefined
        ? []
        : [{ parameter: rule.parameters.join(', '), code: 'cross-field' as const, message }];
    });
}
