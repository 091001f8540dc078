import type { Frame } from '@fraudx/core';
import { binaryLabels, isLabelWord } from '../binary-target.ts';
import { countEmpty, countValues } from '../labels/label-values.ts';
import type { ValueCount } from '../labels/label-values.ts';
import { guessLabelValues, speakOfFraud } from './guess-label-values.ts';
import { isOf, nameWords } from './name-words.ts';
import { plainName } from './plain-name.ts';

/** Names of label columns as `plainName` has them, those that say most first; words of other languages are in `role-words.ts`. */
const names = [
  'isfraud',
  'fraud',
  'txfraud',
  'fraudflag',
  'fraudbool',
  'fraudlabel',
  'isfraudulent',
  'fraudulent',
  'fraudind',
  'fraudindicator',
  'fraudreported',
  'fraudfound',
  'fraudfoundp',
  'potentialfraud',
  'confirmedfraud',
];

/** Names of labels of anything, after those. */
const anyNames = ['eventlabel', 'class', 'label', 'target', 'flag', 'outcome'];

/** A column that may be the label. */
export interface TargetCandidate {
  readonly name: string;
  /** Whether its values are read as labels without saying what they mean. */
  readonly isBinary: boolean;
  /** Whether one can say what is fraud: the values are usual labels, or their words tell. Else somebody must say it. */
  readonly isClear: boolean;
  /** Its values, the most frequent first. */
  readonly values: readonly ValueCount[];
}

/** A column of one value, and the rows without it. */
export interface MarkedTarget {
  readonly name: string;
  readonly value: ValueCount;
  readonly empty: number;
}

const chargebackRank = names.length + 0.5;

/** How much a name says: those below come after all that speak of fraud or of labels. */
const outcomeRank = 100;
const remoteRank = 101;

/** The most that the rarest value of an outcome of cases may have of the rows. */
const mostOfRarest = 0.2;

/** More values than this are no labels, whatever the name. */
const mostValues = 20;

function isBinary(frame: Frame, name: string): boolean {
  try {
    return binaryLabels(frame, name).some((label) => label === 1);
  } catch {
    // Values that are no labels by themselves; the values given will say so.
    return false;
  }
}

/** A column as a label, whatever its name. */
export function describeTarget(frame: Frame, name: string): TargetCandidate {
  const values = countValues(frame, name);
  const isMeant = guessLabelValues(values) !== undefined;
  // Words of one language are better said: a later file may have others beside them.
  const binary = isBinary(frame, name) && (!isMeant || values.every(({ value }) => isLabelWord(value)));
  return { name, isBinary: binary, isClear: binary || isMeant, values };
}

/**
 * Columns that are labels by their names: `FLAG`, `Is Fraud?`, `EVENT_LABEL`, `isFraud`, `Class`, `Betrug`, `es_fraude` and the like, or another name with "fraud" in it
 * that speaks of nothing else, such as earlier frauds or a score; the likeliest first.
 *
 * Names of how a case ended (`Status`, `Final Disposition`, `Prüfergebnis`) come after them: those whose values speak of fraud, such as "confirmed fraud" beside "cleared", in
 * fewer than half of the labelled rows, and, where the name speaks of nothing else, those with a rare value, as columns whose values say nothing.
 *
 * Columns of one value, or of more than 20, are none. Those whose values need no mapping come before the others, and those whose values say nothing last.
 */
export function guessTargets(frame: Frame): TargetCandidate[] {
  const ranked = frame.names
    .map((name) => ({ name, rank: rankOf(name) }))
    .filter(({ rank }) => rank < Infinity)
    .map(({ name, rank }) => ({ rank, ...describeTarget(frame, name) }))
    .filter(({ values }) => values.length > 1 && values.length <= mostValues)
    .flatMap((one) => (one.rank < outcomeRank ? [one] : asOutcome(one)));
  const sorted = ranked.sort(
    (a, b) => Number(b.isBinary) - Number(a.isBinary) || Number(b.isClear) - Number(a.isClear) || a.rank - b.rank,
  );
  return outcomesFirst(sorted).map(({ rank: _rank, ...candidate }) => candidate);
}

/**
 * Columns that are labels by their names and hold one value beside empty cells, `Y` or nothing: an empty cell may mean genuine, which somebody must say.
 */
export function guessMarkedTargets(frame: Frame): readonly MarkedTarget[] {
  return frame.names.flatMap((name): MarkedTarget[] => {
    if (rankOf(name) >= outcomeRank) return [];
    const [value, ...others] = countValues(frame, name);
    const empty = countEmpty(frame, name);
    return value === undefined || others.length > 0 || empty === 0 ? [] : [{ name, value, empty }];
  });
}

/** Outcomes of cases that speak of fraud before chargebacks, which may come of other things: an order that never arrived. */
function outcomesFirst(sorted: readonly Ranked[]): readonly Ranked[] {
  const isOutcome = ({ rank, isClear }: Ranked): boolean => rank >= outcomeRank && isClear;
  const isChargeback = ({ rank }: Ranked): boolean => rank === chargebackRank;
  const at = sorted.findIndex(isChargeback);
  const outcomes = sorted.filter((one, i) => i > at && isOutcome(one));
  if (at < 0 || outcomes.length === 0) return sorted;
  return [...sorted.slice(0, at), ...outcomes, ...sorted.slice(at).filter((one) => !outcomes.includes(one))];
}

type Ranked = TargetCandidate & { readonly rank: number };

/** A column named like an outcome of cases where its values can be a label: other columns of a status are many. */
function asOutcome(one: Ranked): Ranked[] {
  const meant = guessLabelValues(one.values);
  const rowsOf = (names: readonly string[]): number =>
    one.values.reduce((sum, { value, rows }) => (names.includes(value) ? sum + rows : sum), 0);
  const isFew = meant !== undefined && rowsOf(meant.positive) < rowsOf(meant.negative);
  if (isFew && speakOfFraud(one.values)) return [{ ...one, isBinary: false, isClear: true }];
  const rows = one.values.reduce((sum, value) => sum + value.rows, 0);
  const isPossible = one.rank === outcomeRank && one.values.at(-1)!.rows <= mostOfRarest * rows;
  return isPossible ? [{ ...one, isBinary: false, isClear: false }] : [];
}

function rankOf(name: string): number {
  const plain = plainName(name);
  const at = names.indexOf(plain);
  if (at >= 0) return at;
  const words = nameWords(name).filter((word) => !isOf(word, 'filler'));
  const isFraud = words.some((word) => isOf(word, 'fraud'));
  if (isFraud && words.every((word) => isOf(word, 'fraud', 'besideFraud'))) return names.length;
  const isChargeback = words.some((word) => isOf(word, 'chargeback'));
  if (isChargeback && words.every((word) => isOf(word, 'fraud', 'chargeback', 'besideFraud'))) return chargebackRank;
  const any = anyNames.indexOf(plain);
  if (any >= 0) return names.length + 1 + any;
  if (words.length === 1 && isOf(words[0]!, 'anyLabel')) return names.length + 1 + anyNames.length;
  if (words.some((word) => isOf(word, 'notLabel'))) return Infinity;
  if (isFraud || /fraud|betrug|missbrauch|frode/.test(plain)) return names.length + 2 + anyNames.length;
  if (!words.some((word) => isOf(word, 'caseOutcome'))) return Infinity;
  return words.every((word) => isOf(word, 'caseOutcome', 'besideOutcome')) ? outcomeRank : remoteRank;
}
