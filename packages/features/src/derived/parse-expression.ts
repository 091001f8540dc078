import { InvalidArgumentError } from '@fraudx/core';

/** A parsed expression; `at` is the place of its first character, 0 is the first of the text. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'text'; readonly value: string; readonly at: number }
  | { readonly kind: 'column'; readonly name: string; readonly at: number }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[]; readonly at: number };

type Token =
  | { readonly kind: 'number' | 'text' | 'name' | 'quoted' | 'sign'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly text: ''; readonly at: number };

const mostCharacters = 10_000;
const deepest = 100;
/** Calls inside each other, which a long row of operators also is; each is a call when it is evaluated. */
const mostInside = 2000;

const patterns = [
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['name', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['text', /'(?:[^']|'')*'/y],
  ['quoted', /"(?:[^"]|"")*"|`(?:[^`]|``)*`/y],
  ['sign', /<=|>=|==|!=|<>|[-+*/%(),<>=]/y],
] as const;

/** An expression that cannot be read or used, with a mark below the place. */
export function expressionError(text: string, at: number, expected: string, hint?: string): InvalidArgumentError {
  const before = text.slice(0, at);
  return new InvalidArgumentError(
    `derive: expression must be valid, got ${JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text)}: ${expected} at character ${before.length + 1}`,
    {
      code: 'EXPRESSION_INVALID',
      details: { expression: text, position: at + 1 },
      ...(hint === undefined ? {} : { hint }),
    },
  );
}

function unquoted(token: string): string {
  const mark = token[0]!;
  return token.slice(1, -1).replaceAll(mark + mark, mark);
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at++;
      continue;
    }
    const found = patterns.flatMap(([kind, pattern]) => {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      return match === null ? [] : [{ kind, text: match[0], at }];
    })[0];
    if (found === undefined) {
      const isOpen = ['"', "'", '`'].includes(text[at]!);
      throw expressionError(
        text,
        at,
        isOpen ? `a closing ${text[at]} is missing for the one` : `"${text[at]}" means nothing${otherwise(text, at)}`,
      );
    }
    tokens.push(found);
    at += found.text.length;
  }
  tokens.push({ kind: 'end', text: '', at: text.length });
  return tokens;
}

/** How what other languages write is written here. */
const spellings: readonly (readonly [sign: string, here: string])[] = [
  ['&&', 'and'],
  ['&', 'and'],
  ['||', 'or'],
  ['|', 'or'],
  ['!', 'not'],
  ['^', 'power(a, b)'],
];

function otherwise(text: string, at: number): string {
  const found = spellings.find(([sign]) => text.startsWith(sign, at));
  return found === undefined ? '' : ` (write ${found[1]})`;
}

/** Binary operators: how strongly they bind, and the function that they stand for. */
const operators: Readonly<Record<string, readonly [binding: number, call: string]>> = {
  or: [1, 'or'],
  and: [2, 'and'],
  '=': [4, 'equal'],
  '==': [4, 'equal'],
  '!=': [4, 'unequal'],
  '<>': [4, 'unequal'],
  '<': [4, 'less'],
  '<=': [4, 'at_most'],
  '>': [4, 'more'],
  '>=': [4, 'at_least'],
  '+': [5, 'add'],
  '-': [5, 'subtract'],
  '*': [6, 'multiply'],
  '/': [6, 'divide'],
  '%': [6, 'modulo'],
};
const bindingOfNot = 3;
const bindingOfMinus = 7;

/**
 * Reads an expression: numbers, `'texts'`, columns (`amount`, or `"Is Fraud?"` and `` `Is Fraud?` `` where the name has other characters),
 * `+ - * / %`, comparisons (`= != < <= > >=`), `and`, `or`, `not`, parentheses and function calls.
 *
 * @throws {InvalidArgumentError} `EXPRESSION_INVALID`, with the place; also above 10 000 characters, 100 levels or 2 000 operators in a row.
 */
export function parseExpression(text: string): Expression {
  if (text.length > mostCharacters) {
    throw expressionError(text, mostCharacters, `at most ${mostCharacters} characters are read, more follow`);
  }
  const tokens = tokensOf(text);
  let next = 0;
  let depth = 0;
  /** Of each call how many are inside each other in it, itself included. */
  const heights = new WeakMap<Expression, number>();
  const peek = (): Token => tokens[next]!;
  const isSign = (sign: string): boolean => peek().kind === 'sign' && peek().text === sign;
  const expect = (sign: string): void => {
    if (!isSign(sign)) throw expressionError(text, peek().at, `"${sign}" must follow, got ${shown(peek())}`);
    next++;
  };
  const operatorOf = (token: Token): readonly [number, string] | undefined =>
    (token.kind === 'sign' || token.kind === 'name') && Object.hasOwn(operators, token.text.toLowerCase())
      ? operators[token.text.toLowerCase()]
      : undefined;

  const callOf = (name: string, args: readonly Expression[], at: number): Expression => {
    const height = 1 + args.reduce((most, arg) => Math.max(most, heights.get(arg) ?? 0), 0);
    if (height > mostInside) throw expressionError(text, at, `at most ${mostInside} operators in a row are read`);
    const made: Expression = { kind: 'call', name, args, at };
    heights.set(made, height);
    return made;
  };

  const primary = (): Expression => {
    const token = peek();
    next++;
    switch (token.kind) {
      case 'number':
        return { kind: 'number', value: Number(token.text), at: token.at };
      case 'text':
        return { kind: 'text', value: unquoted(token.text), at: token.at };
      case 'quoted':
        return { kind: 'column', name: unquoted(token.text), at: token.at };
      case 'name': {
        if (token.text.toLowerCase() === 'not') {
          return callOf('not', [expression(bindingOfNot)], token.at);
        }
        if (operatorOf(token) !== undefined) break;
        if (!isSign('(')) return { kind: 'column', name: token.text, at: token.at };
        next++;
        const args: Expression[] = [];
        if (!isSign(')')) {
          args.push(expression(0));
          while (isSign(',')) {
            next++;
            args.push(expression(0));
          }
        }
        expect(')');
        return callOf(token.text.toLowerCase(), args, token.at);
      }
      case 'sign':
        if (token.text === '-') return callOf('negate', [expression(bindingOfMinus)], token.at);
        if (token.text === '(') {
          const inner = expression(0);
          expect(')');
          return inner;
        }
        break;
      case 'end':
        break;
    }
    throw expressionError(text, token.at, `a value must follow, got ${shown(token)}`);
  };

  const expression = (least: number): Expression => {
    if (++depth > deepest) throw expressionError(text, peek().at, `at most ${deepest} levels of nesting are read`);
    let left = primary();
    for (let found = operatorOf(peek()); found !== undefined && found[0] > least; found = operatorOf(peek())) {
      const { at } = peek();
      next++;
      left = callOf(found[1], [left, expression(found[0])], at);
    }
    depth--;
    return left;
  };

  const whole = expression(0);
  if (peek().kind !== 'end')
    throw expressionError(text, peek().at, `an operator or the end must follow, got ${shown(peek())}`);
  return whole;
}

function shown(token: Token): string {
  return token.kind === 'end' ? 'the end' : `"${token.text}"`;
}

/** The columns that an expression names, each once, in order. */
export function columnsOf(expression: Expression): readonly string[] {
  const names = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === 'column') names.add(part.name);
    if (part.kind === 'call') part.args.forEach(visit);
  };
  visit(expression);
  return [...names];
}
