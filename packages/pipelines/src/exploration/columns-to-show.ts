import type { ClassDistribution, ColumnDescription, Exploration } from '@fraudx/data';

/** Correlations that people want to see: from 0.1 on, the strongest 15. */
export function shownCorrelations(correlations: Exploration['correlations']): Exploration['correlations'] {
  return correlations.filter(({ value }) => Math.abs(value) >= 0.1).slice(0, 15);
}

type Shifts = NonNullable<Exploration['drift']>['columns'];

/** Columns that shift beyond chance, the strongest 15. */
export function shownShifts(columns: Shifts): Shifts {
  return columns.filter(({ shift }) => shift !== 'none').slice(0, 15);
}

/** Where the classes differ: the bin of a column in which their shares lie farthest apart. */
export interface ClassGap {
  readonly column: string;
  /** Total variation between the classes, in [0, 1]. */
  readonly difference: number;
  /** Text of the bin, or `missing`. */
  readonly where: string;
  /** Share of each class that is there. */
  readonly genuine: number;
  readonly fraud: number;
}

function gapOf({ column, bins, missing, difference }: ClassDistribution, totals: readonly [number, number]): ClassGap {
  const places = [...bins, { label: 'missing', ...missing }].map(({ label, genuine, fraud }) => ({
    where: label,
    genuine: genuine / totals[0],
    fraud: fraud / totals[1],
  }));
  const widest = places.reduce((best, place) =>
    Math.abs(place.fraud - place.genuine) > Math.abs(best.fraud - best.genuine) ? place : best,
  );
  return { column, difference, ...widest };
}

/** The columns in which the classes differ most, at most 8, from a difference of 0.1 on. */
export function shownGaps({ description: { target }, distributions }: Exploration): ClassGap[] {
  if (target === undefined) return [];
  return distributions
    .filter(({ difference }) => difference >= 0.1)
    .toSorted((a, b) => b.difference - a.difference)
    .slice(0, 8)
    .map((distribution) => gapOf(distribution, [target.negatives, target.positives]));
}

/** A longer table of columns shows its most telling ones alone. */
const mostRows = 40;
const openRows = 20;

/** The columns of a table, those that are shown apart from the others. */
export interface ColumnsToShow {
  /** All in the order of the file where they are few, else the most telling ones. */
  readonly shown: readonly ColumnDescription[];
  readonly others: readonly ColumnDescription[];
  /** What comes first among `shown`; undefined where all are. */
  readonly first?: string;
}

/**
 * The columns of a table, of more than 40 the 20 most telling ones: with a target those in which the classes differ most, without one those
 * that shift most over time, without a time those with the most missing values; ties go by missing values, then as in
 * the file. Target and time tell nothing of themselves, but are looked for first.
 */
export function columnsToShow({ description: { columns, target }, distributions, drift }: Exploration): ColumnsToShow {
  if (columns.length <= mostRows) return { shown: columns, others: [] };
  const byClass = target !== undefined && distributions.length > 0;
  const byShift = !byClass && drift !== undefined;
  const telling = new Map(
    byClass
      ? distributions.map(({ column, difference }) => [column, difference])
      : byShift
        ? drift.columns.map(({ column, psi, expected }) => [column, psi - expected])
        : columns.map(({ name }) => [name, 0]),
  );
  const rank = ({ name }: ColumnDescription): number => telling.get(name) ?? Infinity;
  const sorted = columns.toSorted((a, b) => (rank(b) === rank(a) ? b.missing - a.missing : rank(b) - rank(a)));
  return {
    shown: sorted.slice(0, openRows),
    others: sorted.slice(openRows),
    first: byClass
      ? 'in which the classes differ most'
      : byShift
        ? 'that shift most over time'
        : 'with the most missing values',
  };
}
