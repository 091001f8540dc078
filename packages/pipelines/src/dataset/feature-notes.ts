import { nameList } from '@fraudx/core';
import { isByTime } from '@fraudx/data';
import type { Leak, UnsuitableFeature } from '@fraudx/features';
import { quickLeakageCheck, unsuitableFeatures } from '@fraudx/features';
import type { Dataset } from './load-dataset.ts';

const mostShown = 5;

/** Leaks as notes, the strongest first, suspicions in one line. */
export function leakNotes(leaks: readonly Leak[]): string[] {
  const found = leaks.filter(({ severity }) => severity === 'leak');
  const suspects = leaks.filter(({ severity }) => severity === 'suspect').map(({ column }) => `"${column}"`);
  const more = found.length - mostShown;
  return [
    ...found
      .slice(0, mostShown)
      .map(({ column, detail }) => `"${column}" may leak the label: it ${detail}; leave it out (drop)`),
    ...(more > 0 ? [`${more} more columns may leak the label; the leakage check lists them`] : []),
    ...(suspects.length === 0 ? [] : [`to be looked at by the leakage check: ${nameList(suspects)}`]),
  ];
}

const why: Readonly<Record<UnsuitableFeature['reason'], string>> = {
  constant: 'the same in all training rows, so that a model learns nothing from them (drop)',
  'row-id': 'another value in every row: an id, from which a model learns nothing that holds for other rows (drop)',
  'event-time':
    'the time of the event: a model learns from it when frauds happened, and a split at random cannot show that this is of no use later (drop, or split by time)',
};

function unsuitableNotes(found: readonly UnsuitableFeature[]): string[] {
  return (['constant', 'row-id', 'event-time'] as const).flatMap((reason) => {
    const names = found.filter((one) => one.reason === reason).map(({ column }) => `"${column}"`);
    return names.length === 0 ? [] : [`features ${nameList(names)}: ${why[reason]}`];
  });
}

/** Event times by name; a date of birth or of an opened account is a time too, and no event. */
const ofThePast = /birth|dob|open|since|expir|start|join|registr|created|signup/i;

/** Columns that may leak the label, by training rows; a time of which features are made is none. */
function leaksOf({ frame, y, rows, featureSpec }: Dataset): readonly Leak[] {
  const { target, time, timeZone, drop, strategy } = featureSpec;
  const { leaks } = quickLeakageCheck(frame, y, rows.train, {
    target,
    drop,
    ...(time === undefined ? {} : { time }),
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  return strategy === 'raw' ? leaks : leaks.filter(({ column }) => column !== time);
}

/** What casts doubt on every measurement of a model of this dataset: columns that leak the label, and labels that are missing late, make it better than it will be. */
export function doubts(dataset: Dataset): string[] {
  const leaks = leakNotes(leaksOf(dataset).filter(({ severity }) => severity === 'leak'));
  return [...leaks, ...(dataset.lateLabels === undefined ? [] : [dataset.lateLabels])];
}

/** What to know about the features before a fit: those that may leak the label, and those of no use. Looks at training rows only. */
export function featureNotes(dataset: Dataset): string[] {
  const { frame, rows, featureSpec, splitPlan } = dataset;
  const { target, time, drop, strategy } = featureSpec;
  const { train } = rows;
  const leaks = leaksOf(dataset);
  if (strategy !== 'raw') return leakNotes(leaks);
  const left = new Set([
    target,
    ...drop,
    ...leaks.filter((leak) => leak.severity === 'leak').map(({ column }) => column),
  ]);
  const features = frame.names.filter((name) => !left.has(name));
  const times = frame.columns
    .filter(({ kind, name }) => kind === 'timestamp' && !ofThePast.test(name))
    .map(({ name }) => name);
  const eventTimes = isByTime(splitPlan) ? [] : time === undefined ? times : [time];
  return [...leakNotes(leaks), ...unsuitableNotes(unsuitableFeatures(frame, features, train, eventTimes))];
}
