/**
 * Columns of texts that look like amounts, quantities or times by their shape and that no reader knows, `2025-W10-1`, `S/ 12`, `1h 30m`: they are lost without a warning, since every
 * cell is another text. Digits with a few constant marks are not enough, as codes have them, too: the marks must be a currency, a unit, a mark of cents, or those of dates and clocks.
 */
import { shownText } from './shown-text.ts';
import { currencyWordOf } from './number-texts.ts';
import { unitWords } from './units-behind.ts';
import { looksLikeOtherTime } from './unread-time-shapes.ts';
import { commonShapes } from './text-shapes.ts';

/** Fewer distinct texts are categories, whatever they are. */
const fewestTexts = 10;
/** Texts that are looked at before all are. */
const few = 200;
/** At least this share of the texts makes a warning. */
const nearly = 0.9;
const mostLength = 60;
const mostShapes = 10;

/** A number, its thousands and its fraction. */
const number =
  /\d{1,3}(?:([ ,.'\u2019])\d{3})(?:\1\d{3})*(?:[.,:\u00b7]\d+)?(?!\d)|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?/gu;
const hasMark = /\d[ ,.'\u2019]\d{3}(?!\d)|\d[.,:\u00b7]\d{1,2}(?!\d)/;
const grouped = /^[^\d]*[1-9]\d{0,2}(?:[ ,.'\u2019]\d{3})+(?!\d)/;
const otherCents =
  /^[^\d]*[1-9][\d ,.'\u2019]*([:\u00b7'\u2019/=_-])\d{2}(?!\d)|^[^\d]*0([:\u00b7'\u2019/=_-])\d{2}(?!\d)/;
const comparator = /^[<>\u2264\u2265~\u2248\u00b1]=?#$/u;

/** What stands beside the numbers of a text, each number as `#`, without signs; undefined for texts without a digit, and long ones. */
function besideNumbers(text: string): string | undefined {
  if (text.length > mostLength || !/\d/.test(text)) return undefined;
  return text
    .replaceAll(/[\s\u00a0\u2009\u202f]+/gu, ' ')
    .replaceAll(number, '#')
    .replaceAll(/[-+\u2212\u2013\u25b3\u25b2()]/gu, '')
    .replaceAll(/ ?# ?/g, '#')
    .trim();
}

/** Whether the words of a shape are units all, each behind a number, and there is one; letters alone are units in `1h 30m` and the like only. */
function areUnits(shape: string): boolean {
  const parts = shape.split('#');
  const behind = parts.slice(1).map((part) => part.replace(/[.,;]$/, ''));
  if (parts[0] !== '' || behind.length > 4) return false;
  const words = behind.filter((part) => part !== '');
  return (
    words.length > 0 &&
    behind.slice(0, -1).every((part) => part !== '') &&
    words.every((word) => unitWords.has(word) || (behind.length > 1 && /^(?:[dhms'"*\u2032\u2033]|ft|in)$/u.test(word)))
  );
}

/** How a shape says that it is an amount: by the sign of a currency, or by its word alone, which may also begin a code. */
function moneyIn(shape: string): 'sign' | 'sure' | 'doubtful' | undefined {
  const count = shape.split('#').length - 1;
  if (count === 0 || count > 2) return undefined;
  if (/\p{Sc}/u.test(shape)) return 'sign';
  const words = shape
    .split('#')
    .flatMap((part) => part.split(/[^\p{L}/]+/u))
    .filter((word) => word !== '' && word !== '/');
  if (words.length > 2) return undefined;
  const kinds = words.map(currencyWordOf);
  return kinds.includes('sure') ? 'sure' : kinds.includes('doubtful') ? 'doubtful' : undefined;
}

function widthOf(text: string): number {
  return text.replaceAll(/\D/g, '').length;
}

/** Whether the numbers of texts have several lengths, as amounts do, and none begins with zeros, as codes do. */
function areOfSeveralLengths(texts: readonly string[]): boolean {
  const widths = new Map<number, number>();
  for (const text of texts) widths.set(widthOf(text), (widths.get(widthOf(text)) ?? 0) + 1);
  const most = Math.max(...widths.values());
  return most <= 0.97 * texts.length && !texts.some((text) => /^\D*0\d/.test(text));
}

/** Digits with marks between them, all groups of digits as long in nearly all texts: ids such as `003.147.037-37`. */
function areOfOneShape(texts: readonly string[]): boolean {
  const shapes = commonShapes(
    texts,
    (text) => (/^\d+(?:[-./ ]\d+)+$/.test(text) ? text.replaceAll(/\d/g, '9') : undefined),
    1,
    0.97,
  );
  return shapes !== undefined;
}

function shareOf(texts: readonly string[], fits: (text: string) => boolean): number {
  return texts.length === 0 ? 0 : texts.filter(fits).length / texts.length;
}

/** Words for nearly, in front of a number. */
const about =
  /^(?:[Cc]a\.?|[Cc]irca|[Aa]pprox\.?|[Aa]bout|[Ee]twa|[Rr]und|[Uu]ngef\u00e4hr|[Ee]nv\.|[Ee]nviron|[Cc]erca de|[Aa]prox\.?|[Oo]mkring|\u043e\u043a\.|\u043e\u043a\u043e\u043b\u043e|\u7d04|\u7ea6|\uc57d)#$/u;
/** A few letters behind a number. */
const lettersBehind = /^#(\p{L}{1,4})\.?$/u;
/** Numbers of rooms and houses have them, too. */
const ofPlaces = /[\u53f7\u865f\u756a\u5ba4\ud638\ubc88]/u;
/** Scripts that write a word behind a number without a space. */
const isOfSigns = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]+$/u;

/** Whether a shape that nearly all texts have is a number and the same letters in all: such as count, size and age have, and not as codes do. */
function hasConstantLetters(shape: string, texts: readonly string[]): boolean {
  if (texts.some((text) => /^\D*0\d/.test(text))) return false;
  if (about.test(shape)) return true;
  const letters = lettersBehind.exec(shape)?.[1];
  if (letters === undefined) return false;
  if (isOfSigns.test(letters)) return !ofPlaces.test(letters);
  if (shareOf(texts, (text) => hasMark.test(text) || /\d[.,]\d+\D*$/.test(text)) >= 0.3) return true;
  // seats and classes have one capital letter
  return !/^\p{Lu}$/u.test(letters) && areOfSeveralLengths(texts) && texts.every((text) => widthOf(text) <= 4);
}

/** Which of some texts are quantities. */
function quantitiesIn(texts: readonly string[]): ((text: string) => boolean) | undefined {
  if (areOfOneShape(texts)) return undefined;
  const shapes = commonShapes(texts, besideNumbers, mostShapes, nearly);
  if (shapes === undefined) return undefined;
  const isIn = (some: ReadonlySet<string>) => (text: string) => some.has(besideNumbers(text) ?? '');
  const choose = (fits: (shape: string) => boolean): ReadonlySet<string> => new Set(shapes.filter(fits));
  // Some cells may have no currency or unit beside them.
  const enough = (proving: ReadonlySet<string>): ReadonlySet<string> | undefined =>
    proving.size > 0 && shareOf(texts, isIn(proving)) >= 0.5 ? new Set([...proving, '#']) : undefined;
  const signs = choose((shape) => moneyIn(shape) === 'sign');
  const words = choose((shape) => moneyIn(shape) !== undefined);
  const sure = choose((shape) => moneyIn(shape) === 'sign' || moneyIn(shape) === 'sure');
  const marked = shareOf(texts, (text) => hasMark.test(text));
  const isSetOff =
    shareOf(texts, (text) =>
      /\p{L}[./]{0,2} ?\p{L}{0,4}[ .] ?[-+]?\d|\d[^\p{L}\d]{0,3}[ /][^\p{L}\d]{0,3}\p{L}|\d\/[-=]/u.test(text),
    ) >= 0.5;
  const isAmount = isSetOff && areOfSeveralLengths(texts);
  const money = enough(signs) ?? (marked >= 0.3 ? enough(words) : isAmount ? enough(sure) : undefined);
  const found = money ?? enough(choose(areUnits)) ?? enough(choose((shape) => comparator.test(shape)));
  if (found !== undefined) return isIn(found);
  const [most] = shapes;
  if (most !== undefined && shareOf(texts, isIn(new Set([most]))) >= nearly && hasConstantLetters(most, texts))
    return isIn(new Set([most]));
  // A mark of cents that is no usual one needs thousands parted beside it, as clocks and ratios have it, too.
  const cents = choose((shape) => /^#(?:[:\u00b7'\u2019/=_]?#)?(?:\/[-=]|:-)?$/u.test(shape));
  const isOtherCents = (text: string): boolean => otherCents.test(text);
  const areCents =
    cents.size > 0 && shareOf(texts, isOtherCents) >= 0.8 && shareOf(texts, (text) => grouped.test(text)) >= 0.05;
  return areCents ? isIn(cents) : undefined;
}

/**
 * The warning for texts of which nearly all look like quantities or times; undefined for others, and for fewer than ten.
 *
 * @param texts - The distinct texts of a column that no reader knows.
 */
export function unreadValuesWarning(name: string, texts: readonly string[]): string | undefined {
  if (texts.length < fewestTexts) return undefined;
  const step = Math.max(1, Math.floor(texts.length / few));
  const some = texts.filter((_, at) => at % step === 0);
  const times = looksLikeOtherTime(some);
  const fits = times ?? quantitiesIn(some);
  if (fits === undefined || some.filter(fits).length < nearly * some.length) return undefined;
  const fitting = texts.filter(fits);
  if (fitting.length < nearly * texts.length) return undefined;
  const examples = fitting
    .slice(0, 3)
    .map((text) => `"${shownText(text)}"`)
    .join(', ');
  const [what, advice] =
    times === undefined
      ? ['amounts or quantities', 'write the numbers alone, all in one unit']
      : ['times or durations', 'write times as 2025-01-31 14:05:00 and durations as numbers of one unit'];
  return `column "${name}" looks like ${what} in ${fitting.length} of ${texts.length} different texts, in a form that is not known: ${examples}; read as text, in which each of them is a category of its own (${advice}, or say categorical: ["${name}"] if categories are meant)`;
}
