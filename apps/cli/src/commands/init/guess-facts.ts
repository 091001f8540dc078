import type { Frame } from '@fraudx/core';
import { FraudxError } from '@fraudx/core';
import type { LabelValues, TargetCandidate, TimeCandidate } from '@fraudx/data';
import {
  describeTarget,
  guessColumns,
  guessLabelValues,
  guessTargets,
  guessTimes,
  isClearTime,
  labelledRows,
  repeatsTime,
  replacedParts,
  TimeReader,
  valueCountsText,
} from '@fraudx/data';
import type { Leak } from '@fraudx/features';
import { checkLeakage } from '@fraudx/features';
import type { TemplateFacts } from './template.ts';

/** What the user says, by flags. */
export interface Given {
  readonly target?: string;
  readonly time?: string;
  readonly drop?: readonly string[];
}

/** Lets the user choose one of several; undefined where nobody can be asked or none was chosen. */
export type Choose = (question: string, choices: readonly string[]) => Promise<string | undefined>;

/** What a config should say, and what is to be told beside it. */
export interface Guess {
  readonly facts: Omit<TemplateFacts, 'data' | 'threshold' | 'alertCost'>;
  readonly notes: readonly string[];
}

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
    // A label that cannot be used is told by the command that needs it; a config can be written all the same.
    if (error instanceof FraudxError) return [];
    throw error;
  }
}

async function chooseTarget(
  frame: Frame,
  given: Given,
  choose: Choose,
): Promise<{ readonly target: TargetCandidate | undefined; readonly notes: string[] }> {
  if (given.target !== undefined) {
    return { target: describeTarget(frame, given.target), notes: [] };
  }
  const found = guessTargets(frame);
  const [first] = found;
  if (first === undefined) return { target: undefined, notes: ['no column has a name of labels: name it with target'] };
  const names = found.map(({ name }) => name);
  const chosen = names.length < 2 ? undefined : await choose('Which column is the label?', names);
  const target = found.find(({ name }) => name === chosen) ?? first;
  const others = names.filter((name) => name !== target.name);
  const note = `the target may also be ${others.join(', ')}; taken: ${target.name}`;
  return { target, notes: others.length === 0 || chosen !== undefined ? [] : [note] };
}

/** The label and which of its values mean what. */
function labelFacts(target: TargetCandidate | undefined): {
  readonly values: LabelValues | undefined;
  readonly notes: readonly string[];
} {
  if (target === undefined || target.isBinary) return { values: undefined, notes: [] };
  const values = guessLabelValues(target.values);
  const found = `${target.name} holds ${valueCountsText(target.values)}`;
  if (values === undefined)
    return { values, notes: [`${found}: say which mean fraud (positive) and which genuine (negative)`] };
  const rest = target.values.filter(({ value }) => ![...values.positive, ...values.negative].includes(value));
  const others = rest.length === 0 ? '' : `, and ${valueCountsText(rest)} for rows without a label`;
  return {
    values,
    notes: [
      `${found}: ${values.positive.join(', ')} is taken for fraud, ${values.negative.join(', ')} for genuine${others}`,
    ],
  };
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
    const notes = found.map(({ name }) => `${name} is not taken for the time of the event, by its name`);
    return { time: undefined, isSure: false, others: found.map(({ name }) => name), notes };
  }
  const names = possible.map(({ name }) => name);
  const chosen = isClear ? undefined : await choose('Which column says when the event happened?', names);
  const time = possible.find(({ name }) => name === chosen) ?? first;
  const others = names.filter((name) => name !== time.name);
  const isSure = isClear || chosen !== undefined;
  const note = `several columns may be the time of the event: ${names.join(', ')}; taken: ${time.name}, check it`;
  return { time, isSure, others, notes: isSure ? [] : [note] };
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
 * Left out are columns that name rows or entities (ids) and columns that know the label.
 */
export async function guessFacts(frame: Frame, given: Given, choose: Choose): Promise<Guess> {
  const { target, notes: targetNotes } = await chooseTarget(frame, given, choose);
  const labels = labelFacts(target);
  const { time: asFound, isSure, others, notes: timeNotes } = await chooseTime(frame, given, choose);
  const time = await withUnit(asFound, choose);
  const timeColumns =
    time === undefined
      ? []
      : time.parts === undefined
        ? [time.name]
        : Object.values(time.parts).filter((name) => name !== undefined);
  const taken = [...(target === undefined ? [] : [target.name]), ...timeColumns];
  const { ids, codes, ...roles } = guessColumns(frame, taken);
  const facts = {
    ...(target === undefined ? {} : { target: target.name }),
    ...(labels.values === undefined ? {} : labels.values),
    ...(time === undefined ? {} : { time: time.parts ?? time.name }),
    ...(time?.unit === undefined || time.unit === 'unknown' ? {} : { timeUnit: time.unit }),
    ...roles,
  };
  const notes = [...targetNotes, ...labels.notes, ...timeNotes, ...unitNotes(time)];
  if (given.drop !== undefined)
    return { facts: { ...facts, otherTimes: others, categorical: codes, drop: given.drop, suspects: {} }, notes };
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
  return { facts: { ...facts, otherTimes, categorical, drop: Object.keys(why), why, suspects }, notes };
}
