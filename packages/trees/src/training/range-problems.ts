import { shownValue } from '@fraudx/core';

/** The allowed values of one number of a spec. */
export interface NumberRange {
  readonly low: number;
  readonly high: number;
  readonly isWhole?: true;
  readonly excludesLow?: true;
  readonly excludesHigh?: true;
  /** It may be absent. */
  readonly isOptional?: true;
}

/** 0 or more. */
export const NOT_NEGATIVE: NumberRange = { low: 0, high: Infinity, excludesHigh: true };

/** The ranges of the numbers of a spec. */
export type NumberRanges<Spec> = { readonly [Name in keyof Spec]?: NumberRange };

/** An integer in [low, high]. */
export function whole(low: number, high: number): NumberRange {
  return { low, high, isWhole: true };
}

/** Every number of a spec that is outside of its range, with the range. `prefix` stands before the names. */
export function rangeProblems<Spec extends object>(spec: Spec, ranges: NumberRanges<Spec>, prefix = ''): string[] {
  return (Object.keys(ranges) as (keyof Spec & string)[]).flatMap((name) => {
    const { low, high, isWhole, excludesLow, excludesHigh, isOptional } = ranges[name]!;
    const value: unknown = spec[name];
    if (value === undefined && isOptional) return [];
    const isInside =
      typeof value === 'number' &&
      (excludesLow ? value > low : value >= low) &&
      (excludesHigh ? value < high : value <= high) &&
      (!isWhole || Number.isInteger(value));
    if (isInside) return [];
    const kind = isWhole ? 'an integer ' : '';
    const range = `${excludesLow ? '(' : '['}${low}, ${high}${excludesHigh ? ')' : ']'}`;
    return [`${prefix}${name} must be ${kind}in ${range}, got ${shownValue(value)}`];
  });
}
