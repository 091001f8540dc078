import type { Frame } from '@fraudx/core';
import type { LabelledRows, LabelValues, SplitPlan } from '@fraudx/data';
import {
  absentValues,
  countValuesAndEmpty,
  findInvertedLabel,
  findLateLabels,
  findSplit,
  invertedLabelText,
  lateLabelsText,
  valueCountsText,
} from '@fraudx/data';
import { countText } from '@fraudx/core';

/** What is to be said of the labels. */
export interface LabelNotes {
  /** Values that no row has, a label that may be the other way round, rows without one. */
  readonly notes: readonly string[];
  /** What labels that are missing late do to every measurement; undefined where they are not. */
  readonly late?: string;
}

/** Looks at the labels of the data. */
export function labelNotes(
  { rows, y, unlabelled, others = [] }: LabelledRows,
  frame: Frame,
  {
    target,
    time,
    values,
    splitPlan,
  }: {
    readonly target: string;
    readonly time: string | undefined;
    readonly values: LabelValues | undefined;
    readonly splitPlan: SplitPlan;
  },
): LabelNotes {
  const notes: string[] = [];
  if (values !== undefined) {
    const absent = absentValues(
      values,
      countValuesAndEmpty(frame, target),
      frame.column(target).kind !== 'categorical',
    );
    if (absent.length > 0)
      notes.push(
        `no row of "${target}" has ${absent.map((value) => (value === '' ? 'an empty cell ("")' : JSON.stringify(value))).join(', ')}, which positive or negative names`,
      );
  }
  const isMostlyFraud = y.reduce((sum, label) => sum + label, 0) > y.length / 2;
  const inverted = isMostlyFraud && frame.has(target) ? findInvertedLabel(frame, target, values) : undefined;
  if (inverted !== undefined) notes.push(invertedLabelText(inverted, target));
  if (unlabelled === 0) return { notes };
  const which =
    others.length === 0
      ? `have no "${target}"`
      : `have no label: positive and negative name none of ${valueCountsText(others)}`;
  notes.push(
    `${countText(unlabelled)} of ${countText(frame.nRows)} rows ${which}: they are left out of training and evaluation, and count as past behaviour`,
  );
  if (time === undefined || !frame.has(time)) return { notes };
  const known = new Uint8Array(frame.nRows);
  for (const row of rows) known[row] = 1;
  const late = findLateLabels(frame.column(time), (row) => known[row] === 1);
  if (late === undefined) return { notes };
  const ofDays = findSplit(splitPlan.strategy).keepsDaysWhole;
  const split = ofDays ? { endsWithData: splitPlan.settings.trainFrom === undefined } : undefined;
  return { notes, late: lateLabelsText(late, target, split) };
}
