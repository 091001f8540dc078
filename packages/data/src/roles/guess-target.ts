import type { Frame } from '@fraudx/core';
import { binaryLabels } from '../binary-target.ts';
import { countValues } from '../labels/label-values.ts';
import type { ValueCount } from '../labels/label-values.ts';
import { plainName } from './plain-name.ts';

/** Names of label columns as `plainName` has them, those that say most first. */
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
  'eventlabel',
  'class',
  'label',
  'target',
  'flag',
  'outcome',
];

/** A column that may be the label. */
export interface TargetCandidate {
  readonly name: string;
  /** Whether its values are read as labels without saying what they mean. */
  readonly isBinary: boolean;
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
  return { name, isBinary: isBinary(frame, name), values: countValues(frame, name) };
}

/**
 * Columns that are labels by their names: `FLAG`, `Is Fraud?`, `EVENT_LABEL`, `isFraud`, `Class` and the like, or another name with "fraud" in it; the likeliest first.
 *
 * Columns of more than 20 values are none. Those whose values need no mapping come before the others.
 */
export function guessTargets(frame: Frame): TargetCandidate[] {
  const ranked = frame.names
    .map((name) => ({ name, rank: rankOf(plainName(name)) }))
    .filter(({ rank }) => rank < Infinity)
    .map(({ name, rank }) => ({ rank, ...describeTarget(frame, name) }))
    .filter(({ values }) => values.length > 1 && values.length <= mostValues);
  return ranked
    .sort((a, b) => Number(b.isBinary) - Number(a.isBinary) || a.rank - b.rank)
    .map(({ name, isBinary: binary, values }) => ({ name, isBinary: binary, values }));
}

function rankOf(plain: string): number {
  const at = names.indexOf(plain);
  if (at >= 0) return at;
  return plain.includes('fraud') ? names.length : Infinity;
}
