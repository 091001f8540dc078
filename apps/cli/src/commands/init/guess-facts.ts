import type { Frame } from '@fraudx/core';
import { FraudxError } from '@fraudx/core';
import { labelledRows, namesRows } from '@fraudx/data';
import { checkLeakage } from '@fraudx/features';
import type { TemplateFacts } from './template.ts';

const targetNames = [
  'fraud',
  'is_fraud',
  'isfraud',
  'tx_fraud',
  'class',
  'label',
  'target',
  'fraud_reported',
  'fraudfound_p',
];

function leaksOf(
  frame: Frame,
  target: string | undefined,
  drop: readonly string[],
): readonly { column: string; detail: string }[] {
  if (target === undefined) return [];
  try {
    const { rows, y } = labelledRows(frame, target);
    return checkLeakage(frame.take(rows), y, { target, drop }).leaks.filter((leak) => leak.severity === 'leak');
  } catch (error) {
    // A label that cannot be used is told by the command that needs it; a config can be written all the same.
    if (error instanceof FraudxError) return [];
    throw error;
  }
}

/**
 * What a config for this data should say: target and time by name and type, and what to leave out with the reason.
 *
 * Left out are columns that name rows or entities (ids) and columns that know the label.
 */
export function guessFacts(
  frame: Frame,
  given: { readonly target?: string; readonly time?: string; readonly drop?: readonly string[] },
): Omit<TemplateFacts, 'data'> {
  const target =
    given.target ??
    targetNames.map((name) => frame.names.find((n) => n.toLowerCase() === name)).find((n) => n !== undefined);
  const time = given.time ?? frame.columns.find((column) => column.kind === 'timestamp')?.name;
  const named = { ...(target === undefined ? {} : { target }), ...(time === undefined ? {} : { time }) };
  if (given.drop !== undefined) return { ...named, drop: given.drop };
  // Without a prototype, so that a column may be called __proto__.
  const why = Object.create(null) as Record<string, string>;
  for (const column of frame.columns) {
    if (column.name === target || column.name === time) continue;
    if (namesRows(column)) why[column.name] = 'another value in every row';
    else if (/(^|_|\b)id$/i.test(column.name) || /[a-z]Id$/.test(column.name)) why[column.name] = 'an id';
  }
  for (const leak of leaksOf(frame, target, Object.keys(why))) why[leak.column] = leak.detail;
  return { ...named, drop: Object.keys(why), why };
}
