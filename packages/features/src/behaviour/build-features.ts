import type { Frame, NumericColumn, Progress, TimeZone } from '@fraudx/core';
import { openTimeZone } from '@fraudx/core';
import { BehaviourEngine } from './behaviour-engine.ts';
import type { BehaviourSpec, BehaviourStatistic } from './behaviour-spec.ts';
import { behaviourNames } from './behaviour-spec.ts';
import { checkNamesFree } from './check-names-free.ts';
import { hourOf, millisecondsOf, weekdayOf } from './time-column.ts';

/** Options of {@link buildFeatures}. */
export interface BuildFeaturesOptions {
  /** Timestamp column, or a numeric one: seconds since 1970; from 1e11 on milliseconds, from 1e14 on microseconds, from 1e17 on nanoseconds. */
  readonly time: string;
  /** Whose weekends and nights: an IANA name. Default UTC. */
  readonly timeZone?: string;
  /** Column of the customer or card; several for the past of each, whose features are then named after their columns. */
  readonly entity: string | readonly string[];
  /** Column of the terminal or merchant; without it there is no terminal feature. */
  readonly terminal?: string;
  /** Column of amounts; without it there is no feature of amounts. */
  readonly amount?: string;
  /** Label column; without it there is no terminal risk. */
  readonly target?: string;
  /** Window lengths in days, each > 0. Default 1, 7, 30. */
  readonly windowDays?: readonly number[];
  /** Days until a label is known. Default 7. */
  readonly delayDays?: number;
  /** Default `count`, `mean`, `since_last` and `risk`. */
  readonly statistics?: readonly BehaviourStatistic[];
  /** Compute columns again that the frames have already; default: an error. */
  readonly replace?: boolean;
  readonly onProgress?: Progress;
}

function specOf(options: BuildFeaturesOptions): BehaviourSpec {
  return {
    time: options.time,
    entity: options.entity,
    windowDays: [...(options.windowDays ?? [1, 7, 30])],
    delayDays: options.delayDays ?? 7,
    statistics: [...(options.statistics ?? (['count', 'mean', 'since_last', 'risk'] as const))],
    ...(options.amount === undefined ? {} : { amount: options.amount }),
    ...(options.terminal === undefined ? {} : { terminal: options.terminal }),
    ...(options.target === undefined ? {} : { target: options.target }),
  };
}

/** The columns that {@link buildFeatures} adds with these options, in order. */
export function builtNames(options: BuildFeaturesOptions): string[] {
  return ['is_weekend', 'is_night', ...behaviourNames(specOf(options))];
}

/** Weekend (Saturday, Sunday) and night (hour <= 6) of a zone. */
function calendar(instants: Float64Array, zone: TimeZone): NumericColumn[] {
  const time = instants.map((ms) => zone.localOf(ms));
  return [
    { kind: 'numeric', name: 'is_weekend', values: time.map((ms) => (weekdayOf(ms) >= 5 ? 1 : 0)) },
    { kind: 'numeric', name: 'is_night', values: time.map((ms) => (hourOf(ms) < 7 ? 1 : 0)) },
  ];
}

/**
 * Adds calendar and behaviour features to raw transactions, frame by frame.
 *
 * Columns added, w for each window: `is_weekend`, `is_night` (both in `timeZone`), `customer_count_{w}d`, `customer_mean_amount_{w}d` (rows of the customer at or
 * before this one with time > t − w), `customer_seconds_since_last` (NaN for the first), `terminal_count_{w}d` and `terminal_risk_{w}d` (rows of the
 * terminal, and their share of frauds, with t − (delay + w) < time <= t − delay: labels younger than the delay are not known yet; risk 0
 * where there is no row with a known label; without a delay, labels of rows at the same time are not known either).
 *
 * On request (`statistics`): `customer_sum_amount_{w}d`, `customer_max_amount_{w}d`, `customer_std_amount_{w}d` (n − 1), `customer_distinct_terminals_{w}d`,
 * `customer_velocity_{w}d` (rows per day in w over rows per day in the longest window), `customer_amount_deviation` (standard deviations above the
 * mean of the customer's earlier amounts in the longest window).
 *
 * With several entities each has the columns of a customer, named after its column in place of `customer`: `card_count_{w}d`,
 * `merchant_seconds_since_last`; distinct counts are then those of every other entity and the terminal: `merchant_distinct_card_{w}d`.
 *
 * Negative amounts (refunds, reversals) count with their sign in sums, means, maxima and deviations, and as a row in counts.
 *
 * No row sees a later one: rows must be in time order, and among rows of equal time only those before it in the file count. Missing
 * ids: that entity's features are NaN. Missing amounts: the row is not part of any customer window.
 *
 * @param frames - All with the same columns, in time order.
 * @throws {DataError} `TIME_NOT_SORTED`, `TIME_MISSING_VALUES` or `INFINITE_VALUE` (an amount), with the 1-based data row; `FEATURE_EXISTS`: a column
 * has the name of one to add.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
 * @throws {InvalidArgumentError} A window or the delay out of range, or two features of one name, of entities named twice.
 * @remarks One pass; memory is one frame, two or three numbers for each row within the longest window and a few hundred bytes per customer and terminal.
 */
export async function* buildFeatures(
  frames: AsyncIterable<Frame> | Iterable<Frame>,
  options: BuildFeaturesOptions,
): AsyncGenerator<Frame> {
  const engine = new BehaviourEngine(specOf(options));
  const zone = openTimeZone(options.timeZone);
  let rows = 0;
  for await (const frame of frames) {
    if (rows === 0 && options.replace !== true) {
      const hint = 'Rename them in the data, or have them computed again and replaced.';
      checkNamesFree(frame, builtNames(options), hint, ['replace']);
    }
    const behaviour = engine.add(frame);
    const built = [...calendar(millisecondsOf(frame.column(options.time)), zone), ...behaviour];
    rows += frame.nRows;
    options.onProgress?.({ task: 'features', done: rows });
    yield built.reduce((all, column) => all.with(column), frame);
  }
}
