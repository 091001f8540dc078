import type { Matrix } from '@fraudx/core';
import { InvalidArgumentError, nearest, shownValue } from '@fraudx/core';
import type { ParamValues } from '../estimator.ts';
import type { ParamDefinition } from './param-schema.ts';

/** Signs as `MONOTONE_PARAM` says: by feature name, in the order of the features, or as XGBoost's text `(1,0,-1)`. */
export type MonotoneConstraints = string | readonly number[] | Readonly<Record<string, number>>;

/** Per feature 1: the score must not fall when its value rises; -1: not rise; 0: free. */
export const MONOTONE_PARAM: ParamDefinition = {
  name: 'monotone_constraints',
  camelName: 'monotoneConstraints',
  aliases: [],
  type: 'categorical',
  form: 'monotone',
  doc: 'Per feature 1: the score must not fall when its value rises; -1: not rise; 0: free. A list in feature order, XGBoost\'s text "(1,-1,0)", or an object by feature name; absent: all free',
};

function toSign(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return number === 1 || number === -1 || number === 0 ? number + 0 : undefined;
}

/** Entries by feature name or place; undefined for what has none. */
function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  const given = typeof value === 'string' || typeof value === 'number' ? parseText(String(value)) : value;
  if (typeof given !== 'object' || given === null) return undefined;
  return Object.entries(given);
}

function parseText(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) {
    try {
      return JSON.parse(trimmed);
    } catch {
      return undefined;
    }
  }
  const inner = /^\((.*)\)$|^\[(.*)\]$/s.exec(trimmed);
  return (inner?.[1] ?? inner?.[2] ?? trimmed).split(',');
}

function isByPlace(value: unknown): boolean {
  if (typeof value === 'string') return !value.trim().startsWith('{');
  return Array.isArray(value) || typeof value === 'number';
}

/**
 * Constraints in one form: `(1,-1,0)` for lists and texts in feature order, a number for a single feature, `{"amount":1}` with sorted names for objects.
 *
 * @returns undefined when the value is none of these or holds anything but -1, 0 and 1.
 */
export function canonicalMonotone(value: unknown): string | undefined {
  const entries = entriesOf(value)?.map(([name, sign]) => [name, toSign(sign)] as const);
  if (entries === undefined || entries.length === 0 || entries.some(([, sign]) => sign === undefined)) return undefined;
  if (isByPlace(value)) return `(${entries.map(([, sign]) => sign).join(',')})`;
  return JSON.stringify(Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** What a text lacks that has a bracket at one of its ends only. */
function missingBracket(text: string): string | undefined {
  for (const [open, close] of [
    ['(', ')'],
    ['[', ']'],
    ['{', '}'],
  ] as const) {
    const isOpen = text.startsWith(open);
    if (isOpen !== text.endsWith(close)) return isOpen ? `"${close}" at its end` : `"${open}" at its start`;
  }
  return undefined;
}

/** What keeps a value from having one form, every wrong entry by itself: each completes the name of the parameter. */
export function monotoneProblems(value: unknown): string[] {
  const bracket = typeof value === 'string' ? missingBracket(value.trim()) : undefined;
  if (bracket !== undefined) return [`must have ${bracket}, got ${shownValue(value)}`];
  const entries = entriesOf(value) ?? [];
  const wrong = entries.filter(([, sign]) => toSign(sign) === undefined);
  if (wrong.length === 0 || (typeof value !== 'object' && entries.length === 1)) {
    return [
      `must be a list of -1, 0 or 1 in feature order, a text such as "(1,-1,0)", or an object by feature name, got ${shownValue(value)}`,
    ];
  }
  return wrong.map(([name, sign]) => {
    const where = isByPlace(value) ? `entry ${Number(name) + 1}` : `"${name}"`;
    return `must be -1, 0 or 1, got ${shownValue(sign)} for ${where}`;
  });
}

/**
 * The part of a spec that a given `monotone_constraints` sets: one sign per feature.
 *
 * @throws {InvalidArgumentError} `INVALID_PARAMS`, with all problems: another number of features, unknown names, constraints on
 * categorical features, which have no order.
 */
export function monotoneOf(params: ParamValues, x: Matrix): { monotoneConstraints?: readonly number[] } {
  const text = params[MONOTONE_PARAM.name];
  if (typeof text !== 'string') return {};
  const given = parseText(text) as string[] | Record<string, number>;
  const problems: string[] = [];
  const signs = x.names.map(() => 0);
  if (Array.isArray(given)) {
    if (given.length !== x.nCols) problems.push(`must have ${x.nCols} entries, one per feature, got ${given.length}`);
    given.slice(0, x.nCols).forEach((sign, j) => (signs[j] = Number(sign)));
  } else {
    for (const [name, sign] of Object.entries(given)) {
      const j = x.names.indexOf(name);
      if (j >= 0) signs[j] = sign;
      else {
        const near = nearest(name, x.names);
        problems.push(
          `must name features of the data, got "${name}"${near === undefined ? '' : `, did you mean "${near}"?`}`,
        );
      }
    }
  }
  signs.forEach((sign, j) => {
    if (sign !== 0 && x.types[j] === 'categorical')
      problems.push(`must be 0 for categorical features, got ${sign} for "${x.names[j]}"`);
  });
  if (problems.length > 0) {
    throw new InvalidArgumentError(`fit: ${problems.map((what) => `${MONOTONE_PARAM.name} ${what}`).join('; ')}`, {
      code: 'INVALID_PARAMS',
      details: { problems },
      hint: `The features are ${x.names.join(', ')}.`,
    });
  }
  return { monotoneConstraints: signs };
}
