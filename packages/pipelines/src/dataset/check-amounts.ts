import type { Column, Frame } from '@fraudx/core';
import { countText, DataError } from '@fraudx/core';
import { mayBeWritten } from '@fraudx/data';
import type { CostMatrix } from '@fraudx/evaluation';
import { costsByAmount } from '@fraudx/evaluation';

/** What is asked of amounts. */
export interface AmountUse {
  /** Column of amounts; undefined where none is named. */
  readonly amount: string | undefined;
  readonly costs: CostMatrix | undefined;
  /** Stands for a missing amount where metrics depend on the amount. */
  readonly missingAmount: number | undefined;
}

type Texts = Extract<Column, { kind: 'categorical' }>;

/** The first row whose text is no number as people write them, else the first with a text; and how many texts are numbers. */
function lookAtTexts({ codes, categories }: Texts): { readonly row: number; readonly numbers: number } {
  const isNumber = categories.map((text) => mayBeWritten(text.trim()));
  const row = codes.findIndex((code) => code >= 0 && !isNumber[code]!);
  const numbers = codes.reduce((sum, code) => sum + Number(isNumber[code] === true), 0);
  return { row: row >= 0 ? row : codes.findIndex((code) => code >= 0), numbers };
}

/** What a column holds that is not read as numbers. */
function textsText(column: Texts): { readonly row: number; readonly holds: string; readonly got: string } {
  const { row: found, numbers } = lookAtTexts(column);
  const row = Math.max(0, found);
  const got = `"${column.categories[column.codes[row]!] ?? ''}" in data row ${countText(row + 1)}`;
  const areAll = found >= 0 && mayBeWritten(column.categories[column.codes[found]!]!.trim());
  const holds =
    numbers === 0
      ? 'holds no numbers'
      : `was read as texts${areAll ? '' : ', because not all of its cells are numbers'}`;
  return { row, holds, got };
}

/**
 * Looks at the amounts of labelled rows before anything is trained.
 *
 * @returns A note where some are missing, or where the column holds no numbers and costs do not depend on the amount.
 * @throws {DataError} `AMOUNT_MISSING`: costs depend on the amount, some rows have none, and nothing stands for it. `AMOUNT_NO_NUMBER`: the column
 *   holds texts or times.
 */
export function checkAmounts(
  frame: Frame,
  rows: Uint32Array,
  { amount, costs, missingAmount }: AmountUse,
  path: string,
): string[] {
  if (amount === undefined || !frame.has(amount)) return [];
  const byAmount = costs !== undefined && costsByAmount(costs);
  const column = frame.column(amount);
  if (column.kind !== 'numeric') {
    const isTexts = column.kind === 'categorical';
    const { row, holds, got } = isTexts
      ? textsText(column)
      : { row: 0, holds: 'holds no numbers', got: 'times in data row 1' };
    if (!byAmount) return [`amount: column "${amount}" ${holds} (${got}): no metrics by amount`];
    throw new DataError(
      'AMOUNT_NO_NUMBER',
      `amount: column "${amount}" must hold numbers, as costs depend on the amount, got ${got} of ${path}`,
      { details: { column: amount, row: row + 1 }, hint: 'Name the column of amounts, or let costs be fixed sums.' },
    );
  }
  const missing = rows.filter((row) => !Number.isFinite(column.values[row]!));
  if (missing.length === 0) return [];
  const what = `${countText(missing.length)} of ${countText(rows.length)} rows with a label have no "${amount}" (first: data row ${countText(missing[0]! + 1)})`;
  if (missingAmount !== undefined) return [`${what}: ${missingAmount} replaces it in costs and metrics by amount`];
  if (!byAmount)
    return [`${what}: no metrics by amount where such a row is measured; evaluation.missingAmount replaces it`];
  throw new DataError(
    'AMOUNT_MISSING',
    `amount: every row must have an amount, as costs depend on the amount, got none in some: ${what} of ${path}`,
    {
      details: { column: amount, rows: missing.length, firstRow: missing[0]! + 1 },
      hint: 'Say what replaces a missing amount: evaluation: { missingAmount: 0 } in the config, or leave such rows out.',
    },
  );
}
