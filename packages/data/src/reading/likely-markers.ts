/** Cells that other programs write where there is no value, and that are none by default: words such as `\N` in columns of texts, and numbers such as -999 or infinite ones in columns of numbers. */
import type { Column } from '@fraudx/core';
import { likelyMarkerWarning, sentinelWarning } from './reading-warnings.ts';

/** As they are written; those of letters in any case. */
const words: ReadonlySet<string> = new Set([
  '\\n',
  'none',
  '<na>',
  'n.a.',
  'n.a',
  'k.a.',
  '#nv',
  '#n/d',
  '#wert!',
  '-',
  '--',
  '(null)',
  '<null>',
  '[null]',
  'nil',
  'not available',
]);

/** Whether a text is one that programs write where there is no value. */
export function isMarkerWord(text: string): boolean {
  return words.has(text.toLowerCase());
}

/** Digits of which such numbers are made: -999, 9999, 99999.99, -1 no. */
const nines = /^-?9{3,9}(?:\.9{1,4})?$/;
/** Ones among numbers that are never negative. */
const negatives: ReadonlySet<number> = new Set([-9, -99, -1]);

/** At least this share of the cells makes a hint. */
const fewest = 0.01;
/** What lies so many times as far from the median as nearly all others is no value of theirs. */
const farOut = 3;

/** The hint for a column of texts that holds such a word in a hundredth of its cells; undefined for another one. */
function wordIn(column: Extract<Column, { kind: 'categorical' }>): string | undefined {
  const codes = column.categories.flatMap((text, code) => (words.has(text.toLowerCase()) ? [code] : []));
  // A column of nothing else, or of yes and none, says something with it.
  if (codes.length === 0 || column.categories.length < 3) return undefined;
  const counts = new Map(codes.map((code) => [code, 0]));
  let present = 0;
  for (const code of column.codes) {
    if (code >= 0) present++;
    const count = counts.get(code);
    if (count !== undefined) counts.set(code, count + 1);
  }
  const [found] = [...counts].sort((a, b) => b[1] - a[1]);
  return found === undefined || found[1] < Math.max(2, fewest * present)
    ? undefined
    : likelyMarkerWarning(column.name, column.categories[found[0]]!, found[1]);
}

/** Models hold numbers as float32. */
const largest = 3.402_823_466_385_288_6e38;

/** What to tell of a column of which some numbers are infinite, or larger than models hold. */
function beyondModelsWarning(name: string, values: Float64Array): string {
  const count = values.reduce((sum, value) => sum + Number(Math.abs(value) > largest), 0);
  const row = values.findIndex((value) => Math.abs(value) > largest);
  return `column "${name}" holds ${count} ${count === 1 ? 'number that is' : 'numbers that are'} infinite or beyond ±3.4e38, the first in data row ${row + 1} (${values[row]!}): models do not take ${count === 1 ? 'it' : 'them'} (leave such cells empty, clip them, or drop the column)`;
}

/** The hint for a column of numbers of which some are infinite, or a hundredth or more are one number of nines, or one negative number, far from all others; undefined for another one. */
function numberIn({ name, values }: Extract<Column, { kind: 'numeric' }>): string | undefined {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (most > largest || least < -largest) return beyondModelsWarning(name, values);
  for (const value of [least, most]) {
    const isNines = nines.test(String(value));
    if (!isNines && !(value === least && negatives.has(value))) continue;
    let count = 0;
    let present = 0;
    let [low, high] = [Infinity, -Infinity];
    const isFraction = { any: false };
    for (const one of values) {
      if (Number.isNaN(one)) continue;
      present++;
      if (one === value) {
        count++;
        continue;
      }
      if (one < low) low = one;
      if (one > high) high = one;
      if (!Number.isInteger(one)) isFraction.any = true;
    }
    if (count < Math.max(2, fewest * present) || !(low <= high)) continue;
    // A column of -1, 0 and 1 has three values; beside fractions or large numbers -1 is none of theirs.
    const isOut = isNines
      ? value < 0
        ? low >= 0 || value < low - farOut * (high - low)
        : value > high + farOut * (high - Math.min(0, low))
      : low >= 0 && (isFraction.any || high > 100);
    if (isOut) return sentinelWarning(name, value, count, low, high);
  }
  return undefined;
}

/**
 * What to say of columns that hold cells which may mean "no value".
 *
 * @param told - What has been said: of a column that is odd in another way, no more is.
 */
export function likelyMarkers(columns: readonly Column[], told: readonly string[] = []): readonly string[] {
  return columns
    .filter(({ name }) => !told.some((warning) => warning.startsWith(`column "${name}" `)))
    .map((column) =>
      column.kind === 'categorical' ? wordIn(column) : column.kind === 'numeric' ? numberIn(column) : undefined,
    )
    .filter((warning) => warning !== undefined);
}
