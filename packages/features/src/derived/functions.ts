import { choiceFunctions } from './choice-functions.ts';
import type { ExpressionFunction } from './function-kit.ts';
import { numberFunctions } from './number-functions.ts';
import { operators } from './operators.ts';
import { textFunctions } from './text-functions.ts';
import { timeFunctions } from './time-functions.ts';

/** Every function and operator of expressions by name. */
export const expressionFunctions: Readonly<Record<string, ExpressionFunction>> = {
  ...operators,
  ...numberFunctions,
  ...textFunctions,
  ...timeFunctions,
  ...choiceFunctions,
};
