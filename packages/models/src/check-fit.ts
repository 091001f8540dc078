import type { Matrix } from '@fraudx/core';
import { InvalidArgumentError, shownValue, unknownKeys } from '@fraudx/core';
import { optionProblems } from '@fraudx/trees';
import type { FitOptions } from './estimator.ts';
import { EVAL_METRICS } from './eval-metrics.ts';

const OPTIONS: Readonly<Record<keyof FitOptions, true>> = {
  sampleWeight: true,
  validation: true,
  seed: true,
  nThreads: true,
  onIteration: true,
  signal: true,
  earlyStoppingRounds: true,
  evalMetric: true,
  kernels: true,
};
const VALIDATION: Readonly<Record<keyof NonNullable<FitOptions['validation']>, true>> = {
  x: true,
  y: true,
  sampleWeight: true,
};

/**
 * Refuses what is no matrix, before anything is read from it.
 *
 * @param owner - First words of the message.
 */
export function checkMatrix(owner: string, name: string, x: unknown): void {
  const { nRows, nCols, names, data } = (x ?? {}) as Partial<Matrix>;
  if (typeof nRows === 'number' && typeof nCols === 'number' && Array.isArray(names) && ArrayBuffer.isView(data))
    return;
  throw new InvalidArgumentError(`${name} must be a Matrix, got ${shownValue(x)}`, {
    subject: owner,
    hint: "Matrix.fromColumns([{ name: 'amount', values: [10, 20] }]) of @fraudx/core makes one.",
  });
}

function isNumbers(value: unknown): boolean {
  if (!ArrayBuffer.isView(value)) return Array.isArray(value);
  return !(value instanceof DataView || value instanceof BigInt64Array || value instanceof BigUint64Array);
}

function weightProblems(name: string, value: unknown): string[] {
  return value === undefined || isNumbers(value) ? [] : [`${name} must be a Float64Array, got ${shownValue(value)}`];
}

function seedProblems(seed: unknown): string[] {
  if (seed === undefined || (Number.isSafeInteger(seed) && Number(seed) >= 0)) return [];
  return [`seed must be an integer in [0, 2^53), got ${shownValue(seed)}`];
}

function checkLabels(name: string, y: unknown): void {
  if (isNumbers(y)) return;
  throw new InvalidArgumentError(`fit: ${name} must be an array of labels, got ${shownValue(y)}`, {
    hint: 'Give a Uint8Array with a 0 or 1 per row.',
  });
}

/**
 * Refuses arguments of a fit that types do not reach: a script in JavaScript may leave some out, misspell an option, which would
 * otherwise have no effect silently, or give it a value of a wrong kind.
 *
 * @throws {InvalidArgumentError} No matrix, no labels, no options; all options with wrong values, all that are not known, with the
 * nearest known name (`UNKNOWN_OPTION`).
 */
export function checkFit(x: unknown, y: unknown, options: unknown): void {
  checkMatrix('fit', 'x', x);
  checkLabels('y', y);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new InvalidArgumentError(`fit: options must be an object, got ${shownValue(options)}`, {
      hint: 'Give at least a seed: fit(x, y, { seed: 1 }).',
    });
  }
  const given = options as Readonly<Partial<Record<keyof FitOptions, unknown>>>;
  const { validation } = given;
  const rows = (validation ?? {}) as Readonly<Partial<Record<keyof typeof VALIDATION, unknown>>>;
  const unknown = [
    ...unknownKeys('option', options, Object.keys(OPTIONS)),
    ...(typeof rows === 'object' ? unknownKeys('option of validation', rows, Object.keys(VALIDATION)) : []),
  ];
  const problems = [
    ...unknown,
    ...seedProblems(given.seed),
    ...weightProblems('sampleWeight', given.sampleWeight),
    ...weightProblems('validation.sampleWeight', rows.sampleWeight),
    ...optionProblems(given, Object.keys(EVAL_METRICS)),
  ];
  if (problems.length > 0) {
    throw new InvalidArgumentError(`fit: ${problems.join('; ')}`, {
      ...(unknown.length === 0 ? {} : { code: 'UNKNOWN_OPTION' }),
      details: { problems },
      hint: `Options of a fit: ${Object.keys(OPTIONS).join(', ')}. Hyperparameters are passed to the constructor.`,
    });
  }
  if (validation === undefined) return;
  checkMatrix('fit', 'validation.x', rows.x);
  checkLabels('validation.y', rows.y);
}
