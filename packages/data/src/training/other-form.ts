import type { TimestampColumn } from '@fraudx/core';
import type { SeenValues, UnseenValues } from './unseen-values.ts';

function presentIn({ values }: TimestampColumn): number {
  return values.reduce((count, ms) => count + Number(!Number.isNaN(ms)), 0);
}

function differs(
  { name, values }: TimestampColumn,
  kind: 'zone' | 'form',
  rows: number,
  written: { readonly trained: string; readonly found: string },
): UnseenValues {
  return { column: name, kind, rows, share: rows / values.length, examples: [], ...written };
}

const zoneNames = { all: 'with a zone', some: 'of which some say their zone', none: 'without a zone' } as const;

/**
 * Times that say no zone where training had times that say one, or the other way round: hours may be others. Of dates alone, and where the model has a zone
 * for times that say none, nothing.
 */
export function otherZones(
  column: TimestampColumn,
  { zones, midnights }: SeenValues,
  timeZone: string | undefined,
): UnseenValues | undefined {
  const here = column.zones ?? 'none';
  // Training with both kinds had times without a zone taken as UTC, too.
  if (timeZone !== undefined || zones === undefined || zones === 'some' || midnights === undefined) return undefined;
  const rows = presentIn(column);
  if (here === zones || rows === 0) return undefined;
  return differs(column, 'zone', rows, { trained: zoneNames[zones], found: zoneNames[here] });
}

/** Dates in another form than in training, such as 11/07/25 where it had 07.11.25, which neither cells nor settings show the order of. */
export function otherDateForm(column: TimestampColumn, { dateForm }: SeenValues): UnseenValues | undefined {
  const { dateForm: found, isOrderOfTraining } = column.reading ?? {};
  if (isOrderOfTraining !== true || found === undefined || dateForm === undefined || found === dateForm)
    return undefined;
  return differs(column, 'form', presentIn(column), { trained: dateForm, found });
}
