import type { Frame } from '@fraudx/core';
import { openTimeZone, takeValues } from '@fraudx/core';
import type { SliceColumn } from '@fraudx/evaluation';
import { sliceByBands } from '@fraudx/evaluation';
import type { Dataset } from '../dataset/load-dataset.ts';

const maxCategories = 12;

function categoryColumn(frame: Frame, name: string, rows: Uint32Array): SliceColumn | undefined {
  const column = frame.column(name);
  if (column.kind !== 'categorical' || column.categories.length > maxCategories) return undefined;
  return { name, codes: takeValues(column.codes, rows), values: column.categories };
}

function dateText(local: number): string {
  return new Date(local).toISOString().slice(0, 16).replace('T', ' ');
}

/** What the test rows are cut by: bands of amount and time, the hour of the day, and columns of few categories. */
export function sliceColumns({ frame, featureSpec, rows, fingerprint }: Dataset): SliceColumn[] {
  const { test } = rows;
  const columns: SliceColumn[] = [];
  const zone = openTimeZone(featureSpec.timeZone);
  const at = (name: string): Float64Array | undefined => {
    const column = frame.column(name);
    return column.kind === 'categorical' ? undefined : Float64Array.from(test, (row) => column.values[row]!);
  };
  const amount = featureSpec.amount === undefined ? undefined : at(featureSpec.amount);
  if (amount !== undefined) columns.push(sliceByBands(featureSpec.amount!, amount));
  const time = featureSpec.time === undefined ? undefined : at(featureSpec.time);
  if (time !== undefined) {
    const isTimestamp = frame.column(featureSpec.time!).kind === 'timestamp';
    columns.push(
      sliceByBands(featureSpec.time!, time, 4, isTimestamp ? (ms) => dateText(zone.localOf(ms)) : undefined),
    );
    if (isTimestamp) {
      const codes = Int32Array.from(time, (ms) =>
        Number.isNaN(ms) ? -1 : Math.floor(new Date(zone.localOf(ms)).getUTCHours() / 6),
      );
      columns.push({ name: 'hour of day', codes, values: ['0 to 5', '6 to 11', '12 to 17', '18 to 23'] });
    }
  }
  for (const name of fingerprint.columns) {
    if (name === featureSpec.target || !frame.has(name)) continue;
    const column = categoryColumn(frame, name, test);
    if (column !== undefined) columns.push(column);
  }
  return columns;
}
