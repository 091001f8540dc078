import type { Frame } from '@fraudx/core';
import { countText, percentText } from '@fraudx/core';
import { binaryLabels } from '../binary-target.ts';
import type { LabelValues, ValueCount } from './label-values.ts';
import { countValuesAndEmpty, emptyLabel, labelReader } from './label-values.ts';

/** A label of which most rows say fraud: it may mean the opposite, as `is_legit` does. */
export interface InvertedLabel {
  /** Rows that mean fraud, and rows with a label. */
  readonly positives: number;
  readonly labelled: number;
  /** The values that would be taken if it is the other way round. */
  readonly values: LabelValues;
}

/** Values named at most: a list of more is no mapping that somebody would write. */
const mostNamed = 5;

function meaningOf(
  frame: Frame,
  name: string,
  values: LabelValues | undefined,
): (value: ValueCount) => 0 | 1 | undefined {
  const column = frame.column(name);
  if (values !== undefined) {
    const read = labelReader(values, column.kind !== 'categorical');
    const empty = emptyLabel(values);
    return ({ value }) => (value === '' ? empty : read(value));
  }
  if (column.kind !== 'categorical') return ({ value }) => (value === '' ? undefined : value === '1' ? 1 : 0);
  const labels = binaryLabels(frame, name);
  const byText = new Map<string, number>();
  column.codes.forEach((code, row) => {
    if (code >= 0) byText.set(column.categories[code]!, labels[row]!);
  });
  return ({ value }) => byText.get(value) as 0 | 1 | undefined;
}

/**
 * Whether more than half of the rows with a label are fraud, which no stream of transactions is.
 *
 * @param name - A label column that {@link binaryLabels} reads with these values.
 * @throws {FraudxError} As {@link binaryLabels}.
 */
export function findInvertedLabel(frame: Frame, name: string, values?: LabelValues): InvertedLabel | undefined {
  const meaning = meaningOf(frame, name, values);
  const found = countValuesAndEmpty(frame, name);
  const of = (label: 0 | 1): readonly ValueCount[] => found.filter((value) => meaning(value) === label);
  const rows = (counts: readonly ValueCount[]): number => counts.reduce((sum, one) => sum + one.rows, 0);
  const [genuine, fraud] = [of(0), of(1)];
  const [negatives, positives] = [rows(genuine), rows(fraud)];
  if (positives <= negatives) return undefined;
  const names = (counts: readonly ValueCount[]): string[] => counts.slice(0, mostNamed).map(({ value }) => value);
  return { positives, labelled: positives + negatives, values: { positive: names(genuine), negative: names(fraud) } };
}

const listed = (values: readonly string[]): string =>
  `[${values.map((value) => (/^[A-Za-z]\w*$/.test(value) ? value : JSON.stringify(value))).join(', ')}]`;

/** What to say of such a label. */
export function invertedLabelText({ positives, labelled, values }: InvertedLabel, name: string): string {
  return (
    `${countText(positives)} of ${countText(labelled)} rows with a label (${percentText(positives / labelled)}) are fraud by "${name}": is the label the other way round? ` +
    `If so, say positive: ${listed(values.positive)} and negative: ${listed(values.negative)}`
  );
}
