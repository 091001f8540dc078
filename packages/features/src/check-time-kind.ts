import type { Frame } from '@fraudx/core';
import { featureKindError } from './feature-kind-error.ts';

/** What a time column holds: dates, or numbers of seconds. */
export type TimeKind = 'timestamp' | 'numeric';

/** What the column holds; undefined where it has no values, or texts. */
export function timeKindOf(frame: Frame, name: string): TimeKind | undefined {
  const column = frame.column(name);
  if (column.kind === 'categorical' || !column.values.some((value) => !Number.isNaN(value))) return undefined;
  return column.kind;
}

/**
 * Refuses numbers where the model learned from dates, and dates where it learned from numbers: hours, weekdays and windows would be others.
 *
 * @throws {DataError} `FEATURE_KIND`.
 */
export function checkTimeKind(frame: Frame, name: string, trained: TimeKind): void {
  const kind = timeKindOf(frame, name);
  if (kind === undefined || kind === trained) return;
  const [wanted, got] = trained === 'timestamp' ? ['dates', 'numbers'] : ['numbers of seconds', 'dates'];
  throw featureKindError(name, wanted, got);
}
