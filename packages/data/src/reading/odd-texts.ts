/** Columns of texts that look like something else than categories, by their distinct texts: numbers with something beside them, of both decimal marks, or written as texts. */
import type { Column } from '@fraudx/core';
import { machineNumbersWarning } from './machine-numbers.ts';
import { declaredKinds } from './choose-columns.ts';
import { hasCurrency, hasExponent, isClock, mayBeWritten } from './number-texts.ts';
import { hasOtherCents, inLatinDigits } from './other-forms.ts';
import type { Prepared } from './prepare-file.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';
import { mixedMarksWarning } from './mark-warnings.ts';
import {
  decoratedWarning,
  nestedWarning,
  numbersAsTextsWarning,
  twiceEncodedWarning,
  unseenMarksWarning,
} from './reading-warnings.ts';
import { invisible, shownText } from './shown-text.ts';
import { clockWarning } from './time-warnings.ts';
import { encodedOnce } from './twice-encoded.ts';
import { unitsOfTexts } from './units-behind.ts';
import { unreadValuesWarning } from './unread-values.ts';

type TextColumn = Extract<Column, { kind: 'categorical' }>;

/** Fewer distinct texts are categories, whatever they are. */
const fewestTexts = 10;
/** Numbers without a currency beside them must have so many distinct texts: versions of programs and codes have fewer. */
const fewestAmounts = 30;
const mostLetters = 40;
/** At least this share of the texts makes a warning. */
const nearly = 0.9;
/** More ways of decorating are words of another kind. */
const mostDecorations = 5;
/** Texts that are looked at before all are. */
const few = 100;
/** Columns with more distinct texts hold ids, of which each is its own. */
const mostCategories = 10_000;

/** A number with anything but digits on both sides of it. */
const oneNumber =
  /^([^\d]{0,12}?)([-+]?(?:\d{1,3}(?:([., '\u2019\u00a0\u202f])\d{3})(?:\3\d{3})*|\d{1,2}(?:,\d{2})+,\d{3}|\d+)(?:[.,]\d*)?)([^\d]{0,12})$/u;
const plainNumber = /^[-+]?\d+(?:[.,]\d+)?$/;
const beginsWithZero = /^[-+]?0\d/;
const decimals = /[.,]\d{1,2}$/;
const cents = /[.,]\d{2}$/;
const unseen = new RegExp(`[${invisible}]`, 'gu');

/** What stands beside the number of a text, each sign once however often it is repeated; undefined where it is no such text. */
function decorationOf(text: string): { readonly number: string; readonly beside: string } | undefined {
  const found = text.length > mostLetters ? null : oneNumber.exec(text);
  if (found === null) return undefined;
  const bare = (part: string): string => part.replaceAll(/[-+\u2212\s]/g, '').replaceAll(/([^\p{L}])\1+/gu, '$1');
  const [before, behind] = [bare(found[1]!), bare(found[4]!)];
  return { number: found[2]!, beside: before === '' || behind === '' ? before + behind : `${before}…${behind}` };
}

/** Whether most of a few texts of a column hold one number, none of them a code with zeros in front, and some of them a fraction or thousands: ids are left out here. */
function mayBeNumbers(texts: readonly string[]): boolean {
  const step = Math.max(1, Math.floor(texts.length / few));
  let [seen, fitting, marks] = [0, 0, 0];
  for (let at = 0; at < texts.length; at += step) {
    seen++;
    const found = decorationOf(texts[at]!);
    if (found === undefined) continue;
    if (beginsWithZero.test(found.number)) return false;
    fitting++;
    marks += Number(/[.,]/.test(found.number));
  }
  return fitting >= 0.8 * seen && marks >= 0.3 * seen;
}

/** The warning for numbers of both decimal marks, or with something beside them; undefined for other texts. */
function numbersIn({ name, categories }: TextColumn): string | undefined {
  if (categories.length < fewestTexts || !mayBeNumbers(categories)) return undefined;
  const found = categories.map(decorationOf);
  const numbers = found.filter((one) => one !== undefined);
  if (numbers.length < nearly * categories.length) return undefined;
  if (numbers.some(({ number }) => beginsWithZero.test(number))) return undefined;
  const counts = new Map<string, number>();
  for (const { beside } of numbers) counts.set(beside, (counts.get(beside) ?? 0) + 1);
  const common = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, mostDecorations);
  if (common.reduce((sum, [, count]) => sum + count, 0) < nearly * categories.length) return undefined;
  const share = (fits: (number: string) => boolean): number =>
    numbers.filter(({ number }) => fits(number)).length / categories.length;
  const ofMark = (mark: '.' | ','): number =>
    share((number) => decimals.test(number) && number.at(number.search(decimals)) === mark);
  if (Math.min(ofMark('.'), ofMark(',')) >= 0.05) {
    const exampleOf = (mark: '.' | ','): string =>
      categories[
        found.findIndex(
          (one) =>
            one !== undefined && one.number.at(one.number.search(decimals)) === mark && decimals.test(one.number),
        )
      ]!;
    return mixedMarksWarning(name, exampleOf('.'), exampleOf(','));
  }
  const beside = common.map(([one]) => one).filter((one) => one !== '');
  const decorated = common.reduce((sum, [one, count]) => sum + (one === '' ? 0 : count), 0);
  if (decorated < 0.1 * categories.length) return undefined;
  const isMoney = beside.some(hasCurrency) && share((number) => /[.,]/.test(number)) >= 0.5;
  const isAmount = categories.length >= fewestAmounts && share((number) => cents.test(number)) >= 0.8;
  if (!isMoney && !isAmount) return undefined;
  const example = categories[found.findIndex((one) => one !== undefined && one.beside !== '')]!;
  return decoratedWarning(name, example, beside);
}

/** Whether a text is a number in another way than {@link plainNumber}: with thousands, a currency, a sign behind, an exponent, dashes for cents, digits of another script. */
function isWritten(text: string): boolean {
  const latin = inLatinDigits(text);
  return mayBeWritten(latin) || hasExponent(latin) || hasOtherCents(latin);
}

/** The warning for texts that are numbers as people write them, times of the day or numbers with a unit, all of them, where the file says that they are texts. */
function writtenIn({ name, categories }: TextColumn): string | undefined {
  if (categories.length < 2) return undefined;
  const isNumber = (text: string): boolean => plainNumber.test(text) || isWritten(text);
  if (isNumber(categories[0]!) && categories.every((text) => isNumber(text) && !beginsWithZero.test(text))) {
    if (categories.every(isClock)) return clockWarning(name, categories[0]!);
    const written = categories.find((text) => !plainNumber.test(text));
    return written === undefined ? undefined : numbersAsTextsWarning(name, written);
  }
  if (categories.every(isClock)) return clockWarning(name, categories[0]!);
  const beside = unitsOfTexts(categories);
  return beside === undefined ? undefined : decoratedWarning(name, beside.text, beside.units);
}

/** The warning for texts that are numbers all, where the file says that they are texts: fractions, or whole numbers in a file that says so of everything. */
function plainNumbersIn({ name, categories }: TextColumn, isAllText: boolean): string | undefined {
  if (categories.length < 2 || !plainNumber.test(categories[0]!)) return undefined;
  const isNumbers = categories.every((text) => plainNumber.test(text) && !beginsWithZero.test(text));
  const fraction = categories.find((text) => /[.,]/.test(text));
  if (!isNumbers || (!isAllText && (fraction === undefined || categories.length < fewestTexts))) return undefined;
  return numbersAsTextsWarning(name, fraction ?? categories[0]!);
}

/** The warning for two texts that differ in invisible characters alone. */
function unseenMarksIn({ name, categories }: TextColumn): string | undefined {
  if (categories.length > mostCategories) return undefined;
  const marked = categories.filter((text) => text.search(unseen) >= 0);
  if (marked.length === 0) return undefined;
  const known = new Set(categories);
  const twin = marked.find((text) => known.has(text.replaceAll(unseen, '').trim()));
  return twin === undefined ? undefined : unseenMarksWarning(name, twin);
}

/** The warning for texts that were encoded twice. */
function twiceEncodedIn({ name, categories }: TextColumn): string | undefined {
  if (categories.length > mostCategories) return undefined;
  for (const text of categories) {
    const meant = encodedOnce(text);
    if (meant !== undefined) return twiceEncodedWarning(name, shownText(text), shownText(meant));
  }
  return undefined;
}

/** The warning for texts that are objects or lists all. */
function nestedIn({ name, categories }: TextColumn): string | undefined {
  const isAll = (first: string, last: string): boolean =>
    categories.every((text) => text.startsWith(first) && text.endsWith(last));
  // A file of one object is said to be one.
  if (categories.length < 2) return undefined;
  if (isAll('{', '}')) return nestedWarning(name, 'objects');
  return isAll('[', ']') ? nestedWarning(name, 'lists') : undefined;
}

/**
 * What to say of columns of texts that look like something else than categories.
 *
 * @param columns - Perhaps without their rows: the distinct texts are enough.
 * @param said - What has been said: of a column that is odd in another way, no more is.
 * @param prepared - The file: Parquet and JSON say themselves what is a text and what an object, and Parquet keeps texts that are numbers.
 */
export function oddTextsOf(
  columns: readonly Column[],
  said: readonly string[],
  options: ReadFrameOptions,
  prepared: Prepared,
): readonly string[] {
  const isParquet = 'wide' in prepared;
  const isCsv = 'layout' in prepared;
  const isAllText = !columns.some(({ kind }) => kind === 'numeric');
  const declared = declaredKinds(
    columns.map(({ name }) => name),
    options,
  );
  const isOpen = ({ name }: TextColumn): boolean =>
    declared[name] !== 'categorical' && !said.some((warning) => warning.startsWith(`column "${name}" `));
  return columns
    .filter((column): column is TextColumn => column.kind === 'categorical')
    .filter(isOpen)
    .map(
      (column) =>
        (isParquet ? (plainNumbersIn(column, isAllText) ?? writtenIn(column)) : undefined) ??
        (isCsv ? undefined : nestedIn(column)) ??
        numbersIn(column) ??
        machineNumbersWarning(column.name, column.categories) ??
        unreadValuesWarning(column.name, column.categories) ??
        unseenMarksIn(column) ??
        twiceEncodedIn(column),
    )
    .filter((warning) => warning !== undefined);
}
