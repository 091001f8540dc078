import type { Column, Frame, NumericColumn, Progress } from '@fraudx/core';
import { DataError, InvalidArgumentError, Frame as Table } from '@fraudx/core';
import { PastWindows } from '../windows/past-windows.ts';

/** Options of {@link buildFeatures}. */
export interface BuildFeaturesOptions {
  /** Timestamp column, or a numeric one in seconds. */
  readonly time: string;
  /** Column of the customer or card. */
  readonly entity: string;
  /** Column of the terminal or merchant; without it there is no terminal feature. */
  readonly terminal?: string;
  readonly amount: string;
  /** Label column; without it there is no terminal risk. */
  readonly target?: string;
  /** Window lengths in days, each > 0. Default 1, 7, 30. */
  readonly windowDays?: readonly number[];
  /** Days until a label is known. Default 7. */
  readonly delayDays?: number;
  readonly onProgress?: Progress;
}

const dayMs = 86_400_000;

/** The distinct values of a column as map keys; NaN and -1 (missing) give undefined. */
function keyOf(column: Column): (row: number) => number | string | undefined {
  if (column.kind === 'categorical') return (row) => column.categories[column.codes[row]!];
  return (row) => (Number.isNaN(column.values[row]) ? undefined : column.values[row]);
}

/** Milliseconds of a time column: a timestamp as it is, a number as seconds. */
function millisecondsOf(column: Column): Float64Array {
  if (column.kind === 'timestamp') return column.values;
  if (column.kind === 'numeric') return column.values.map((value) => value * 1000);
  throw new InvalidArgumentError(
    `buildFeatures: time must be a timestamp or numeric column, got the categories of "${column.name}"`,
    {
      hint: 'Check that every cell of the column is a time such as 2025-01-31 12:00:00.',
    },
  );
}

function numbersOf(column: Column, role: string): Float64Array {
  if (column.kind !== 'categorical') return column.values;
  throw new InvalidArgumentError(
    `buildFeatures: ${role} must be a numeric column, got the categories of "${column.name}"`,
  );
}

class History {
  readonly #entities = new Map<number | string, PastWindows>();
  readonly #windows: readonly { from: number; to: number }[];
  constructor(windows: readonly { from: number; to: number }[]) {
    this.#windows = windows;
  }
  of(key: number | string): PastWindows {
    let found = this.#entities.get(key);
    if (found === undefined) {
      found = new PastWindows(this.#windows);
      this.#entities.set(key, found);
    }
    return found;
  }
}

/** Reads, checks and adds one frame after another. */
class FeatureBuilder {
  readonly #options: BuildFeaturesOptions;
  readonly #days: readonly number[];
  readonly #customers: History;
  readonly #terminals: History;
  #rows = 0;
  #last = -Infinity;

  constructor(options: BuildFeaturesOptions) {
    this.#options = options;
    this.#days = options.windowDays ?? [1, 7, 30];
    const delay = options.delayDays ?? 7;
    if (this.#days.length === 0 || this.#days.some((days) => !(days > 0))) {
      throw new InvalidArgumentError(`buildFeatures: windowDays must be numbers > 0, got ${this.#days.join(', ')}`);
    }
    if (!(delay >= 0)) throw new InvalidArgumentError(`buildFeatures: delayDays must be >= 0, got ${delay}`);
    this.#customers = new History(this.#days.map((days) => ({ from: days * dayMs, to: 0 })));
    this.#terminals = new History(this.#days.map((days) => ({ from: (days + delay) * dayMs, to: delay * dayMs })));
  }

  /** The frame with its features; later frames see this one's rows as their past. */
  add(frame: Frame): Frame {
    const time = this.#checkedTimes(frame);
    const amount = numbersOf(frame.column(this.#options.amount), 'amount');
    const built = [
      ...calendar(time),
      ...this.#customerColumns(frame, time, amount),
      ...this.#terminalColumns(frame, time),
    ];
    this.#rows += frame.nRows;
    return built.reduce((all, column) => all.with(column), frame);
  }

  #checkedTimes(frame: Frame): Float64Array {
    const time = millisecondsOf(frame.column(this.#options.time));
    for (let i = 0; i < time.length; i++) {
      const row = this.#rows + i + 1;
      if (Number.isNaN(time[i])) {
        throw new DataError(
          'TIME_MISSING_VALUES',
          `buildFeatures: time must have a value in every row, got none in data row ${row}`,
          {
            details: { column: this.#options.time, row },
          },
        );
      }
      if (time[i]! < this.#last) {
        throw new DataError(
          'TIME_NOT_SORTED',
          `buildFeatures: rows must be in time order, got an earlier time in data row ${row}`,
          {
            details: { column: this.#options.time, row },
            hint: `Sort the file by "${this.#options.time}" first.`,
          },
        );
      }
      this.#last = time[i]!;
    }
    return time;
  }

  #customerColumns(frame: Frame, time: Float64Array, amount: Float64Array): NumericColumn[] {
    const key = keyOf(frame.column(this.#options.entity));
    const counts = this.#days.map((days) => emptyColumn(`customer_count_${days}d`, frame.nRows));
    const means = this.#days.map((days) => emptyColumn(`customer_mean_amount_${days}d`, frame.nRows));
    const since = emptyColumn('customer_seconds_since_last', frame.nRows);
    for (let i = 0; i < frame.nRows; i++) {
      const customer = key(i);
      if (customer === undefined) continue;
      const past = this.#customers.of(customer);
      since.values[i] = (time[i]! - past.lastTime) / 1000;
      const known = !Number.isNaN(amount[i]);
      if (known) past.add(time[i]!, amount[i]!);
      for (let k = 0; k < this.#days.length; k++) {
        const totals = past.at(k, time[i]!);
        counts[k]!.values[i] = totals.count;
        means[k]!.values[i] = totals.count === 0 ? Number.NaN : totals.sum / totals.count;
      }
    }
    return [...counts, ...means, since];
  }

  #terminalColumns(frame: Frame, time: Float64Array): NumericColumn[] {
    const { terminal, target } = this.#options;
    if (terminal === undefined) return [];
    const key = keyOf(frame.column(terminal));
    const label = target === undefined ? undefined : numbersOf(frame.column(target), 'target');
    const counts = this.#days.map((days) => emptyColumn(`terminal_count_${days}d`, frame.nRows));
    const risks = this.#days.map((days) => emptyColumn(`terminal_risk_${days}d`, frame.nRows));
    for (let i = 0; i < frame.nRows; i++) {
      const at = key(i);
      if (at === undefined) continue;
      const past = this.#terminals.of(at);
      past.add(time[i]!, label?.[i] === 1 ? 1 : 0);
      for (let k = 0; k < this.#days.length; k++) {
        const totals = past.at(k, time[i]!);
        counts[k]!.values[i] = totals.count;
        risks[k]!.values[i] = totals.count === 0 ? 0 : totals.sum / totals.count;
      }
    }
    return label === undefined ? counts : [...counts, ...risks];
  }
}

function emptyColumn(name: string, nRows: number): NumericColumn {
  return { kind: 'numeric', name, values: new Float64Array(nRows).fill(Number.NaN) };
}

/** Weekend (Saturday, Sunday) and night (hour <= 6), both UTC. */
function calendar(time: Float64Array): NumericColumn[] {
  const weekend = emptyColumn('is_weekend', time.length);
  const night = emptyColumn('is_night', time.length);
  for (let i = 0; i < time.length; i++) {
    const day = Math.floor(time[i]! / dayMs);
    // 1970-01-01 was a Thursday.
    weekend.values[i] = (((day + 3) % 7) + 7) % 7 >= 5 ? 1 : 0;
    night.values[i] = (time[i]! - day * dayMs) / 3_600_000 < 7 ? 1 : 0;
  }
  return [weekend, night];
}

/**
 * Adds calendar and behaviour features to raw transactions, frame by frame.
 *
 * Columns added, w for each window: `is_weekend`, `is_night`, `customer_count_{w}d`, `customer_mean_amount_{w}d` (rows of the customer at or
 * before this one with time > t − w), `customer_seconds_since_last` (NaN for the first), `terminal_count_{w}d` and `terminal_risk_{w}d` (rows of the
 * terminal, and their share of frauds, with t − (delay + w) < time <= t − delay: labels younger than the delay are not known yet; risk 0
 * where there is no row).
 *
 * No row sees a later one: rows must be in time order, and among rows of equal time only those before it in the file count. Missing
 * ids: that entity's features are NaN. Missing amounts: the row is not part of any customer window.
 *
 * @param frames - All with the same columns, in time order.
 * @throws {DataError} `TIME_NOT_SORTED` or `TIME_MISSING_VALUES`, with the 1-based data row.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
 * @remarks One pass; memory is one frame plus the rows within the longest window, two numbers each.
 */
export async function* buildFeatures(
  frames: AsyncIterable<Frame> | Iterable<Frame>,
  options: BuildFeaturesOptions,
): AsyncGenerator<Frame> {
  const builder = new FeatureBuilder(options);
  let rows = 0;
  for await (const frame of frames) {
    const built = builder.add(frame);
    rows += frame.nRows;
    options.onProgress?.({ task: 'features', done: rows });
    yield new Table(built.columns, built.nRows);
  }
}
