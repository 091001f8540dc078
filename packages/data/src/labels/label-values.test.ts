import type { Column } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { binaryLabels, labelledRows } from '../binary-target.ts';
import { findInvertedLabel } from './inverted-label.ts';
import { absentValues, countValues, countValuesAndEmpty, labelReader } from './label-values.ts';

function texts(...cells: string[]): Frame {
  const categories = [...new Set(cells.filter((cell) => cell !== ''))].sort();
  return new Frame([
    { kind: 'categorical', name: 'y', categories, codes: Int32Array.from(cells, (cell) => categories.indexOf(cell)) },
  ]);
}
const numbers = (...values: number[]): Frame =>
  new Frame([{ kind: 'numeric', name: 'y', values: Float64Array.from(values) } satisfies Column]);

describe('labels by values', () => {
  it.each([
    [
      'ok, fraud, unkn',
      texts('ok', 'fraud', 'unkn', '', 'OK '),
      { positive: ['fraud'], negative: ['ok'] },
      [0, 1, NaN, NaN, 0],
    ],
    [
      'normal. and attacks',
      texts('normal.', 'smurf.', 'neptune.'),
      { positive: ['*'], negative: ['normal.'] },
      [0, 1, 1],
    ],
    ['all but fraud', texts('fraud', 'a', 'b', ''), { positive: ['fraud'], negative: ['*'] }, [1, 0, 0, NaN]],
    [
      'incomes',
      texts('50000+', '-50000', '50000+.'),
      { positive: ['50000+', '50000+.'], negative: ['-50000'] },
      [1, 0, 1],
    ],
    ['1 and 2', numbers(1, 2, 3, NaN), { positive: ['2.0'], negative: ['1'] }, [0, 1, NaN, NaN]],
    ['-1 and 1', numbers(-1, 1), { positive: ['1'], negative: ['-1'] }, [0, 1]],
    ['true and false read as numbers', numbers(0, 1), { positive: ['false'], negative: ['true'] }, [1, 0]],
  ])('reads %s', (_, frame, values, expected) => {
    expect([...binaryLabels(frame, 'y', { values })]).toEqual(expected);
  });

  it('counts what means neither', () => {
    const frame = texts('ok', 'fraud', 'unkn', '', 'later', 'unkn');
    const { y, unlabelled, others } = labelledRows(frame, 'y', { values: { positive: ['fraud'], negative: ['ok'] } });
    expect([[...y], unlabelled]).toEqual([[0, 1], 4]);
    expect(others).toEqual([
      { value: 'unkn', rows: 2 },
      { value: 'later', rows: 1 },
    ]);
  });

  it.each([
    [{ positive: [], negative: ['ok'] }, 'got only genuine rows'],
    [{ positive: ['fraud'], negative: ['okay'] }, 'got only fraud rows'],
    [{ positive: ['a'], negative: ['b'] }, 'got no row of either'],
  ])('refuses %j, which leaves one class, and names the values found', (values, problem) => {
    const frame = texts('ok', 'ok', 'fraud', 'unkn');
    expect(() => labelledRows(frame, 'y', { values })).toThrow(
      `must hold both classes by positive and negative, ${problem}`,
    );
    expect(() => labelledRows(frame, 'y', { values })).toThrow(
      expect.objectContaining({
        code: 'TARGET_ONE_CLASS',
        hint: expect.stringContaining('"ok" 2, "fraud" 1, "unkn" 1'),
      }),
    );
  });

  it('refuses a value that means both', () => {
    for (const values of [
      { positive: ['Fraud'], negative: ['fraud '] },
      { positive: ['*'], negative: ['*'] },
    ]) {
      expect(() => binaryLabels(texts('fraud'), 'y', { values })).toThrow('must name different values');
    }
  });

  it('names the values found where nobody said what they mean', () => {
    expect(() => binaryLabels(texts('ok', 'fraud', 'ok'), 'y')).toThrow(
      expect.objectContaining({ code: 'TARGET_NOT_BINARY', hint: expect.stringContaining('"ok" 2, "fraud" 1') }),
    );
  });

  it('finds listed values that no row has', () => {
    const frame = texts('ok', 'fraud');
    const values = { positive: ['frod', 'Fraud', '*'], negative: ['ok'] };
    expect(absentValues(values, countValues(frame, 'y'), false)).toEqual(['frod']);
  });
});

it('finds values whatever the Unicode form of their letters', () => {
  for (const [listed, value] of [
    ['sí', 'si\u0301'],
    ['si\u0301', 'sí'],
  ] as const) {
    const values = { positive: [listed], negative: ['no'] };
    expect(labelReader(values, false)(value)).toBe(1);
    expect(
      absentValues(
        values,
        [
          { value, rows: 1 },
          { value: 'no', rows: 1 },
        ],
        false,
      ),
    ).toEqual([]);
  }
});

describe('an empty cell', () => {
  it('is genuine, or fraud, where a list holds an empty text', () => {
    const words = texts('Y', '', '', 'Y', '');
    const values = { positive: ['Y'], negative: [''] };
    expect([...binaryLabels(words, 'y', { values })]).toEqual([1, 0, 0, 1, 0]);
    expect(labelledRows(words, 'y', { values }).unlabelled).toBe(0);
    const read = binaryLabels(numbers(1, NaN), 'y', { values: { positive: [''], negative: ['1'] } });
    expect([...read]).toEqual([0, 1]);
    expect(absentValues(values, countValuesAndEmpty(words, 'y'), false)).toEqual([]);
    expect(absentValues(values, countValuesAndEmpty(texts('Y'), 'y'), false)).toEqual(['']);
  });

  it('is genuine beside any date', () => {
    const dates = new Frame([{ kind: 'timestamp', name: 'y', values: Float64Array.of(NaN, 86_400_000, NaN) }]);
    expect([...binaryLabels(dates, 'y', { values: { positive: ['*'], negative: [''] } })]).toEqual([0, 1, 0]);
    expect(() => binaryLabels(dates, 'y', { values: { positive: ['x'], negative: [''] } })).toThrow(/got times/);
  });

  it('is advised where it is the only other thing', () => {
    const frame = texts('Y', '', 'Y');
    for (const values of [undefined, { positive: ['Y'], negative: ['*'] }]) {
      const failed = ((): unknown => {
        try {
          return labelledRows(frame, 'y', { values });
        } catch (error) {
          return error;
        }
      })();
      expect(failed).toMatchObject({ code: 'TARGET_ONE_CLASS', hint: expect.stringContaining('say negative: [""]') });
    }
  });

  it('counts where more than half of the rows seem to be fraud', () => {
    const frame = texts('Y', 'Y', '', '', '');
    expect(findInvertedLabel(frame, 'y', { positive: ['Y'], negative: [''] })).toBeUndefined();
    expect(findInvertedLabel(texts('Y', 'Y', ''), 'y', { positive: ['Y'], negative: [''] })).toMatchObject({
      positives: 2,
      labelled: 3,
      values: { positive: [''], negative: ['Y'] },
    });
  });
});
