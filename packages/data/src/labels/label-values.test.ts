import type { Column } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { binaryLabels, labelledRows } from '../binary-target.ts';
import { absentValues, countValues } from './label-values.ts';

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
