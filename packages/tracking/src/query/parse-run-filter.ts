import type { FilterLiteral, FilterOperator, FilterTarget, RunFilter } from './filter.ts';
import { queryError } from './query-error.ts';
import { TokenReader } from './token-reader.ts';
import type { Token } from './tokenize.ts';
import { runKinds, runStatuses } from '../run-record.ts';

const operators: Readonly<Record<string, FilterOperator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<>': '!=',
  '>': '>',
  '>=': '>=',
  '<': '<',
  '<=': '<=',
};

const maxDepth = 100;
const maxLength = 30_000;

function takeLiteral(reader: TokenReader, target: FilterTarget): FilterLiteral {
  const token = reader.take();
  return checkLiteral(reader, target, token, readLiteral(reader, token));
}

function readLiteral(reader: TokenReader, token: Token): FilterLiteral {
  if (token.type === 'number') {
    const value = Number(token.text);
    if (!Number.isFinite(value)) throw reader.fail(token, 'a finite number');
    return value;
  }
  if (token.type === 'quoted') return token.text;
  if (token.type === 'word') {
    const lower = token.text.toLowerCase();
    if (lower === 'true') return true;
    if (lower === 'false') return false;
    throw reader.fail(token, 'a number, true, false or a text in quotes', `Write "${token.text}" in quotes.`);
  }
  throw reader.fail(token, 'a number, true, false or a text in quotes');
}

/** Refuses what can never hold, such as a text for a metric; turns dates into milliseconds. */
function checkLiteral(reader: TokenReader, target: FilterTarget, token: Token, literal: FilterLiteral): FilterLiteral {
  if (target.source === 'metrics' && typeof literal !== 'number') {
    throw reader.fail(token, `a number to compare metrics.${target.name} with`);
  }
  if (target.source !== 'run') return literal;
  if (target.field === 'started_at' || target.field === 'ended_at') {
    if (typeof literal === 'number') return literal;
    const time = typeof literal === 'string' ? Date.parse(literal) : Number.NaN;
    if (Number.isNaN(time)) throw reader.fail(token, 'a date such as "2026-01-31" or milliseconds');
    return time;
  }
  if (typeof literal !== 'string') throw reader.fail(token, `a text in quotes to compare ${target.field} with`);
  const allowed: readonly string[] | undefined =
    target.field === 'status' ? runStatuses : target.field === 'kind' ? runKinds : undefined;
  if (allowed?.includes(literal) === false) throw reader.fail(token, `one of ${allowed.join(', ')}`);
  return literal;
}

function isNumeric(target: FilterTarget): boolean {
  return (
    target.source === 'metrics' ||
    (target.source === 'run' && (target.field === 'started_at' || target.field === 'ended_at'))
  );
}

function parseCondition(reader: TokenReader): RunFilter {
  const target = reader.takeTarget();
  if (reader.takeKeyword('is')) {
    const negated = reader.takeKeyword('not');
    if (!reader.takeKeyword('null')) throw reader.fail(reader.peek(), 'null');
    const filter: RunFilter = { type: 'null', target };
    return negated ? { type: 'not', inner: filter } : filter;
  }
  const negated = reader.takeKeyword('not');
  const token = reader.peek();
  let filter: RunFilter;
  if (reader.takeKeyword('in')) {
    if (!reader.takeSymbol('(')) throw reader.fail(reader.peek(), '( after in');
    const literals = [takeLiteral(reader, target)];
    while (reader.takeSymbol(',')) literals.push(takeLiteral(reader, target));
    if (!reader.takeSymbol(')')) throw reader.fail(reader.peek(), ', or )');
    filter = { type: 'in', target, literals };
  } else if (reader.takeKeyword('like')) {
    if (isNumeric(target)) throw reader.fail(token, 'a comparison; like is for texts');
    const pattern = reader.take();
    if (pattern.type !== 'quoted') throw reader.fail(pattern, 'a pattern in quotes, with % for any text');
    filter = { type: 'like', target, pattern: pattern.text };
  } else {
    if (negated) throw reader.fail(token, 'in or like after not');
    reader.take();
    const operator = token.type === 'symbol' ? operators[token.text] : undefined;
    if (operator === undefined) throw reader.fail(token, 'one of = != > >= < <=, in, like, is null');
    const literalToken = reader.peek();
    const literal = takeLiteral(reader, target);
    if (typeof literal === 'boolean' && operator !== '=' && operator !== '!=') {
      throw reader.fail(literalToken, `a number or text after ${operator}`);
    }
    filter = { type: 'compare', target, operator, literal };
  }
  return negated ? { type: 'not', inner: filter } : filter;
}

function parseUnary(reader: TokenReader, depth: number): RunFilter {
  if (depth > maxDepth)
    throw queryError(reader.text, reader.peek().position, `nesting must be at most ${maxDepth} deep`);
  if (reader.takeKeyword('not')) return { type: 'not', inner: parseUnary(reader, depth + 1) };
  if (!reader.takeSymbol('(')) return parseCondition(reader);
  const inner = parseOr(reader, depth + 1);
  if (!reader.takeSymbol(')')) throw reader.fail(reader.peek(), 'and, or or )');
  return inner;
}

function balanced(type: 'and' | 'or', parts: readonly RunFilter[]): RunFilter {
  if (parts.length === 1) return parts[0]!;
  const middle = parts.length >> 1;
  return { type, left: balanced(type, parts.slice(0, middle)), right: balanced(type, parts.slice(middle)) };
}

function parseAnd(reader: TokenReader, depth: number): RunFilter {
  const parts = [parseUnary(reader, depth)];
  while (reader.takeKeyword('and')) parts.push(parseUnary(reader, depth));
  return balanced('and', parts);
}

function parseOr(reader: TokenReader, depth: number): RunFilter {
  const parts = [parseAnd(reader, depth)];
  while (reader.takeKeyword('or')) parts.push(parseAnd(reader, depth));
  return balanced('or', parts);
}

/**
 * A condition on runs, from text such as `metrics.average_precision > 0.7 and params.max_depth = 6 and tags.team = "x"`.
 *
 * Fields: `metrics.NAME`, `params.NAME`, `tags.NAME` (a name with other characters than letters, digits and `_ - / @ : .` in
 * quotes: `metrics."log loss"`), and `run_id`, `parent_run_id`, `experiment`, `name`, `kind`, `status`, `started_at`,
 * `ended_at`, `error`. Operators: `= != > >= < <=`, `in ("a", "b")`, `not in`, `like "xgb%"` (any case, `%` any text, `_` one
 * character), `not like`, `is null`, `is not null`; joined by `and`, `or`, `not` and parentheses. Keywords in any case.
 *
 * A run without the field, and a metric that is NaN, satisfy no comparison (not even `!=`) and do satisfy `is null` and
 * `not (…)`. A number literal is compared with the number that a parameter or tag is or spells; a text literal with its text.
 * Times are compared with dates (`"2026-01-31"`, UTC unless it says otherwise) or milliseconds.
 *
 * @throws {InvalidArgumentError} `INVALID_QUERY`; message and details name the position, counted from 1.
 */
export function parseRunFilter(text: string): RunFilter {
  if (text.length > maxLength) {
    throw queryError(text.slice(0, 40), 0, `text must be at most ${maxLength} characters, got ${text.length}`);
  }
  const reader = new TokenReader(text);
  const filter = parseOr(reader, 0);
  const rest = reader.peek();
  if (rest.type !== 'end') throw reader.fail(rest, 'and, or or the end');
  return filter;
}
