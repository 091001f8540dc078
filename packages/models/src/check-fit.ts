import type { Matrix } from '@fraudx/core';
import { InvalidArgumentError, unknownKeys } from '@fraudx/core';
import type { FitOptions } from './estimator.ts';

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

function shown(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value);
  return Array.isArray(value) ? 'an array' : `an object of ${value.constructor?.name ?? 'no class'}`;
}

/**
 * Refuses what is no matrix, before anything is read from it.
 *
 * @param owner - First words of the message.
 */
export function checkMatrix(owner: string, name: string, x: unknown): void {
  const { nRows, nCols, names, data } = (x ?? {}) as Partial<Matrix>;
  if (typeof nRows === 'number' && typeof nCols === 'number' && Array.isArray(names) && ArrayBuffer.isView(data))
    return;
  throw new InvalidArgumentError(`${owner}: ${name} must be a Matrix, got ${shown(x)}`, {
    hint: "Matrix.fromColumns([{ name: 'amount', values: [10, 20] }]) of @fraudx/core makes one.",
  });
}

function checkLabels(name: string, y: unknown): void {
  if (Array.isArray(y) || (ArrayBuffer.isView(y) && 'length' in y)) return;
  throw new InvalidArgumentError(`fit: ${name} must be an array of labels, got ${shown(y)}`, {
    hint: 'Give a Uint8Array with a 0 or 1 per row.',
  });
}

/**
 * Refuses arguments of a fit that types do not reach: a script in JavaScript may leave some out or misspell an option, which would
 * otherwise have no effect without a word.
 *
 * @throws {InvalidArgumentError} No matrix, no labels, no options; all options that are not known, with the nearest known name.
 */
export function checkFit(x: unknown, y: unknown, options: unknown): void {
  checkMatrix('fit', 'x', x);
  checkLabels('y', y);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new InvalidArgumentError(`fit: options must be an object, got ${shown(options)}`, {
      hint: 'Give at least a seed: fit(x, y, { seed: 1 }).',
    });
  }
  const problems = unknownKeys('option', options, Object.keys(OPTIONS));
  const { validation } = options as { readonly validation?: unknown };
  if (typeof validation === 'object' && validation !== null) {
    problems.push(...unknownKeys('option of validation', validation, Object.keys(VALIDATION)));
  }
  if (problems.length > 0) {
    throw new InvalidArgumentError(`fit: ${problems.join('; ')}`, {
      code: 'UNKNOWN_OPTION',
      details: { problems },
      hint: `Options of a fit: ${Object.keys(OPTIONS).join(', ')}. Hyperparameters are told to the constructor.`,
    });
  }
  if (validation === undefined) return;
  const rows = (validation ?? {}) as { readonly x?: unknown; readonly y?: unknown };
  checkMatrix('fit', 'validation.x', rows.x);
  checkLabels('validation.y', rows.y);
}
