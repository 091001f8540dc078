import type { AlgorithmName } from '@fraudx/models';
import { combinationProblems, paramProblems, paramSchema } from '@fraudx/models';
import type { PromotionRequest } from '@fraudx/promotion';

/** The algorithm's own schema and checks, which training and tuning use too: what trains can be promoted. */
export function parameterRules(algorithm: AlgorithmName): Pick<PromotionRequest, 'parameterSchema' | 'parameterCheck'> {
  return {
    parameterSchema: paramSchema(algorithm).params.map((param) => ({ ...param })),
    parameterCheck: (values) => [...paramProblems(algorithm, values), ...combinationProblems(algorithm, values)],
  };
}
