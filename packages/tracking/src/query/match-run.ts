import type { RunRecord } from '../run-record.ts';
import type { FilterLiteral, FilterOperator, FilterTarget, RunField, RunFilter } from './filter.ts';
import type { RunOrder } from './parse-run-order.ts';
import { scalarNumber } from './scalar-number.ts';

/** A value of a run as conditions and orders see it: its text, and the number it is or spells. */
interface Seen {
  readonly text?: string;
  readonly number?: number;
}

function seeScalar(value: string | number | boolean | undefined): Seen {
  if (value === undefined) return {};
  const number = scalarNumber(value);
  return { text: String(value), ...(number === undefined ? {} : { number }) };
}

function seeNumber(value: number | undefined): Seen {
  return value === undefined || Number.isNaN(value) ? {} : { number: value };
}

function seeField(run: RunRecord, field: RunField): Seen {
  const text = (value: string | undefined): Seen => (value === undefined ? {} : { text: value });
  switch (field) {
    case 'run_id':
      return text(run.runId);
    case 'parent_run_id':
      return text(run.parentRunId);
    case 'experiment':
      return text(run.experiment);
    case 'name':
      return text(run.name);
    case 'kind':
      return text(run.kind);
    case 'status':
      return text(run.status);
    case 'error':
      return text(run.error);
    case 'started_at':
      return seeNumber(run.startedAt);
    case 'ended_at':
      return seeNumber(run.endedAt);
  }
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function see(run: RunRecord, target: FilterTarget): Seen {
  switch (target.source) {
    case 'run':
      return seeField(run, target.field);
    case 'metrics':
      return seeNumber(own(run.metrics, target.name));
    case 'params':
      return seeScalar(own(run.params, target.name));
    case 'tags':
      return seeScalar(own(run.tags, target.name));
  }
}

/** Order of texts by code point, as UTF-8 bytes compare. */
function compareText(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function holds(order: number, operator: FilterOperator): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
  }
}

function compare(seen: Seen, operator: FilterOperator, literal: FilterLiteral): boolean {
  if (typeof literal === 'number') {
    if (seen.number !== undefined) return holds(seen.number < literal ? -1 : seen.number > literal ? 1 : 0, operator);
    return operator === '!=' && seen.text !== undefined;
  }
  return seen.text !== undefined && holds(compareText(seen.text, String(literal)), operator);
}

/** SQL's LIKE: `%` any text, `_` one character, ASCII letters of either case. */
function like(text: string, pattern: string): boolean {
  const lower = (value: string): string => value.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  const source = lower(pattern)
    .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('%', '[^]*')
    .replaceAll('_', '[^]');
  return new RegExp(`^${source}$`, 'u').test(lower(text));
}

/** Whether a run satisfies a condition; the meaning that every store reproduces. */
export function matchRun(run: RunRecord, filter: RunFilter): boolean {
  switch (filter.type) {
    case 'and':
      return matchRun(run, filter.left) && matchRun(run, filter.right);
    case 'or':
      return matchRun(run, filter.left) || matchRun(run, filter.right);
    case 'not':
      return !matchRun(run, filter.inner);
    case 'compare':
      return compare(see(run, filter.target), filter.operator, filter.literal);
    case 'in':
      return filter.literals.some((literal) => compare(see(run, filter.target), '=', literal));
    case 'like': {
      const { text } = see(run, filter.target);
      return text !== undefined && like(text, filter.pattern);
    }
    case 'null': {
      const { text, number } = see(run, filter.target);
      return text === undefined && number === undefined;
    }
  }
}

function compareSeen(a: Seen, b: Seen, sign: number): number {
  const rank = (seen: Seen): number => (seen.number !== undefined ? 0 : seen.text !== undefined ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (a.number !== undefined && b.number !== undefined && a.number !== b.number) {
    return sign * (a.number < b.number ? -1 : 1);
  }
  return sign * compareText(a.text ?? '', b.text ?? '');
}

/** Compares two runs by an order, ties by later start and then by run id: never 0 for different runs. */
export function compareByOrder(a: RunRecord, b: RunRecord, order: readonly RunOrder[]): number {
  for (const key of order) {
    const difference = compareSeen(see(a, key.target), see(b, key.target), key.descending ? -1 : 1);
    if (difference !== 0) return difference;
  }
  return b.startedAt - a.startedAt || compareText(b.runId, a.runId);
}
