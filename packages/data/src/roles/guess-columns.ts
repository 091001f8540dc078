import type { Column, Frame } from '@fraudx/core';
import { namesRows } from '../row-ids.ts';
import { plainName, wordsOf } from './plain-name.ts';

/** Columns with a role besides label and time, by their names. */
export interface GuessedColumns {
  readonly entity?: string;
  readonly terminal?: string;
  readonly amount?: string;
  /** Columns that name rows, people or things, each with why. */
  readonly ids: readonly { readonly name: string; readonly why: string }[];
  /** Columns of numbers that are codes by name. */
  readonly codes: readonly string[];
}

const idWord = /^(id|ids|uuid|guid|key|number|num|no|nr|ref|reference|index|idx|hash|pk|rowid|identifier)$/;
const codeWord =
  /^(code|codes|cd|mcc|sic|zip|zipcode|postcode|postal|plz|bin|type|category|cat|channel|status|branch|segment|region|bank|currency|product|device|network)$/;

const entityNames =
  /^(customer|client|user|card|account|acct|cc|sender|payer|nameorig|cust|member|cardholder)(id|num|number|no|nr|key|hash)?$/;
const terminalNames =
  /^(terminal|merchant|shop|store|payee|recipient|namedest|beneficiary|pos)(id|num|number|no|nr|key|name)?$/;
const amountNames =
  /^(amount|amt|txamount|transactionamt|transactionamount|paymentamount|purchasevalue|amounteur|amountusd|totalclaimamount|value)$/;

/** Distinct values and rows with one. */
function countDistinct(column: Column): { readonly distinct: number; readonly present: number } {
  if (column.kind === 'categorical') {
    let present = 0;
    const seen = new Uint8Array(column.categories.length);
    for (const code of column.codes) {
      if (code < 0) continue;
      present++;
      seen[code] = 1;
    }
    return { distinct: seen.reduce((sum, one) => sum + one, 0), present };
  }
  const seen = new Set<number>();
  let present = 0;
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    present++;
    seen.add(value);
  }
  return { distinct: seen.size, present };
}

/** Whether whole numbers only rise or only fall from row to row, as row numbers do. */
function isCounter(column: Column): boolean {
  if (column.kind !== 'numeric') return false;
  const { values } = column;
  const direction = Math.sign(values[1]! - values[0]!);
  return direction !== 0 && values.every((value, i) => i === 0 || Math.sign(value - values[i - 1]!) === direction);
}

/** Fewer rows than this have other values in every row by chance. */
const fewestRows = 50;

/**
 * Why a column is an id beyond doubt; undefined where it is none or may be something else.
 *
 * Another value in every row, and texts, a name that says so, or numbers that count the rows. At least 50 rows.
 */
export function plainIdReason(column: Column): string | undefined {
  const rows = column.kind === 'categorical' ? column.codes.length : column.values.length;
  if (rows < fewestRows || !namesRows(column)) return undefined;
  if (column.kind === 'categorical') return 'another text in every row';
  if (wordsOf(column.name).some((word) => idWord.test(word)) || /(^|_|\b)id$|[a-z]Id$/i.test(column.name))
    return 'an id: another value in every row';
  return isCounter(column) ? 'a number that counts the rows' : undefined;
}

function reasonOf(column: Column): string | undefined {
  if (column.kind === 'timestamp') return undefined;
  if (namesRows(column)) return 'another value in every row';
  if (/(^|_|\b)id$/i.test(column.name) || /[a-z]Id$/.test(column.name)) return 'an id';
  if (column.kind !== 'categorical') return undefined;
  const { distinct, present } = countDistinct(column);
  return present >= fewestRows && distinct > 0.9 * present ? 'another text in nearly every row' : undefined;
}

function isCode(column: Column): boolean {
  if (column.kind !== 'numeric' || !wordsOf(column.name).some((word) => codeWord.test(word))) return false;
  if (!column.values.every((value) => Number.isNaN(value) || Number.isInteger(value))) return false;
  const { distinct } = countDistinct(column);
  return distinct > 2;
}

/**
 * Guesses roles of columns by names and values.
 *
 * @param taken - Columns that have a role already, such as label and time.
 */
export function guessColumns(frame: Frame, taken: readonly string[] = []): GuessedColumns {
  const free = frame.columns.filter(({ name }) => !taken.includes(name));
  const named = (pattern: RegExp, isOfKind: (column: Column) => boolean): string | undefined =>
    free.find((column) => pattern.test(plainName(column.name)) && isOfKind(column) && !namesRows(column))?.name;
  const isId = (column: Column): boolean => column.kind !== 'timestamp' && countDistinct(column).distinct > 1;
  const entity = named(entityNames, isId);
  const terminal = named(terminalNames, isId);
  const amount = free.find((column) => amountNames.test(plainName(column.name)) && column.kind === 'numeric')?.name;
  const ids = free.flatMap((column) => {
    const why =
      column.name === amount
        ? undefined
        : (reasonOf(column) ?? (column.name === entity ? 'names the customer or card' : undefined));
    return why === undefined ? [] : [{ name: column.name, why }];
  });
  const idNames = new Set(ids.map(({ name }) => name));
  const codes = free.filter((column) => !idNames.has(column.name) && isCode(column)).map(({ name }) => name);
  return {
    ...(entity === undefined ? {} : { entity }),
    ...(terminal === undefined ? {} : { terminal }),
    ...(amount === undefined ? {} : { amount }),
    ids,
    codes,
  };
}
