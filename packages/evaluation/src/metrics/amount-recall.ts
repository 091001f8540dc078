import type { ScoredRows } from './scored-rows.ts';

/** Amount of the fraud caught ÷ amount of all fraud, of checked rows with amounts; NaN without fraud. */
export function amountRecallOf({ yTrue, yScore, threshold, sampleWeight, amount }: ScoredRows): number {
  let caught = 0;
  let all = 0;
  for (let i = 0; i < yTrue.length; i++) {
    if (yTrue[i] !== 1) continue;
    const value = amount![i]! * (sampleWeight === undefined ? 1 : sampleWeight[i]!);
    all += value;
    if (yScore[i]! >= threshold) caught += value;
  }
  return all === 0 ? NaN : caught / all;
}
