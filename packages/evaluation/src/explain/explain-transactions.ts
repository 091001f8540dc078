import { InvalidArgumentError, lowerBound, roundedText } from '@fraudx/core';
import type { Matrix } from '@fraudx/core';
import { contributionsOf } from './contributions.ts';
import type { Contributions, ContributionUnit } from './contributions.ts';

/** Why one transaction scored as it did. */
export interface TransactionExplanation {
  /** Position as given. */
  readonly row: number;
  /** How the user calls it, e.g. `tx_id 4711`; absent where only the position is known. */
  readonly name?: string;
  readonly score: number;
  /** 1 fraud, 0 genuine; absent when not known. */
  readonly truth?: number;
  /** Strongest first. */
  readonly reasons: readonly TransactionReason[];
}

/** One reason. */
export interface TransactionReason {
  readonly feature: string;
  /** NaN when missing. */
  readonly value: number;
  /** What it adds, in the unit of the request. */
  readonly contribution: number;
  /** In words, e.g. `tx_amount is 981.2, above 99% of rows: multiplies the odds of fraud by 12`. */
  readonly text: string;
}

/** Transactions to explain. */
export interface ExplainRequest {
  /** All rows, against which values are called high or low. */
  readonly x: Matrix;
  /** Positions of the rows to explain. */
  readonly rows: readonly number[];
  /** Scores of all rows, length nRows. */
  readonly yScore: Float64Array;
  /** Labels of all rows, where known. */
  readonly yTrue?: Uint8Array;
  readonly contributions: Contributions;
  /** What the contributions are measured in. Default `log-odds`. */
  readonly unit?: ContributionUnit;
  /** How a value reads where its number says nothing, such as the name of a category; undefined leaves the number. Default the number. */
  readonly textOf?: (feature: string, row: number) => string | undefined;
  /** How a feature is called in the words; its column where it has one. Default its own name. */
  readonly nameOf?: (feature: string) => string;
  /** Reasons per transaction. Default 4. */
  readonly nReasons?: number;
}

function valueText(value: number): string {
  return Number.isNaN(value) ? 'missing' : roundedText(value, 4);
}

/** How many values are not above this one, by bisection. */
function countUpTo(sorted: Float32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a value stands among sorted ones, in words; empty in the middle. */
function standing(value: number, sorted: Float32Array): string {
  if (Number.isNaN(value) || sorted.length === 0) return '';
  const below = lowerBound(sorted, value);
  const notAbove = countUpTo(sorted, value);
  const low = below / sorted.length;
  const high = 1 - notAbove / sorted.length;
  if (low >= 0.8) return `, above ${Math.min(99.9, Math.floor(low * 1000) / 10)}% of rows`;
  return high >= 0.8 ? `, below ${Math.min(99.9, Math.floor(high * 1000) / 10)}% of rows` : '';
}

function effectText(contribution: number, unit: ContributionUnit): string {
  if (unit === 'probability') {
    const points = `${Number((100 * Math.abs(contribution)).toPrecision(2))} percentage points`;
    return contribution > 0 ? `adds ${points} to the score` : `takes ${points} off the score`;
  }
  const factor = Math.exp(Math.abs(contribution));
  const times = factor >= 1000 ? 'more than 1000' : String(Number(factor.toPrecision(factor >= 10 ? 2 : 3)));
  return contribution > 0 ? `multiplies the odds of fraud by ${times}` : `divides the odds of fraud by ${times}`;
}

/** Explains rows by their positions; see {@link explainTransactions}. */
export type TransactionExplainer = (rows: readonly number[]) => TransactionExplanation[];

/** Like {@link explainTransactions} for several lots of rows: what is known of the columns is kept between them. */
export function createTransactionExplainer(request: Omit<ExplainRequest, 'rows'>): TransactionExplainer {
  const { x, yScore, yTrue, contributions, unit = 'log-odds', nReasons = 4, textOf, nameOf } = request;
  const width = x.nCols + 1;
  const sorted = new Map<number, Float32Array>();
  const sortedOf = (j: number): Float32Array => {
    const known =
      sorted.get(j) ??
      x
        .column(j)
        .filter((value) => !Number.isNaN(value))
        .sort();
    sorted.set(j, known);
    return known;
  };
  return (rows) => {
    for (const row of rows) {
      if (!(Number.isInteger(row) && row >= 0 && row < x.nRows)) {
        throw new InvalidArgumentError(`row must be in [0, ${x.nRows}), got ${row}`, {
          subject: 'explainTransactions',
        });
      }
    }
    const values = contributionsOf('explainTransactions', contributions, x.take(Uint32Array.from(rows)));
    return rows.map((row, r) => {
      const order = x.names
        .map((feature, j) => ({ feature, j, contribution: values[r * width + j]! }))
        .filter((one) => Math.abs(one.contribution) > 1e-6)
        .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
      const reasons = order.slice(0, nReasons).map(({ feature, j, contribution }): TransactionReason => {
        const value = x.column(j)[row]!;
        const shown = textOf?.(feature, row) ?? valueText(value);
        // A text has no place among others, whatever number stands for it.
        const hasOrder = x.types[j] !== 'categorical' && !shown.startsWith('"');
        const where = hasOrder ? standing(value, sortedOf(j)) : '';
        const text = `${nameOf?.(feature) ?? feature} is ${shown}${where}: ${effectText(contribution, unit)}`;
        return { feature, value, contribution, text };
      });
      return { row, score: yScore[row]!, reasons, ...(yTrue === undefined ? {} : { truth: yTrue[row]! }) };
    });
  };
}

/**
 * Explains single transactions in words: the features that moved their score most, with what is unusual about the values.
 *
 * @throws {InvalidArgumentError} A row outside the matrix.
 * @throws {ShapeError} The contributions are not nRows × (nCols + 1).
 */
export function explainTransactions({ rows, ...request }: ExplainRequest): TransactionExplanation[] {
  return createTransactionExplainer(request)(rows);
}
