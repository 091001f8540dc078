import { countText, openTimeZone, timeText, valueText } from '@fraudx/core';
import type { ColumnDescription } from '@fraudx/data';

/** Heading of {@link valuesText}. */
export const valuesHeading = 'lowest … median … highest, or most frequent';

function numberText(value: number, { kind, timeZone }: Pick<ColumnDescription, 'kind' | 'timeZone'>): string {
  if (kind !== 'timestamp') return valueText(value);
  const local = openTimeZone(timeZone).localOf(value);
  const micros = Math.min(999_999, Math.round((local - Math.floor(local / 1000) * 1000) * 1000));
  const fraction =
    micros === 0
      ? ''
      : `.${String(micros)
          .padStart(6, '0')
          .replace(/0{1,6}$/, '')}`;
  return `${timeText(local)}${fraction}`.replace(/ 00:00:00$/, '');
}

/** Characters of a text that are shown: one cell may hold a document. */
const mostShown = 80;

function cut(text: string): string {
  return text.length <= mostShown ? text : `${text.slice(0, mostShown - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** What a column holds, in one line, with the digits of the data: `0 … 38.5 … 97`, or `NO (343), YES (314)`; empty without a value. Times are those of the column's zone. */
export function valuesText(column: ColumnDescription): string {
  const { kind, min, max, quantiles, categories = [], distinct } = column;
  if (kind === 'categorical') {
    const shown = categories.slice(0, 3).map(({ value, count }) => `${cut(value)} (${countText(count)})`);
    return `${shown.join(', ')}${distinct > shown.length ? ', …' : ''}`;
  }
  if (min === undefined || max === undefined || quantiles === undefined) return '';
  return [min, quantiles.p50, max].map((value) => numberText(value, column)).join(' … ');
}
