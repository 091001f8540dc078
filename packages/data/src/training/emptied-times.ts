import type { Column, Frame } from '@fraudx/core';
import { isNoDateText } from '../reading/no-dates.ts';
import type { TrainedColumn } from './trained-columns.ts';

function hasNoTime(column: Column): boolean {
  if (column.kind === 'timestamp') return false;
  if (column.kind === 'numeric') return column.values.every((value) => Number.isNaN(value));
  return column.codes.every((code) => code < 0 || isNoDateText(column.categories[code]!));
}

/**
 * Columns that training read as times and that have no time at all in these rows, only empty cells or dates that mean none, as columns of missing
 * times: a single row must mean what it means among many.
 *
 * @param trained - What training saw of each column; default nothing.
 */
export function emptiedTimes(frame: Frame, trained: Readonly<Record<string, Pick<TrainedColumn, 'kind'>>> = {}): Frame {
  let result = frame;
  for (const column of frame.columns) {
    if (!Object.hasOwn(trained, column.name) || trained[column.name]!.kind !== 'timestamp' || !hasNoTime(column))
      continue;
    const values = new Float64Array(frame.nRows).fill(Number.NaN);
    result = result.with({ kind: 'timestamp', name: column.name, values });
  }
  return result;
}
