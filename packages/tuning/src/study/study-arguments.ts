import { InvalidArgumentError, shownValue, unknownKeys } from '@fraudx/core';

/** Names of the options of `createStudy`. */
export const createStudyNames: readonly string[] = [
  'space',
  'sampler',
  'pruner',
  'lag',
  'direction',
  'constraints',
  'seed',
  'name',
  'queue',
  'storage',
  'clock',
];

/** Names of the options of `Study.optimize`. */
export const optimizeNames: readonly string[] = [
  'nTrials',
  'concurrency',
  'patience',
  'targetValue',
  'noiseOf',
  'timeoutMs',
  'retries',
  'reuseRepeated',
  'onTrialStart',
  'onTrial',
  'signal',
];

/** @throws {InvalidArgumentError} `UNKNOWN_OPTION`: an option has a name that is not known. */
export function checkOptionNames(owner: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new InvalidArgumentError(`options must be an object, got ${shownValue(options)}`, { subject: owner });
  }
  const unknown = unknownKeys('option', options, known);
  if (unknown.length === 0) return;
  throw new InvalidArgumentError(unknown.join('; '), {
    subject: owner,
    code: 'UNKNOWN_OPTION',
    hint: `Options are ${known.join(', ')}.`,
  });
}

/** @throws {InvalidArgumentError} It is no end of a trial, such as a number in a text. */
export function checkEnd(end: unknown): void {
  const fields = ['value', 'values', 'constraints', 'metrics', 'foldValues', 'attributes', 'runId'];
  const isObject = typeof end === 'object' && end !== null && !Array.isArray(end);
  if (typeof end === 'number' || Array.isArray(end)) return;
  if (isObject && 'state' in end) {
    if (end.state === 'pruned' || end.state === 'failed') return;
    throw new InvalidArgumentError(`state must be pruned or failed, got ${shownValue(end.state)}`, {
      subject: 'Study.tell',
    });
  }
  if (!isObject) {
    throw new InvalidArgumentError(
      `end of a trial must be a number, a list of numbers, an object with ${fields.join(', ')}, or { state: 'pruned' | 'failed' }, got ${shownValue(end)}`,
      { subject: 'Study.tell', ...(typeof end === 'string' ? { hint: 'A number in a text: convert it first.' } : {}) },
    );
  }
  const unknown = unknownKeys('field', end, fields);
  if (unknown.length > 0) throw new InvalidArgumentError(unknown.join('; '), { subject: 'Study.tell' });
  if ('values' in end && end.values !== undefined && !Array.isArray(end.values)) {
    throw new InvalidArgumentError(`values must be a list of numbers, got ${shownValue(end.values)}`, {
      subject: 'Study.tell',
    });
  }
}
