import { clopperPearsonInterval } from '@fraudx/stats';
import type { Column, Frame } from '@fraudx/core';
import { countText, percentText } from '@fraudx/core';

/** Chance of so few known ids, at the share that is usual in the history, below which they are none by chance. */
const leastChance = 1e-4;
/** Fewer than one in so many of the usual share is few. */
const leastTimes = 3;
/** Fewer ids say nothing: one may be new. */
const fewestIds = 5;
/** This part of the history, its end, shows how many ids are usually known. */
const lastPart = 0.25;
/** Ids that stand in the history in another case, of which fewer may be chance. */
const fewestTwins = 3;
const notableTwins = 0.05;

/** The id in each row as keys of past behaviour see it: texts and numbers are different ids. */
function idsOf(column: Column): (number | string | undefined)[] {
  if (column.kind === 'categorical') return Array.from(column.codes, (code) => column.categories[code]);
  return Array.from(column.values, (value) => (Number.isNaN(value) ? undefined : value));
}

function distinct(ids: readonly (number | string | undefined)[]): Set<number | string> {
  return new Set(ids.filter((id) => id !== undefined));
}

/** Lower bound of the share of the different ids of the last rows that occur before them, as usual, at 99 %; undefined where there is no earlier row. */
function usualShare(ids: readonly (number | string | undefined)[]): number | undefined {
  const first = ids.length - Math.floor(lastPart * ids.length);
  const later = distinct(ids.slice(first));
  if (later.size === 0) return undefined;
  const before = distinct(ids.slice(0, first));
  return clopperPearsonInterval([...later].filter((id) => before.has(id)).length, later.size, 0.98).low;
}

/** What two spellings of an id have in common: no case, no spaces, no zeros in front, no `.0` behind. */
function plain(id: number | string): string {
  return String(id)
    .toLowerCase()
    .replaceAll(/[\s-]/g, '')
    .replace(/\.0+$/, '')
    .replace(/^0+(?=.)/, '');
}

/** An id of the data and the one of the history that is spelled otherwise. */
interface Twin {
  readonly here: number | string;
  readonly there: number | string;
}

function twinsOf(
  ids: Iterable<number | string>,
  known: ReadonlySet<number | string>,
  fold: (id: number | string) => string,
): Twin[] {
  const spellings = new Map<string, Set<number | string>>();
  for (const id of known) {
    const folded = fold(id);
    spellings.set(folded, (spellings.get(folded) ?? new Set()).add(id));
  }
  return [...ids].flatMap((here) => {
    const there = [...(spellings.get(fold(here)) ?? [])].find((other) => other !== here);
    return there === undefined ? [] : [{ here, there }];
  });
}

const written = (id: number | string): string => (typeof id === 'string' ? JSON.stringify(id) : String(id));

/**
 * What is odd about the ids of one column: hardly any of the data occurs in the history, where the history itself repeats its ids, or they differ from ids of
 * the history by their case alone. Undefined where nothing is.
 *
 * Ids are few that are at most a third of the share among the last quarter of the history, with a chance of at most 1 in 10 000 at that share. Nothing is said of fewer than five.
 *
 * @param history - In the order of time.
 */
export function oddIds(history: Frame, frame: Frame, name: string): string | undefined {
  const past = idsOf(history.column(name));
  const known = distinct(past);
  const ids = distinct(idsOf(frame.column(name)));
  if (ids.size < fewestIds || known.size === 0) return undefined;
  const found = [...ids].filter((id) => known.has(id)).length;
  const usual = usualShare(past);
  const share = found / ids.size;
  const isFew =
    usual !== undefined &&
    share * leastTimes <= usual &&
    clopperPearsonInterval(found, ids.size, 1 - 2 * leastChance).high < usual;
  if (isFew) {
    const twins = twinsOf(ids, known, plain);
    const example = twins.length > found ? `: ${written(twins[0]!.here)} may be ${written(twins[0]!.there)} there` : '';
    return `${countText(found)} of the ${countText(ids.size)} different values of "${name}" occur in the history (${percentText(share)}), where ${percentText(usual)} or more usually have occurred before${example}`;
  }
  const twins = twinsOf(ids, known, (id) => (typeof id === 'string' ? id.toLowerCase() : String(id)));
  if (twins.length < fewestTwins || twins.length < notableTwins * ids.size) return undefined;
  const [{ here, there }] = twins as [Twin];
  return `${countText(twins.length)} of the ${countText(ids.size)} different values of "${name}" stand in the history in another case, too, and count as others: ${written(here)} and ${written(there)}`;
}
