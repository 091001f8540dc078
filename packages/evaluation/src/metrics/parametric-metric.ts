/** A metric whose name holds its parameter. */
export type ParametricMetric =
  | { readonly kind: 'recall-at-fpr'; readonly rate: number }
  | { readonly kind: 'precision-at' | 'precision-at-per-day' | 'card-precision-at'; readonly k: number };

const patterns: readonly (readonly [RegExp, (text: string) => ParametricMetric])[] = [
  [/^recall_at_fpr_(0(?:\.\d+)?|1(?:\.0+)?|\.\d+)$/, (text) => ({ kind: 'recall-at-fpr', rate: Number(text) })],
  [/^precision_at_([1-9]\d*)$/, (text) => ({ kind: 'precision-at', k: Number(text) })],
  [/^precision_at_([1-9]\d*)_per_day$/, (text) => ({ kind: 'precision-at-per-day', k: Number(text) })],
  [/^card_precision_at_([1-9]\d*)$/, (text) => ({ kind: 'card-precision-at', k: Number(text) })],
];

/** Reads the name of a metric with a number in it, such as `recall_at_fpr_0.05`; undefined for any other name. */
export function readParametricMetric(name: string): ParametricMetric | undefined {
  for (const [pattern, read] of patterns) {
    const match = pattern.exec(name);
    if (match !== null) return read(match[1]!);
  }
  return undefined;
}

/** Whether a name is that of a metric with a number in it. */
export function isParametricMetric(name: string): boolean {
  return readParametricMetric(name) !== undefined;
}
