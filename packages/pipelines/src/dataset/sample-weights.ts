import type { Frame } from '@fraudx/core';
import { DataError, entityColumns, InvalidArgumentError } from '@fraudx/core';
import type { FraudxConfig } from '../config/config-fields.ts';

const roles = ['target', 'time', 'entity', 'terminal', 'amount'] as const;
/** What fits bear, beside 0. */
const [least, most] = [1e-30, 1e30];

/**
 * The column of weights that a config names; undefined where it names none.
 *
 * @param inputs - Columns that a user's own feature strategy reads.
 * @throws {InvalidArgumentError} It has another role, and would be no feature then, or be known at training only.
 */
export function sampleWeightColumn(config: FraudxConfig, inputs: readonly string[] = []): string | undefined {
  const { sampleWeight: name } = config;
  if (name === undefined) return undefined;
  const role =
    roles.find((key) => (key === 'entity' ? entityColumns(config.entity).includes(name) : config[key] === name)) ??
    (inputs.includes(name) ? 'input of the strategy' : undefined);
  if (role === undefined) return name;
  throw new InvalidArgumentError(`sampleWeight must name a column of its own, got "${name}", the ${role}`, {
    details: { column: name, role, settings: ['sampleWeight'] },
    hint: 'Weights are left out of the features and need not be there at prediction: copy the column under another name.',
  });
}

/**
 * Weights of all rows of a file, by a column of it; rows that are not looked at weigh 1.
 *
 * @param rows - Positions of the rows to look at: those with a label.
 * @param path - The file, for the message.
 * @throws {DataError} `SAMPLE_WEIGHT_INVALID`: the column holds no numbers, or one that is no weight, by its 1-based row.
 */
export function sampleWeightsOf(frame: Frame, name: string, rows: Uint32Array, path: string): Float64Array {
  const column = frame.column(name);
  const refuse = (what: string, row?: number): DataError =>
    new DataError(
      'SAMPLE_WEIGHT_INVALID',
      `column "${name}" must hold 0 or numbers in [${least}, ${most}], got ${what}${row === undefined ? '' : ` in data row ${row}`} of ${path}`,
      {
        subject: 'sampleWeight',
        details: { column: name, path, ...(row === undefined ? {} : { row }) },
        hint: 'A weight says how much a row counts in training, 1 for one row; 0 leaves it out.',
      },
    );
  if (column.kind !== 'numeric') throw refuse(column.kind === 'timestamp' ? 'times' : 'texts');
  const weights = new Float64Array(frame.nRows).fill(1);
  for (const row of rows) {
    const weight = column.values[row]!;
    if (!(weight === 0 || (weight >= least && weight <= most)))
      throw refuse(Number.isNaN(weight) ? 'no value' : String(weight), row + 1);
    weights[row] = weight;
  }
  return weights;
}

/**
 * Refuses weights that leave nothing of a class to learn from.
 *
 * @param parts - Rows of each fit that will be made.
 * @throws {DataError} `TARGET_ONE_CLASS`.
 */
export function checkWeighsBoth(
  name: string,
  weights: Float64Array,
  y: Uint8Array,
  parts: readonly Uint32Array[],
): void {
  for (const part of parts) {
    const label = [0, 1].find((one) => !part.some((row) => y[row] === one && weights[row]! > 0));
    if (label === undefined) continue;
    throw new DataError(
      'TARGET_ONE_CLASS',
      `column "${name}" must be above 0 in a training row of each class, got 0 in every training row of label ${label}`,
      {
        subject: 'sampleWeight',
        details: { column: name, label },
        hint: 'Rows of weight 0 do not count, and a model cannot be learned from one class.',
      },
    );
  }
}
