import type { Values } from './expression-values.ts';
import type { ExpressionFunction } from './function-kit.ts';
import { numeric, isMissing } from './function-kit.ts';

/** Of several values of one kind, one that `choose` finds. */
function chosen(
  choose: (row: number, values: readonly Values[]) => Values | undefined,
  from: number,
): ExpressionFunction['make'] {
  return (args) => {
    const { kind } = args[from]!;
    if (kind === 'text') return { kind, at: (row) => (choose(row, args)?.at(row) as string | undefined) ?? undefined };
    return { kind, at: (row) => (choose(row, args)?.at(row) as number | undefined) ?? Number.NaN };
  };
}

/** Functions that choose, and that answer to missing values. */
export const choiceFunctions: Readonly<Record<string, ExpressionFunction>> = {
  if: {
    form: 'if(condition, x, y)',
    about: 'x if the condition holds, else y; missing if the condition is missing',
    params: ['boolean', 'any', 'same'],
    make: (args) =>
      chosen((row, [condition, yes, no]) => {
        const holds = numeric(condition!)(row);
        return Number.isNaN(holds) ? undefined : holds === 1 ? yes : no;
      }, 1)(args, { clock: (ms) => ms }),
  },
  coalesce: {
    form: 'coalesce(x, y, …)',
    about: 'the first that is not missing',
    params: ['any', 'same'],
    last: 'repeated',
    make: chosen((row, values) => values.find((value) => !isMissing(value, row)), 0),
  },
  is_missing: {
    form: 'is_missing(x)',
    about: 'whether x is missing; never missing itself',
    params: ['any'],
    make: ([x]) => ({ kind: 'boolean', at: (row) => (isMissing(x!, row) ? 1 : 0) }),
  },
  one_of: {
    form: "one_of(x, 'a', 'b', …)",
    about: 'whether x is one of these',
    params: ['any', 'same'],
    last: 'repeated',
    make: ([x, ...others]) => ({
      kind: 'boolean',
      at: (row) => (isMissing(x!, row) ? Number.NaN : others.some((other) => other.at(row) === x!.at(row)) ? 1 : 0),
    }),
  },
};
