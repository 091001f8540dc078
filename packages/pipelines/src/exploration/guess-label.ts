import type { Frame } from '@fraudx/core';
import { countText } from '@fraudx/core';
import type { LabelValues, TargetCandidate } from '@fraudx/data';
import {
  describeTarget,
  findInvertedLabel,
  guessLabelValues,
  guessMarkedTargets,
  guessTargets,
  invertedLabelText,
  isDoubtful,
  valueCountsText,
} from '@fraudx/data';
import type { Choose, Given } from './choose.ts';

/** More values than this nobody is asked about. */
const mostAsked = 10;

/** The label column, and what is to be said of the choice. */
export interface ChosenTarget {
  readonly target: TargetCandidate | undefined;
  readonly notes: readonly string[];
}

/** The label: a column whose name suggests it and whose values show which rows are fraud, or the one that the user names. Never one on the name alone. */
export async function chooseTarget(frame: Frame, given: Given, choose: Choose): Promise<ChosenTarget> {
  if (given.target !== undefined) {
    return { target: describeTarget(frame, given.target), notes: [] };
  }
  const found = guessTargets(frame);
  if (found.length === 0) {
    const marked = guessMarkedTargets(frame).map(
      ({ name, value, empty }) =>
        `${name} holds ${JSON.stringify(value.value)} in ${countText(value.rows)} rows and is empty in ${countText(empty)}: where an empty cell means genuine, say target: ${name}, positive: [${JSON.stringify(value.value)}] and negative: [""]`,
    );
    const notes = marked.length > 0 ? marked : ['no column is named like a label: name it with target'];
    return { target: undefined, notes };
  }
  const clear = found.filter(({ isClear }) => isClear);
  const possible = clear.length > 0 ? clear : found;
  const names = possible.map(({ name }) => name);
  const isAsked = possible.length > 1 || clear.length === 0;
  const none = 'none of these';
  const chosen = isAsked
    ? await choose('Which column is the label?', clear.length > 0 ? names : [...names, none])
    : undefined;
  const byUser = possible.find(({ name }) => name === chosen);
  if (clear.length === 0 && byUser === undefined) {
    const notes = found.map(
      ({ name, values }) =>
        `${name} may be the label, but its values do not say which mean fraud (${valueCountsText(values)}): if so, name it with target, and its values with positive and negative`,
    );
    return { target: undefined, notes };
  }
  const target = byUser ?? possible[0]!;
  const others = names.filter((name) => name !== target.name);
  const note = `the target may also be ${others.join(', ')}; taken: ${target.name}`;
  return { target, notes: others.length === 0 || byUser !== undefined ? [] : [note] };
}

/** What values of the label mean. */
export interface LabelFacts {
  readonly values: LabelValues | undefined;
  readonly notes: readonly string[];
  /** Keys of the config that nobody could say. */
  readonly open: readonly string[];
}

/** The label and which of its values mean what: by their words, or as the user says. */
export async function labelFacts(target: TargetCandidate | undefined, choose: Choose): Promise<LabelFacts> {
  if (target === undefined) return { values: undefined, notes: [], open: ['target'] };
  if (target.isBinary) return { values: undefined, notes: [], open: [] };
  const found = `${target.name} holds ${valueCountsText(target.values)}`;
  const texts = target.values.map(({ value }) => value);
  if (texts.length < 2) {
    return { values: undefined, notes: [`${found}: a label must have two values`], open: ['target'] };
  }
  const values = guessLabelValues(target.values) ?? (await askedValues(target.name, texts, choose));
  if (values === undefined) {
    const notes = [`${found}: say which mean fraud (positive) and which genuine (negative)`];
    return { values, notes, open: ['positive', 'negative'] };
  }
  const rest = target.values.filter(({ value }) => ![...values.positive, ...values.negative].includes(value));
  const doubtful = rest.filter(({ value }) => isDoubtful(value)).map(({ value }) => JSON.stringify(value));
  const doubt =
    doubtful.length === 0
      ? ''
      : `; if ${doubtful.join(' or ')} is fraud or genuine for you, list it in positive or negative`;
  const others = rest.length === 0 ? '' : `, and ${valueCountsText(rest)} for rows without a label${doubt}`;
  return {
    values,
    notes: [
      `${found}: ${values.positive.join(', ')} is taken for fraud, ${values.negative.join(', ')} for genuine${others}`,
    ],
    open: [],
  };
}

/** That the label may be the other way round. */
export function invertedNotes(
  frame: Frame,
  target: TargetCandidate | undefined,
  values: LabelValues | undefined,
): readonly string[] {
  if (target === undefined || (values === undefined && !target.isBinary)) return [];
  const found = findInvertedLabel(frame, target.name, values);
  return found === undefined ? [] : [invertedLabelText(found, target.name)];
}

/** What the user says of values whose words tell nothing. */
async function askedValues(name: string, texts: readonly string[], choose: Choose): Promise<LabelValues | undefined> {
  if (texts.length > mostAsked) return undefined;
  const fraud = await choose(`Which value of ${name} means fraud?`, texts);
  if (fraud === undefined) return undefined;
  const others = texts.filter((text) => text !== fraud);
  const genuine = others.length === 1 ? others[0] : await choose(`Which value of ${name} means genuine?`, others);
  return genuine === undefined ? undefined : { positive: [fraud], negative: [genuine] };
}
