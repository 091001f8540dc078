import { InvalidArgumentError } from '@fraudx/core';
import type { RunFilter } from './query/filter.ts';
import type { RunOrder } from './query/parse-run-order.ts';
import { parseRunOrder } from './query/parse-run-order.ts';
import { parseRunFilter } from './query/parse-run-filter.ts';
import type { RunKind, RunStatus } from './run-record.ts';
import { runKinds, runStatuses } from './run-record.ts';

/** Which runs to list; every condition given must hold. */
export interface RunQuery {
  readonly experiment?: string;
  readonly kind?: RunKind;
  readonly status?: RunStatus;
  /** Runs of this parent, such as the trials of a study. */
  readonly parentRunId?: string;
  /** Milliseconds since 1970-01-01 UTC; runs started at or after it. */
  readonly startedAfter?: number;
  /** Milliseconds since 1970-01-01 UTC; runs started before it. */
  readonly startedBefore?: number;
  /** A condition in the query language, see {@link parseRunFilter}. */
  readonly where?: string;
  /** Such as `metrics.roc_auc desc, started_at`; default `started_at desc`. Runs without the value come last. */
  readonly orderBy?: string;
  /** At most this many runs; default all. */
  readonly limit?: number;
  /** Leave out this many first; default 0. */
  readonly offset?: number;
}

/** A {@link RunQuery} whose texts are parsed; for implementations of a store. */
export interface ParsedRunQuery extends Omit<RunQuery, 'where' | 'orderBy'> {
  readonly where?: RunFilter;
  readonly orderBy: readonly RunOrder[];
}

function oneOf(name: string, value: string | undefined, allowed: readonly string[]): void {
  if (value !== undefined && !allowed.includes(value)) {
    throw new InvalidArgumentError(`run query: ${name} must be one of ${allowed.join(', ')}, got ${value}`, {
      code: 'INVALID_QUERY',
    });
  }
}

function wholeNumber(name: string, value: number | undefined): void {
  if (value !== undefined && (!Number.isSafeInteger(value) || value < 0)) {
    throw new InvalidArgumentError(`run query: ${name} must be an integer >= 0, got ${value}`, {
      code: 'INVALID_QUERY',
    });
  }
}

function finite(name: string, value: number | undefined): void {
  if (value !== undefined && !Number.isFinite(value)) {
    throw new InvalidArgumentError(`run query: ${name} must be a time in milliseconds, got ${value}`, {
      code: 'INVALID_QUERY',
    });
  }
}

/**
 * Checks a query and parses its texts; every store calls it first.
 *
 * @throws {InvalidArgumentError} `INVALID_QUERY`.
 */
export function parseRunQuery(query: RunQuery = {}): ParsedRunQuery {
  oneOf('kind', query.kind, runKinds);
  oneOf('status', query.status, runStatuses);
  wholeNumber('limit', query.limit);
  wholeNumber('offset', query.offset);
  finite('startedAfter', query.startedAfter);
  finite('startedBefore', query.startedBefore);
  const { where, orderBy, ...rest } = query;
  return {
    ...rest,
    ...(where === undefined || where.trim() === '' ? {} : { where: parseRunFilter(where) }),
    orderBy: parseRunOrder(orderBy ?? 'started_at desc'),
  };
}
