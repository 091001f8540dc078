import type { Frame } from '@fraudx/core';
import { binaryLabels } from '../binary-target.ts';
import { countValues } from '../labels/label-values.ts';
import type { ValueCount } from '../labels/label-values.ts';
import { guessLabelValues } from './guess-label-values.ts';
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
  const binary = isBinary(frame, name);
  return { name, isBinary: binary, isClear: binary || guessLabelValues(values) !== undefined, values };
}

/**
 * Columns that are labels by their names: `FLAG`, `Is Fraud?`, `EVENT_LABEL`, `isFraud`, `Class`, `Betrug`, `es_fraude` and the like, or another name with "fraud" in it
 * that speaks of nothing else, such as earlier frauds or a score; the likeliest first.
 *
 * Columns of one value, or of more than 20, are none. Those whose values need no mapping come before the others, and those whose values say nothing last.
 */
export function guessTargets(frame: Frame): TargetCandidate[] {
  const ranked = frame.names
    .map((name) => ({ name, rank: rankOf(name) }))
    .filter(({ rank }) => rank < Infinity)
    .map(({ name, rank }) => ({ rank, ...describeTarget(frame, name) }))
    .filter(({ values }) => values.length > 1 && values.length <= mostValues);
  return ranked
    .sort((a, b) => Number(b.isBinary) - Number(a.isBinary) || Number(b.isClear) - Number(a.isClear) || a.rank - b.rank)
    .map(({ rank: _rank, ...candidate }) => candidate);
}

function rankOf(name: string): number {
  const plain = plainName(name);
  const at = names.indexOf(plain);
  if (at >= 0) return at;
  const words = nameWords(name).filter((word) => !isOf(word, 'filler'));
  const isFraud = words.some((word) => isOf(word, 'fraud'));
  if (isFraud && words.every((word) => isOf(word, 'fraud', 'besideFraud'))) return names.length;
  const any = anyNames.indexOf(plain);
  if (any >= 0) return names.length + 1 + any;
  if (words.length === 1 && isOf(words[0]!, 'anyLabel')) return names.length + 1 + anyNames.length;
  if (words.some((word) => isOf(word, 'notLabel'))) return Infinity;
  return isFraud || /fraud|betrug|frode/.test(plain) ? names.length + 2 + anyNames.length : Infinity;
}
