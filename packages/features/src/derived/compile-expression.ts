import type { Column, Frame } from '@fraudx/core';
import { nearest } from '@fraudx/core';
import type { Numbers, Values, ValueKind } from './expression-values.ts';
import type { ExpressionFunction, FunctionContext } from './function-kit.ts';
import { isMissing } from './function-kit.ts';
import { expressionFunctions } from './functions.ts';
import type { Expression } from './parse-expression.ts';
import { expressionError } from './parse-expression.ts';

const named: Readonly<Record<ValueKind, string>> = {
  number: 'a number',
  text: 'a text',
  time: 'a time',
  boolean: 'a condition',
};

function valuesOf(column: Column): Values {
  if (column.kind === 'categorical') {
    return { kind: 'text', at: (row) => column.categories[column.codes[row]!] };
  }
  return { kind: column.kind === 'timestamp' ? 'time' : 'number', at: (row) => column.values[row]! };
}

/**
 * Values that keep the one of the last row: a function may look at an argument more than once, to see whether it is missing, and arguments have
 * arguments, so that without this the time would double with every level.
 */
function evaluatedOnce(values: Numbers): Numbers;
function evaluatedOnce(values: Values): Values;
function evaluatedOnce(values: Values): Values {
  const remembered = <T>(at: (row: number) => T): ((row: number) => T) => {
    let lastRow = -1;
    let last: T;
    return (row) => {
      if (row !== lastRow) {
        last = at(row);
        lastRow = row;
      }
      return last;
    };
  };
  return values.kind === 'text'
    ? { kind: values.kind, at: remembered(values.at) }
    : { kind: values.kind, at: remembered(values.at) };
}

function functionOf(name: string, text: string, at: number): ExpressionFunction {
  const found = Object.hasOwn(expressionFunctions, name) ? expressionFunctions[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.entries(expressionFunctions).flatMap(([key, { form }]) => (form === undefined ? [] : [key]));
  const near = nearest(name, names);
  const hint = near === undefined ? `Functions: ${names.join(', ')}.` : `Did you mean "${near}"?`;
  throw expressionError(text, at, `there is no function "${name}"`, hint);
}

function parameterAt(
  { params, last }: ExpressionFunction,
  k: number,
): ExpressionFunction['params'][number] | undefined {
  return params[k] ?? (last === 'repeated' ? params.at(-1) : undefined);
}

/** Numbers are conditions too, where they are 0 or 1; conditions count as numbers. */
function fits(kind: ValueKind, wanted: ValueKind): boolean {
  const isNumber = (one: ValueKind): boolean => one === 'number' || one === 'boolean';
  return kind === wanted || (isNumber(kind) && isNumber(wanted));
}

function hintFor(kind: ValueKind, wanted: ValueKind): string | undefined {
  if (kind === 'text' && wanted === 'number') return 'number(…) reads a number from a text.';
  if (kind === 'number' && wanted === 'text') return 'text(…) writes a number as text.';
  if (kind === 'time' && wanted === 'number')
    return 'days_between(…), seconds_between(…) and hour(…) make numbers of times.';
  if (kind === 'text' && wanted === 'time') return "date(…) reads a time such as '2024-01-31' from a text.";
  if (kind === 'number' && wanted === 'time')
    return 'Numbers are read as times in the time column only, with its timeUnit where they do not look like seconds or milliseconds since 1970. In another column write dates such as 2024-01-31.';
  if (wanted === 'boolean') return 'A condition is a comparison, such as amount > 100.';
  return undefined;
}

/** What an expression is worth in each row of a frame. */
export interface CompiledExpression {
  readonly values: Values;
  /** Rows evaluated so far in which a result does not exist although nothing was missing, such as x / 0: how many, the first, and the function or operator (`divide`, `log`) that has none there. */
  readonly undefinedResults: () => { readonly rows: number; readonly first: number; readonly of: string };
}

/**
 * Makes an expression ready for the rows of a frame. Each row is looked at alone.
 *
 * @throws {InvalidArgumentError} `EXPRESSION_INVALID`: an unknown function, a wrong number or kind of arguments.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
 */
export function compileExpression(
  text: string,
  expression: Expression,
  frame: Frame,
  context: FunctionContext,
): CompiledExpression {
  let rows = 0;
  let first = -1;
  let lastCounted = -1;
  let of = '';
  const count = (row: number, name: string): void => {
    if (row === lastCounted) return;
    if (rows === 0) of = name;
    rows++;
    lastCounted = row;
    if (first === -1) first = row;
  };
  /** A result that is no number although the arguments are known is missing, and counted once a row. */
  const checked = (values: Numbers, args: readonly Values[], name: string): Numbers =>
    evaluatedOnce({
      kind: values.kind,
      at: (row) => {
        const value = values.at(row);
        if (Number.isFinite(value)) return value;
        if (!args.some((arg) => isMissing(arg, row))) count(row, name);
        return Number.NaN;
      },
    });
  const compile = (part: Expression): Values => {
    switch (part.kind) {
      case 'number':
        return { kind: 'number', at: () => part.value };
      case 'text':
        return { kind: 'text', at: () => part.value };
      case 'column':
        return valuesOf(frame.column(part.name));
      case 'call': {
        // a loop, and the work elsewhere: every level of a long row of operators stands on the stack
        const found = functionOf(part.name, text, part.at);
        const args: Values[] = [];
        for (const arg of part.args) args.push(compile(arg));
        return called(part, found, args);
      }
    }
  };
  const called = (
    part: Extract<Expression, { kind: 'call' }>,
    found: ExpressionFunction,
    args: readonly Values[],
  ): Values => {
    const least = found.params.length - (found.last === 'optional' ? 1 : 0);
    if (args.length < least || (args.length > found.params.length && found.last !== 'repeated')) {
      const wanted = found.last === undefined ? String(least) : `${least} or more`;
      throw expressionError(text, part.at, `${found.form ?? part.name} has ${wanted} arguments, got ${args.length}`);
    }
    let like: ValueKind | undefined;
    args.forEach(({ kind }, k) => {
      const param = parameterAt(found, k)!;
      const wanted = param === 'any' ? kind : param === 'same' ? like! : param;
      if (param === 'any') like = kind;
      if (fits(kind, wanted)) return;
      const owner = found.form === undefined ? 'the operator' : part.name;
      throw expressionError(
        text,
        part.args[k]!.at,
        `${owner} needs ${named[wanted]}, got ${named[kind]}`,
        hintFor(kind, wanted),
      );
    });
    const isOrder = ['less', 'at_most', 'more', 'at_least'].includes(part.name);
    if (isOrder && args[0]!.kind === 'text') {
      throw expressionError(
        text,
        part.at,
        'texts have no order; compare them with = or !=',
        'number(…) reads a number from a text.',
      );
    }
    const values = found.make(args, context);
    // These answer to missing values themselves.
    return ['if', 'coalesce', 'is_missing', 'and', 'or', 'number', 'date'].includes(part.name) || values.kind === 'text'
      ? evaluatedOnce(values)
      : checked(values, args, part.name);
  };
  return { values: compile(expression), undefinedResults: () => ({ rows, first, of }) };
}
