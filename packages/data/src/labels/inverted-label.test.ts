import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { findInvertedLabel, invertedLabelText } from './inverted-label.ts';

const texts = (...cells: string[]): Frame => {
  const categories = [...new Set(cells.filter((cell) => cell !== ''))].sort();
  const codes = Int32Array.from(cells, (cell) => categories.indexOf(cell));
  return new Frame([{ kind: 'categorical', name: 'is_legit', codes, categories }]);
};
const numbers = (...values: number[]): Frame =>
  new Frame([{ kind: 'numeric', name: 'is_legit', values: Float64Array.from(values) }]);

describe('findInvertedLabel', () => {
  it('asks where more than half of the labels are fraud, and names the values to say', () => {
    const found = findInvertedLabel(texts('Y', 'Y', 'Y', 'N', ''), 'is_legit')!;
    expect(found).toEqual({ positives: 3, labelled: 4, values: { positive: ['N'], negative: ['Y'] } });
    expect(invertedLabelText(found, 'is_legit')).toBe(
      '3 of 4 rows with a label (75%) are fraud by "is_legit": is the label the other way round? If so, say positive: [N] and negative: [Y]',
    );
    expect(findInvertedLabel(numbers(1, 1, 0, NaN), 'is_legit')?.values).toEqual({ positive: ['0'], negative: ['1'] });
    const given = { positive: ['*'], negative: ['normal.'] };
    expect(findInvertedLabel(texts('a b', 'c', 'c', 'normal.'), 'is_legit', given)?.values).toEqual({
      positive: ['normal.'],
      negative: ['c', 'a b'],
    });
  });

  it('asks nothing where fraud is half of the rows or fewer', () => {
    expect(findInvertedLabel(texts('Y', 'N'), 'is_legit')).toBeUndefined();
    expect(findInvertedLabel(numbers(0, 0, 1), 'is_legit')).toBeUndefined();
  });
});
