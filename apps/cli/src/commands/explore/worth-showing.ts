import type { ClassDistribution, Exploration } from '@fraudx/data';

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
