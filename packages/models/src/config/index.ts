/** Keys of a config that this package reads; apart from the rest of the package, because schemas take a while to load. */
import { knownAlgorithmNames } from '@fraudx/core';
import { about, configField, nameProblem, scalar } from '@fraudx/core/config';
import { z } from 'zod';

const sign = () => z.literal([-1, 0, 1]);
/** A hyperparameter; null is none, for those that have it; those with a value per feature, such as `monotone_constraints`, are lists or objects by feature name. */
const param = () => z.union([scalar(), z.null(), z.array(sign()).min(1), z.record(z.string(), sign())]);

/** Of one algorithm below its name, see `paramsFor`; the type knows the flat form only, which settings hold. */
const params = () =>
  z
    .object(Object.fromEntries(knownAlgorithmNames().map((name) => [name, z.record(z.string(), param()).optional()])))
    .catchall(param()) as unknown as z.ZodRecord<z.ZodString, ReturnType<typeof param>>;

/** The keys of a config that say what is learned. */
export const modelFields = {
  algorithm: configField('trials', () =>
    z
      .string()
      .refine((name) => knownAlgorithmNames().includes(name), {
        error: (issue) => nameProblem(String(issue.input), knownAlgorithmNames()),
      })
      .meta(about(`Algorithm to train: ${knownAlgorithmNames().join(', ')}; default xgboost`, 'xgboost')),
  ),
  params: configField('trials', () =>
    params().meta(
      about(
        'Hyperparameters by the names of the algorithm, fixed and not searched; those of one algorithm below its name; monotone_constraints: one sign per feature, e.g. { amount: 1 }',
        {
          max_depth: 6,
          xgboost: { eta: 0.1, num_round: 200 },
          lightgbm: { num_leaves: 31 },
          'random-forest': { n_estimators: 200 },
        },
      ),
    ),
  ),
} as const;
