import type { Frame } from '@fraudx/core';
import { findSplit, isByTime } from '@fraudx/data';
import { countText, entityColumns, openTimeZone } from '@fraudx/core';
import type { CostMatrix, ScoredRows } from '@fraudx/evaluation';
import { assumedCosts, dayShareText } from '@fraudx/evaluation';
import type { Dataset } from '../dataset/load-dataset.ts';

/** What the columns tell about scored rows beside the score: amount, day and card, and what outcomes cost. */
export type RowContext = Pick<ScoredRows, 'amount' | 'day' | 'dayShare' | 'card' | 'costs'>;

/** Numbers of a column at these rows, `substitute` where missing; undefined when the column is text, or a value is missing and nothing stands for it. */
function numbers(frame: Frame, name: string, rows: Uint32Array, substitute = Number.NaN): Float64Array | undefined {
  const column = frame.column(name);
  if (column.kind === 'categorical') return undefined;
  const values = Float64Array.from(rows, (row) => {
    const value = column.values[row]!;
    return Number.isFinite(value) ? value : substitute;
  });
  return values.every((value) => Number.isFinite(value)) ? values : undefined;
}

/** Calendar days of the zone since 1970-01-01; only timestamps have days, the unit of a plain number is not known. */
function dayOf({ frame, featureSpec }: Dataset, name: string, rows: Uint32Array): Int32Array | undefined {
  if (frame.column(name).kind !== 'timestamp') return undefined;
  const times = numbers(frame, name, rows);
  const zone = openTimeZone(dayZoneOf({ featureSpec }));
  return times === undefined ? undefined : Int32Array.from(times, (time) => zone.dayOf(time));
}

/** How many rows of the data these days have, and how many of them have a label. */
function rowsOfDays(
  { frame, featureSpec, labelled }: Dataset,
  time: string,
  day: Int32Array,
): { readonly all: number; readonly labelled: number } {
  const column = frame.column(time);
  if (column.kind === 'categorical') return { all: day.length, labelled: day.length };
  const days = new Set(day);
  const zone = openTimeZone(dayZoneOf({ featureSpec }));
  const isHere = (at: number): boolean => days.has(zone.dayOf(at));
  return {
    all: column.values.reduce((count, at) => count + (isHere(at) ? 1 : 0), 0),
    labelled: labelled.reduce((count, row) => count + (isHere(column.values[row]!) ? 1 : 0), 0),
  };
}

/**
 * Share of the data's rows of the days of these rows that these rows are; undefined where they are all. A split by shares cuts within a day;
 * one that leaves days whole lacks the rows without a label, of which as many are left out for other reasons as of those with one.
 */
function dayShareOf(dataset: Dataset, time: string, day: Int32Array): number | undefined {
  const { all, labelled } = rowsOfDays(dataset, time, day);
  const here = findSplit(dataset.splitPlan.strategy).keepsDaysWhole ? labelled : day.length;
  return here < all ? here / all : undefined;
}

/** Whose calendar days are counted. */
export function dayZoneOf({ featureSpec }: Pick<Dataset, 'featureSpec'>): string {
  return featureSpec.timeZone ?? 'UTC';
}

/** `scaled from 16 % of the rows`; undefined where days are whole. */
export function scaledText({ dayShare = 1 }: RowContext): string | undefined {
  return dayShare === 1 ? undefined : `scaled from ${dayShareText(dayShare)} of the rows`;
}

/** Codes >= 0 of the card or customer; a missing one is a card of its own. */
function cardOf(frame: Frame, name: string, rows: Uint32Array): Int32Array {
  const column = frame.column(name);
  const codes = new Map<number, number>();
  return Int32Array.from(rows, (row, i) => {
    const value = column.kind === 'categorical' ? column.codes[row]! : column.values[row]!;
    if (value === -1 || Number.isNaN(value)) return rows.length + i;
    const known = codes.get(value);
    if (known !== undefined) return known;
    codes.set(value, codes.size);
    return codes.size - 1;
  });
}

/** The context of these rows, from the amount, time and first entity column of the dataset. Costs by amount need amounts. */
export function contextOf(dataset: Dataset, rows: Uint32Array): RowContext {
  const { frame, featureSpec, costs, currency, missingAmount } = dataset;
  const { amount: amountName, time } = featureSpec;
  const [entity] = entityColumns(featureSpec.entity);
  const amount = amountName === undefined ? undefined : numbers(frame, amountName, rows, missingAmount);
  const day = time === undefined ? undefined : dayOf(dataset, time, rows);
  const dayShare = time === undefined || day === undefined ? undefined : dayShareOf(dataset, time, day);
  const known: CostMatrix | undefined = costs ?? (amount === undefined ? undefined : assumedCosts);
  return {
    ...(amount === undefined ? {} : { amount }),
    ...(day === undefined ? {} : { day }),
    ...(dayShare === undefined ? {} : { dayShare }),
    ...(entity === undefined ? {} : { card: cardOf(frame, entity, rows) }),
    ...(known === undefined ? {} : { costs: currency === undefined ? known : { ...known, currency } }),
  };
}

/** What to tell of columns that are named but do not give what they could; empty when all do. */
export function contextNotes(dataset: Dataset, context: RowContext): string[] {
  const { frame, featureSpec, splitPlan } = dataset;
  const { amount, time } = featureSpec;
  const notes: string[] = [];
  if (time !== undefined && context.day === undefined) {
    notes.push(
      frame.column(time).kind === 'timestamp'
        ? `no metrics per day: a test row has no ${time}`
        : frame.column(time).kind === 'categorical'
          ? `no metrics per day: ${time} holds texts, not times`
          : `no metrics per day: ${time} holds plain numbers, whose unit and start are unknown; say what they count with timeUnit, or store it as timestamps`,
    );
  }
  const scaled = scaledText(context);
  if (scaled !== undefined) {
    const { all, labelled } = rowsOfDays(dataset, time!, context.day!);
    const unlabelled =
      labelled < all
        ? [`${countText(all - labelled)} of these days' rows have no label and are assumed to be like those with one`]
        : [];
    const { keepsDaysWhole } = findSplit(splitPlan.strategy);
    const cut =
      keepsDaysWhole || labelled === context.day!.length
        ? []
        : [
            isByTime(splitPlan)
              ? 'the split by time cuts within a day'
              : `the test rows of a ${splitPlan.strategy} split are a sample of their days`,
          ];
    notes.push(`cost and alerts per day are ${scaled} of their days: ${[...unlabelled, ...cut].join(', and ')}`);
  }
  const refunds = context.amount?.reduce((count, value) => count + (value < 0 ? 1 : 0), 0) ?? 0;
  if (refunds > 0) {
    notes.push(
      `${refunds} test rows have a negative amount: costs by amount and amount recall count them as they are, as refunds`,
    );
  }
  if (amount !== undefined && context.amount === undefined) {
    notes.push(`no metrics by amount: ${amount} is no number in every test row`);
  }
  return notes;
}
