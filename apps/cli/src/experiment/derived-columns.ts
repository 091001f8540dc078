import type { Frame } from '@fraudx/core';
import { openTimeZone } from '@fraudx/core';
import { addDerivedColumns, checkDerivations } from '@fraudx/features';
import { countText } from '../output/numbers.ts';
import type { Settings } from '../settings/settings.ts';

/** The data with the columns of `derive:`, and a note for each in which some results do not exist. */
export function withDerivedColumns(
  frame: Frame,
  { derive, timeZone }: Settings['config'],
  target?: string,
): { readonly frame: Frame; readonly notes: readonly string[] } {
  if (derive === undefined) return { frame, notes: [] };
  checkDerivations(frame.names, derive, target);
  const zone = openTimeZone(timeZone);
  const made = addDerivedColumns(frame, derive, { clock: (ms) => zone.localOf(ms) });
  const notes = made.undefinedResults.map(
    ({ column, rows, firstRow }) =>
      `"${column}" has no result in ${countText(rows)} of ${countText(frame.nRows)} rows (first: data row ${countText(firstRow + 1)}), as of a division by zero: it is missing there`,
  );
  return { frame: made.frame, notes };
}
