import type { Column, Frame } from '@fraudx/core';
import { InvalidArgumentError, NotFoundError, nameList, nearest } from '@fraudx/core';
import { compileExpression } from './compile-expression.ts';
import type { Values } from './expression-values.ts';
import type { Expression } from './parse-expression.ts';
import { columnsOf, parseExpression } from './parse-expression.ts';
import { TextBudget } from './text-length.ts';

/** Columns to add, as expressions by name; see `parseExpression`. They may name each other in any order. */
export type Derivations = Readonly<Record<string, string>>;

/** Rows of a derived column in which a result does not exist. */
export interface UndefinedResults {
  readonly column: string;
  readonly rows: number;
  /** The first of them, from 0. */
  readonly firstRow: number;
  /** What has no result in the first of them: the name of a function such as `log`, or `divide`. */
  readonly of: string;
}

/** A frame with derived columns. */
export interface DerivedFrame {
  readonly frame: Frame;
  /** Columns in which a result does not exist although nothing was missing (division by zero, log of a negative number): missing there. */
  readonly undefinedResults: readonly UndefinedResults[];
}

/** How hours and days are counted in expressions. */
export interface DerivedOptions {
  /** The clock of a zone; see `FunctionContext`. Default UTC. */
  readonly clock?: (ms: number) => number;
}

interface Parsed {
  readonly name: string;
  readonly text: string;
  readonly expression: Expression;
}

/** Parsed expressions such that each comes after those it names. */
function inOrder(derivations: Derivations): readonly Parsed[] {
  const parsed = new Map(
    Object.entries(derivations).map(([name, text]) => {
      try {
        return [name, { name, text, expression: parseExpression(text) }];
      } catch (error) {
        throw ofColumn(name, error);
      }
    }),
  );
  const done = new Set<string>();
  const order: Parsed[] = [];
  const visit = (one: Parsed, path: readonly string[]): void => {
    if (done.has(one.name)) return;
    if (path.includes(one.name)) {
      const circle = [...path.slice(path.indexOf(one.name)), one.name].map((name) => `"${name}"`).join(' → ');
      throw new InvalidArgumentError(`derive: expressions must not depend on themselves, got ${circle}`, {
        code: 'DERIVE_CYCLE',
        details: { column: one.name },
      });
    }
    for (const name of columnsOf(one.expression)) {
      const other = parsed.get(name);
      if (other !== undefined) visit(other, [...path, one.name]);
    }
    done.add(one.name);
    order.push(one);
  };
  for (const one of parsed.values()) visit(one, []);
  return order;
}

/** An error of one expression says which column it would make. */
function ofColumn(name: string, error: unknown): unknown {
  const codes = ['EXPRESSION_INVALID', 'DERIVED_TEXT_TOO_LONG'];
  if (!(error instanceof InvalidArgumentError) || !codes.includes(error.code)) return error;
  return new InvalidArgumentError(error.message.replace('derive: ', `derive.${name}: `), {
    code: error.code,
    details: { ...error.details, column: name },
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
}

/**
 * The columns of the data that these expressions read, without those that they make.
 *
 * @throws {InvalidArgumentError} `DERIVE_CYCLE`, `EXPRESSION_INVALID`.
 * @example
 * derivedInputs({ unit_price: 'amount / quantity', dear: 'unit_price > 40' }).join(' '); // 'amount quantity'
 */
export function derivedInputs(derivations: Derivations): readonly string[] {
  const made = new Set(Object.keys(derivations));
  return [...new Set(inOrder(derivations).flatMap(({ expression }) => columnsOf(expression)))].filter(
    (name) => !made.has(name),
  );
}

/**
 * Those of these expressions that some columns are made by, with the ones that these name in turn.
 *
 * @param names - Columns that are wanted; ones that are not derived count for nothing.
 * @throws {InvalidArgumentError} `DERIVE_CYCLE`, `EXPRESSION_INVALID`.
 */
export function neededDerivations(derivations: Derivations, names: readonly (string | undefined)[]): Derivations {
  const needed = new Set(names);
  const kept = inOrder(derivations)
    .toReversed()
    .filter(({ name, expression }) => {
      if (!needed.has(name)) return false;
      for (const input of columnsOf(expression)) needed.add(input);
      return true;
    });
  return Object.fromEntries(kept.map(({ name, text }) => [name, text]));
}

function columnOf(name: string, values: Values, nRows: number, budget: TextBudget): Column {
  if (values.kind !== 'text') {
    const kind = values.kind === 'time' ? 'timestamp' : 'numeric';
    return { kind, name, values: Float64Array.from({ length: nRows }, (_, row) => values.at(row)) };
  }
  const codes = new Int32Array(nRows).fill(-1);
  const known = new Map<string, number>();
  for (let row = 0; row < nRows; row++) {
    const text = values.at(row);
    if (text === undefined) continue;
    const code = known.get(text) ?? known.size;
    if (code === known.size) {
      budget.add(text);
      known.set(text, code);
    }
    codes[row] = code;
  }
  return { kind: 'categorical', name, codes, categories: [...known.keys()] };
}

/**
 * Checks names before anything is computed: a derived column is new, reads columns that exist, and never the label.
 *
 * @throws {InvalidArgumentError} `DERIVE_EXISTS`, `DERIVE_FROM_TARGET`, `DERIVE_CYCLE`, `EXPRESSION_INVALID`.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
 */
export function checkDerivations(names: readonly string[], derivations: Derivations, target?: string): void {
  for (const name of Object.keys(derivations)) {
    if (!names.includes(name)) continue;
    throw new InvalidArgumentError(`derive: a derived column must have a new name, got "${name}", which the data has`, {
      code: 'DERIVE_EXISTS',
      details: { column: name },
      hint: 'Give it another name; leave the original out with "drop:" where only the derived one is wanted.',
    });
  }
  for (const { name, expression } of inOrder(derivations)) {
    for (const input of columnsOf(expression)) {
      if (input === target) {
        throw new InvalidArgumentError(`derive.${name}: expression must not read the target, got "${target}"`, {
          code: 'DERIVE_FROM_TARGET',
          hint: 'The label is not known when a transaction is scored.',
        });
      }
      if (names.includes(input) || Object.hasOwn(derivations, input)) continue;
      const near = nearest(input, [...names, ...Object.keys(derivations)]);
      throw new NotFoundError('COLUMN_NOT_FOUND', `derive.${name}: column must exist, got "${input}"`, {
        details: { column: input, columns: names.slice(0, 50) },
        hint:
          near === undefined
            ? `Columns: ${nameList(names)}. Put a name with other characters in double quotes, a text in single quotes.`
            : `Did you mean "${near}"? Put texts in single quotes.`,
      });
    }
  }
}

/**
 * The frame with the columns of these expressions, each row computed from that row alone; columns of their names are replaced.
 *
 * Results that do not exist (division by zero) are missing and counted.
 *
 * @throws {InvalidArgumentError} `DERIVE_CYCLE`, `EXPRESSION_INVALID`; `DERIVED_TEXT_TOO_LONG`: above 1 Mi characters in a text, or 256 Mi and 256 a row in all.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
 */
export function addDerivedColumns(frame: Frame, derivations: Derivations, options: DerivedOptions = {}): DerivedFrame {
  const context = { clock: options.clock ?? ((ms: number): number => ms) };
  const made = Object.keys(derivations);
  let all = made.some((name) => frame.has(name)) ? frame.drop(made.filter((name) => frame.has(name))) : frame;
  const undefinedResults: UndefinedResults[] = [];
  const budget = new TextBudget(frame.nRows);
  for (const { name, text, expression } of inOrder(derivations)) {
    try {
      const compiled = compileExpression(text, expression, all, context);
      all = all.with(columnOf(name, compiled.values, frame.nRows, budget));
      const { rows, first, of } = compiled.undefinedResults();
      if (rows > 0) undefinedResults.push({ column: name, rows, firstRow: first, of });
    } catch (error) {
      throw ofColumn(name, error);
    }
  }
  return { frame: all, undefinedResults };
}
