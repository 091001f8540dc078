import type { Numbers, Texts, ValueKind, Values } from './expression-values.ts';

/** A function of the expression language. Arguments that are missing give a missing result unless it says otherwise. */
export interface ExpressionFunction {
  /** Kinds of the arguments; `any` is every kind, `same` the kind of the first of these. */
  readonly params: readonly (ValueKind | 'any' | 'same')[];
  /** Whether the last parameter may be left out, or repeated. */
  readonly last?: 'optional' | 'repeated';
  /** How it is written, for people; absent for those that have an operator. */
  readonly form?: string;
  /** What it gives, in one sentence. */
  readonly about?: string;
  readonly make: (args: readonly Values[], context: FunctionContext) => Values;
}

/** What functions of times depend on. */
export interface FunctionContext {
  /** The time on the clock of the zone that hours and days are counted in, as milliseconds since 1970 if that clock were UTC. */
  readonly clock: (ms: number) => number;
}

export const numeric = (value: Values): ((row: number) => number) => (value as Numbers).at;
export const text = (value: Values): ((row: number) => string | undefined) => (value as Texts).at;

/** Of numbers, to a number or boolean; missing in, missing out. */
export function ofNumbers(
  fn: (...numbers: number[]) => number,
  kind: 'number' | 'boolean' = 'number',
): ExpressionFunction['make'] {
  return (args) => {
    const [a, b] = [numeric(args[0]!), args[1] === undefined ? undefined : numeric(args[1])];
    if (args.length === 1) return { kind, at: (row) => known(fn, a(row)) };
    if (args.length === 2) {
      return {
        kind,
        at: (row) => {
          const [x, y] = [a(row), b!(row)];
          return Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : fn(x, y);
        },
      };
    }
    const all = args.map(numeric);
    return {
      kind,
      at: (row) => {
        const values = all.map((at) => at(row));
        return values.some(Number.isNaN) ? Number.NaN : fn(...values);
      },
    };
  };
}

export function known(fn: (x: number) => number, x: number): number {
  return Number.isNaN(x) ? Number.NaN : fn(x);
}

/** Of texts (and numbers after them) to a text. */
export function ofTexts(
  fn: (texts: readonly string[], numbers: readonly number[]) => string | undefined,
): ExpressionFunction['make'] {
  return (args) => ({ kind: 'text', at: (row) => applied(args, row, fn) });
}

/** Of texts to a number or boolean. */
export function measured(
  fn: (texts: readonly string[], numbers: readonly number[]) => number,
  kind: 'number' | 'boolean' = 'boolean',
): ExpressionFunction['make'] {
  return (args) => ({ kind, at: (row) => applied(args, row, fn) ?? Number.NaN });
}

function applied<T>(
  args: readonly Values[],
  row: number,
  fn: (texts: readonly string[], numbers: readonly number[]) => T,
): T | undefined {
  const texts: string[] = [];
  const numbers: number[] = [];
  for (const arg of args) {
    const value = arg.at(row);
    if (value === undefined || Number.isNaN(value)) return undefined;
    if (typeof value === 'string') texts.push(value);
    else numbers.push(value);
  }
  return fn(texts, numbers);
}

export const isMissing = (value: Values, row: number): boolean => {
  const found = value.at(row);
  return found === undefined || Number.isNaN(found);
};
