import type { Exploration } from '@fraudx/data';

/** Correlations that people want to see: from 0.1 on, the strongest 15. */
export function shownCorrelations(correlations: Exploration['correlations']): Exploration['correlations'] {
  return correlations.filter(({ value }) => Math.abs(value) >= 0.1).slice(0, 15);
}

type Drift = NonNullable<Exploration['drift']>;

/** Columns that shift: from a stability index of 0.1 on, the strongest 15, with the usual word for it. */
export function shownShifts(
  columns: Drift['columns'],
): (Drift['columns'][number] & { readonly shift: 'strong' | 'some' })[] {
  return columns
    .filter(({ psi }) => psi >= 0.1)
    .slice(0, 15)
    .map((column) => ({ ...column, shift: column.psi >= 0.25 ? 'strong' : 'some' }));
}
