import type { Frame } from '@fraudx/core';
import { FraudxError } from '@fraudx/core';
import type { ColumnRole, LabelValues, TimeCandidate } from '@fraudx/data';
import {
  arePaddedNumbers,
  guessColumns,
  guessRoles,
  guessTimes,
  isClearTime,
  labelledRows,
  repeatsTime,
  replacedParts,
  TimeReader,
  timeNumbersNotes,
} from '@fraudx/data';
import type { Leak } from '@fraudx/features';
import { checkLeakage } from '@fraudx/features';
import type { ConfigFacts } from './config-facts.ts';
import type { Choose, Given } from './choose.ts';
import { chooseTarget, invertedNotes, labelFacts } from './guess-label.ts';

/** What a config should say, and what is to be told beside it. */
export interface Guess {
  readonly facts: Omit<ConfigFacts, 'data' | 'threshold' | 'alertCost'>;
  readonly notes: readonly string[];
  /** Keys of the config that must be set before a training. */
  readonly open: readonly string[];
}

/** Times of a lower score are of people and contracts, years off the event. */
const mostRemote = -4;

function leaksOf(
  frame: Frame,
  target: string | undefined,
  values: LabelValues | undefined,
  options: { readonly drop: readonly string[]; readonly time: string | undefined },
): readonly Leak[] {
  if (target === undefined) return [];
  try {
    const { rows, y } = labelledRows(frame, target, { values });
    const { drop, time } = options;
    return checkLeakage(frame.take(rows), y, { target, drop, ...(time === undefined ? {} : { time }) }).leaks;
  } catch (error) {
    // A label that cannot be used is reported by the command that needs it; a config can be written all the same.
    if (error instanceof FraudxError) return [];
    throw error;
  }
}

const roleQuestions: Readonly<Record<ColumnRole, string>> = {
  entity: 'the customer or card',
  terminal: 'the merchant or terminal',
  amount: 'the amount',
};

/** One column for each role for which several may stand. */
async function chooseRoles(
  frame: Frame,
  taken: readonly string[],
  choose: Choose,
): Promise<{ readonly chosen: Partial<Record<ColumnRole, string>>; readonly notes: string[] }> {
  const chosen: Partial<Record<ColumnRole, string>> = {};
  const notes: string[] = [];
  for (const [role, names] of Object.entries(guessRoles(frame, taken)) as [ColumnRole, readonly string[]][]) {
    if (names.length < 2) continue;
    const name = await choose(`Which column is ${roleQuestions[role]}?`, names);
    chosen[role] = name ?? names[0]!;
    if (name === undefined)
      notes.push(`several columns may be ${roleQuestions[role]}: ${names.join(', ')}; taken: ${names[0]!}`);
  }
  return { chosen, notes };
}

interface ChosenTime {
  readonly time: TimeCandidate | undefined;
  /** Whether nothing else can be the time, or the user said so. */
  readonly isSure: boolean;
  readonly others: readonly string[];
  readonly notes: readonly string[];
}

async function chooseTime(frame: Frame, given: Given, choose: Choose): Promise<ChosenTime> {
  const found = guessTimes(frame);
  if (given.time !== undefined) {
    const time = found.find(({ name }) => name === given.time) ?? { name: given.time, score: 0 };
    return { time, isSure: true, others: [], notes: [] };
  }
  const isClear = isClearTime(found);
  const possible = found.filter(({ score }) => score >= -1);
  const [first] = possible;
  if (first === undefined) {
    const notes = found.map(({ name }) => `${name} is not taken for the time of the event, because of its name`);
    return { time: undefined, isSure: false, others: found.map(({ name }) => name), notes };
  }
  const names = possible.map(({ name }) => name);
  const chosen = isClear ? undefined : await choose('Which column says when the event happened?', names);
  const time = possible.find(({ name }) => name === chosen) ?? first;
  // Of a time of several columns the others are columns that are not in it.
  const own = Object.values(time.parts ?? { name: time.name });
  const others = possible
    .flatMap(({ name, parts }) => (parts === undefined ? [name] : Object.values(parts)))
    .filter((name, i, all): name is string => name !== undefined && !own.includes(name) && all.indexOf(name) === i);
  const isSure = isClear || chosen !== undefined;
  const leftOut = isClear ? notTaken(frame, time, found) : [];
  const note = `several columns may be the time of the event: ${names.join(', ')}; taken: ${time.name}, check it`;
  return { time, isSure, others, notes: isSure ? leftOut : [note] };
}

/** What else may be the time where one is taken beyond doubt, so that a choice by names is seen; not dates of birth and the like. */
function notTaken(frame: Frame, time: TimeCandidate, found: readonly TimeCandidate[]): readonly string[] {
  const names = found.filter(({ name, score }) => name !== time.name && score >= mostRemote).map(({ name }) => name);
  if (names.length === 0) return [];
  const saysZone = (name: string): boolean => {
    const column = frame.has(name) ? frame.column(name) : undefined;
    return column?.kind === 'timestamp' && column.zones === 'all';
  };
  const isLocal = time.parts !== undefined || !saysZone(time.name);
  const others = names.map((name) => (isLocal && saysZone(name) ? `${name} (which says its zone)` : name));
  return [`${time.name} is taken for the time of the event, by its name; other times: ${others.join(', ')}`];
}

/** The time with the unit that the user says where its numbers leave it open. */
async function withUnit(time: TimeCandidate | undefined, choose: Choose): Promise<TimeCandidate | undefined> {
  if (time?.unit !== 'unknown') return time;
  const units = ['hours', 'days', 'minutes', 'seconds'] as const;
  const chosen = await choose(`What does ${time.name} count?`, units);
  const unit = units.find((one) => one === chosen);
  return unit === undefined ? time : { ...time, unit };
}

function unitNotes(time: TimeCandidate | undefined): readonly string[] {
  if (time?.unit === undefined) return [];
  return time.unit === 'unknown'
    ? [`${time.name} counts something that is not seconds: say what with timeUnit (hours, days and so on)`]
    : [`${time.name} counts ${time.unit}`];
}

/** The frame with its times as the config will mean them. */
function meant(
  frame: Frame,
  time: TimeCandidate | undefined,
): { readonly frame: Frame; readonly column: string | undefined } {
  if (time === undefined) return { frame, column: undefined };
  const unit = time.unit === 'unknown' ? undefined : time.unit;
  const reader = new TimeReader(time.parts === undefined ? { column: time.name, unit } : { parts: time.parts });
  return { frame: reader.read(frame), column: reader.column };
}

/**
 * What a config for this data should say: label and time by name and type, roles, codes, and what to leave out with the reason.
 *
 * Left out are columns that name rows or entities (ids) and columns that leak the label.
 */
export async function guessConfig(frame: Frame, given: Given, choose: Choose): Promise<Guess> {
  const { target, notes: targetNotes } = await chooseTarget(frame, given, choose);
  const labels = await labelFacts(target, choose);
  const { time: asFound, isSure, others, notes: timeNotes } = await chooseTime(frame, given, choose);
  const time = await withUnit(asFound, choose);
  const timeColumns =
    time === undefined
      ? []
      : time.parts === undefined
        ? [time.name]
        : Object.values(time.parts).filter((name) => name !== undefined);
  const taken = [...(target === undefined ? [] : [target.name]), ...timeColumns];
  const { chosen, notes: roleNotes } = await chooseRoles(frame, taken, choose);
  const { ids, codes, ...roles } = guessColumns(frame, taken, chosen);
  if (roles.amount !== undefined && arePaddedNumbers(frame.column(roles.amount)))
    roleNotes.push(
      `${roles.amount} is taken for the amount, in which zeros in front mean nothing: if its last two digits are cents, amounts and costs count cents`,
    );
  const facts = {
    ...(target === undefined ? {} : { target: target.name }),
    ...(labels.values === undefined ? {} : labels.values),
    ...(time === undefined ? {} : { time: time.parts ?? time.name }),
    ...(time?.unit === undefined || time.unit === 'unknown' ? {} : { timeUnit: time.unit }),
    ...roles,
  };
  const notes = [
    ...targetNotes,
    ...labels.notes,
    ...invertedNotes(frame, target, labels.values),
    ...timeNotes,
    ...unitNotes(time),
    ...timeNumbersNotes(frame, taken),
    ...roleNotes,
  ];
  const open = [...labels.open, ...(time?.unit === 'unknown' ? ['timeUnit'] : [])];
  if (given.drop !== undefined)
    return { facts: { ...facts, otherTimes: others, categorical: codes, drop: given.drop, suspects: {} }, notes, open };
  // Without a prototype, so that a column may be called __proto__.
  const why = Object.create(null) as Record<string, string>;
  for (const id of ids) why[id.name] = id.why;
  const { frame: withTime, column } = meant(frame, time);
  const replaced = time?.parts === undefined ? [] : replacedParts(time.parts);
  const leaks = leaksOf(withTime, target?.name, labels.values, {
    drop: [...Object.keys(why), ...replaced],
    // A column is later than the event only where the event's time is sure.
    time: isSure ? column : undefined,
  });
  const suspects = Object.create(null) as Record<string, string>;
  for (const { column: name, severity, detail } of leaks) {
    if (!timeColumns.includes(name) && frame.has(name)) (severity === 'leak' ? why : suspects)[name] = detail;
  }
  if (isSure && column !== undefined) {
    for (const name of others.filter((other) => frame.has(other)))
      if (repeatsTime(withTime.column(column), frame.column(name)))
        why[name] ??= 'the time of the event in another form';
  }
  const categorical = codes.filter((name) => why[name] === undefined);
  for (const name of Object.keys(why)) delete suspects[name];
  const otherTimes = others.filter((name) => why[name] === undefined);
  const isLeft = (name: string): boolean => why[name] === undefined && !taken.includes(name);
  if (!frame.names.some(isLeft)) {
    notes.push(
      'no column is left to learn from: keep one of those that are left out, or have features of past behaviour computed (features: { strategy: behavioural })',
    );
    open.push('features.strategy or drop');
  }
  return { facts: { ...facts, otherTimes, categorical, drop: Object.keys(why), why, suspects }, notes, open };
}
