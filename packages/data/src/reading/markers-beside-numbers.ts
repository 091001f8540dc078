/** Texts that mean "no value" in columns that are numbers otherwise, `k.A.` beside `12,50`: listed as such, the columns are numbers. */
import type { Column } from '@fraudx/core';
import { isMarkerWord } from './likely-markers.ts';
import { isClock, mayBeWritten } from './number-texts.ts';

/** At least this share of the cells must be numbers, and each of the texts stand in this share. */
const [fewestNumbers, fewestCells] = [0.5, 0.01];
const mostMarkers = 3;
const mostLetters = 20;
/** Fewer different numbers are codes, of which a word may be another one. */
const fewestDifferent = 10;

/** A text beside numbers. */
export interface MarkerBesideNumbers {
  readonly column: string;
  readonly marker: string;
  readonly cells: number;
}

/** Whether a text may stand for no value: short, and without a digit. */
export function mayBeMarker(text: string): boolean {
  return text.length <= mostLetters && !/\d/.test(text) && !/^(?:true|false)$/i.test(text);
}

/**
 * The texts that mean "no value" in columns of texts all other cells of which are numbers, plain or as people write them; at most three in a column.
 *
 * Of numbers without a fraction, which may be codes, it must be a usual word or made of signs alone.
 */
export function markersBesideNumbers(columns: readonly Column[]): readonly MarkerBesideNumbers[] {
  return columns.flatMap((column): readonly MarkerBesideNumbers[] => {
    if (column.kind !== 'categorical' || column.categories.length < fewestDifferent) return [];
    const others = column.categories.flatMap((text, code) => (mayBeWritten(text) && !isClock(text) ? [] : [code]));
    if (others.length === 0 || others.length > mostMarkers) return [];
    const numbers = column.categories.filter((_, code) => !others.includes(code));
    if (numbers.length < fewestDifferent || numbers.some((text) => /^[-+]?0\d/.test(text))) return [];
    const haveFractions = numbers.filter((text) => /[.,]/.test(text)).length >= 0.3 * numbers.length;
    const counts = new Map(others.map((code) => [code, 0]));
    let present = 0;
    for (const code of column.codes) {
      if (code >= 0) present++;
      if (counts.has(code)) counts.set(code, counts.get(code)! + 1);
    }
    const found = [...counts].map(([code, cells]) => ({
      column: column.name,
      marker: column.categories[code]!,
      cells,
    }));
    const isLikely = ({ marker, cells }: MarkerBesideNumbers): boolean =>
      mayBeMarker(marker) &&
      cells >= Math.max(2, fewestCells * present) &&
      (haveFractions || isMarkerWord(marker) || !/\p{L}/u.test(marker));
    const marked = found.reduce((sum, { cells }) => sum + cells, 0);
    return found.every(isLikely) && present - marked >= fewestNumbers * present ? found : [];
  });
}
