import type { NumericColumn } from '@fraudx/core';
import type { SeenValues, UnseenValues } from './unseen-values.ts';

/** What other signs of the most frequent currencies stand for. */
const codeOf: Readonly<Record<string, string>> = {
  '€': 'EUR',
  Euro: 'EUR',
  Euros: 'EUR',
  euro: 'EUR',
  euros: 'EUR',
  EURO: 'EUR',
  EUROS: 'EUR',
  $: 'USD',
  US$: 'USD',
  R$: 'BRL',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  Rs: 'INR',
  Rp: 'IDR',
  Fr: 'CHF',
  SFr: 'CHF',
  zł: 'PLN',
  Kč: 'CZK',
  Ft: 'HUF',
};

function plainUnit(unit: string): string {
  return Object.hasOwn(codeOf, unit) ? codeOf[unit]! : unit;
}

/** The units of a column with their cells, where `all` have a value. */
function unitsOf({ unit, units }: Pick<SeenValues, 'unit' | 'units'>, all: number): ReadonlyMap<string, number> {
  return new Map(unit === undefined ? [] : Object.entries(units ?? { [unit]: all }));
}

/**
 * Numbers with a unit that training did not have beside them: another currency, or one where it had none, or a percent sign on one side alone. A currency may be left out.
 */
export function otherUnit(column: NumericColumn, seen: SeenValues): UnseenValues | undefined {
  const present = column.values.reduce((count, value) => count + Number(!Number.isNaN(value)), 0);
  const found = unitsOf(column.reading ?? {}, present);
  const trained = unitsOf(seen, seen.rows ?? 0);
  const known = new Set([...trained.keys()].map(plainUnit));
  const others = [...found].filter(([unit]) => !known.has(plainUnit(unit)));
  const said = {
    column: column.name,
    kind: 'unit',
    examples: [],
    trained: [...trained.keys()].join(', ') || 'none',
  } as const;
  const nRows = column.values.length;
  if (others.length > 0) {
    const rows = others.reduce((sum, [, count]) => sum + count, 0);
    return { ...said, rows, share: rows / nRows, found: others.map(([unit]) => unit).join(', ') };
  }
  // Zeros need no sign.
  const rows = column.values.reduce((count, value) => count + Number(!Number.isNaN(value) && value !== 0), 0);
  const isBare = seen.unit === '%' && seen.units === undefined && found.size === 0 && rows > 0;
  return isBare ? { ...said, rows, share: rows / nRows, found: 'none' } : undefined;
}

/** Amounts with CR or DR beside them where training had minus signs, or the other way round, or on one side alone: which of them are positive may be the other way round. */
export function otherSigns({ name, values, reading }: NumericColumn, seen: SeenValues): UnseenValues | undefined {
  const { signs: trained } = seen;
  if (trained === undefined) return undefined;
  const found = reading?.signs ?? 'minus';
  // Credits are negative in both languages.
  const areMarks = (signs: typeof found): boolean => signs === 'CR/DR' || signs === 'H/S';
  if (found === trained || (areMarks(found) && areMarks(trained))) return undefined;
  const rows = values.reduce((count, value) => count + Number(!Number.isNaN(value) && value !== 0), 0);
  return rows === 0
    ? undefined
    : { column: name, kind: 'signs', rows, share: rows / values.length, examples: [], trained, found };
}
