import type { Frame } from '@fraudx/core';
import { entityColumns } from '@fraudx/core';
import { plainIdReason } from '@fraudx/data';
import type { ExperimentSettings } from '../settings.ts';

/** Columns that name the rows beyond doubt and have no role. */
export function plainIds(
  frame: Frame,
  { entity, terminal, amount, sampleWeight, categorical = [], drop = [] }: ExperimentSettings['config'],
  { target, time }: { readonly target: string; readonly time: string | undefined },
): string[] {
  const known = new Set([
    target,
    time,
    ...entityColumns(entity),
    terminal,
    amount,
    sampleWeight,
    ...categorical,
    ...drop,
  ]);
  return frame.columns
    .filter((column) => !known.has(column.name) && plainIdReason(column) !== undefined)
    .map(({ name }) => name);
}

/** That they are left out. */
export function idNotes(ids: readonly string[]): string[] {
  if (ids.length === 0) return [];
  const names = ids.map((name) => `"${name}"`).join(', ');
  const [what, which] =
    ids.length === 1 ? ['column', 'is another value in every row'] : ['columns', 'are other values in every row'];
  return [
    `${what} ${names} ${which}: left out as ids (drop names the columns to leave out; an empty list takes all as features)`,
  ];
}
