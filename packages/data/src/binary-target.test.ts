import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { binaryLabels, binaryTarget, labelledRows } from './binary-target.ts';

function numeric(...values: number[]): Frame {
  return new Frame([{ kind: 'numeric', name: 'y', values: Float64Array.from(values) }]);
}

function texts(categories: string[], ...codes: number[]): Frame {
  return new Frame([{ kind: 'categorical', name: 'y', codes: Int32Array.from(codes), categories }]);
}

describe('binaryTarget', () => {
  it('reads 0 and 1, and unambiguous words', () => {
    expect(binaryTarget(numeric(0, 1, 1), 'y')).toEqual(Uint8Array.of(0, 1, 1));
    expect(binaryTarget(texts(['No', 'Yes'], 1, 0), 'y')).toEqual(Uint8Array.of(1, 0));
    expect(binaryTarget(texts(['genuine', 'fraud'], 1, 0), 'y')).toEqual(Uint8Array.of(1, 0));
    expect(binaryTarget(texts(['00', '01'], 1, 0), 'y')).toEqual(Uint8Array.of(1, 0));
  });

  it.each([
    [['Fraud', 'NOT_FRAUD']],
    [['FRAUD', 'NonFraud']],
    [['S', 'N']],
    [['Sí', 'No']],
    [['SI', 'NO']],
    [['ja', 'nein']],
    [['Oui', 'Non']],
    [['WAHR', 'FALSCH']],
    [['Sim', 'Não']],
  ])('knows %j, alone too', (words) => {
    expect(binaryTarget(texts(words, 1, 0), 'y')).toEqual(Uint8Array.of(0, 1));
    expect(binaryLabels(texts(words.slice(0, 1), 0), 'y')).toEqual(Float64Array.of(1));
    expect(binaryLabels(texts(words.slice(1), 0), 'y')).toEqual(Float64Array.of(0));
  });

  it('knows words of other languages where nothing else stands', () => {
    expect(() => binaryTarget(texts(['N', 'P', 'S'], 0, 1, 2), 'y')).toThrow('got "P" in data row 2');
    expect(() => binaryTarget(texts(['S', 'nein'], 0, 1), 'y')).toThrow('got "S" in data row 1');
    expect(() => binaryTarget(texts(['O', 'A'], 0, 1), 'y')).toThrow('got "O" in data row 1');
  });

  it.each([
    ['another number', numeric(0, 2), 'TARGET_NOT_BINARY', 2],
    ['another text', texts(['a', 'yes'], 1, 0), 'TARGET_NOT_BINARY', 2],
    ['a missing number', numeric(0, 1, Number.NaN), 'TARGET_MISSING_VALUES', 3],
    ['a missing text', texts(['no', 'yes'], 1, -1), 'TARGET_MISSING_VALUES', 2],
  ])('refuses %s, naming the row', (_, frame, code, row) => {
    expect(() => binaryTarget(frame, 'y')).toThrow(
      expect.objectContaining({ code, details: expect.objectContaining({ row }) as unknown }),
    );
  });

  it('refuses what is no frame, and shows infinite labels', () => {
    const read = { frame: numeric(0, 1) } as unknown as Frame;
    expect(() => binaryTarget(read, 'y')).toThrow(
      expect.objectContaining({ message: 'data: frame must be a Frame, got an object of Object', kind: 'invalid' }),
    );
    expect(() => binaryTarget(numeric(0, Infinity), 'y')).toThrow('must hold 0 and 1, got Infinity in data row 2');
  });

  it('refuses one class and an unknown column', () => {
    expect(() => binaryTarget(numeric(0, 0), 'y')).toThrow(expect.objectContaining({ code: 'TARGET_ONE_CLASS' }));
    expect(() => binaryTarget(numeric(0, 1), 'z')).toThrow(expect.objectContaining({ code: 'COLUMN_NOT_FOUND' }));
  });
});

describe('labelledRows', () => {
  it('leaves rows without a label out, and says how many', () => {
    expect(labelledRows(numeric(0, Number.NaN, 1), 'y')).toEqual({
      rows: Uint32Array.of(0, 2),
      y: Uint8Array.of(0, 1),
      unlabelled: 1,
    });
    expect(labelledRows(texts(['no', 'yes'], -1, 1, 0), 'y').unlabelled).toBe(1);
  });

  it.each([
    ['no label at all', numeric(Number.NaN, Number.NaN), 'TARGET_MISSING_VALUES'],
    ['one class', numeric(Number.NaN, 1), 'TARGET_ONE_CLASS'],
    ['another number', numeric(0, Number.NaN, 2), 'TARGET_NOT_BINARY'],
  ])('refuses %s', (_, frame, code) => {
    expect(() => labelledRows(frame, 'y')).toThrow(expect.objectContaining({ code }));
  });
});

describe('binaryLabels', () => {
  it('reads one of several frames: one class will do, no label is NaN', () => {
    expect([...binaryLabels(texts(['No', 'yes'], 1, -1, 0), 'y')]).toEqual([1, Number.NaN, 0]);
    expect([...binaryLabels(numeric(0, 0, Number.NaN), 'y')]).toEqual([0, 0, Number.NaN]);
  });

  it('counts rows over all frames in what it refuses', () => {
    expect(() => binaryLabels(numeric(0, 3), 'y', { rowsBefore: 10 })).toThrow('got 3 in data row 12');
    expect(() => binaryLabels(texts(['maybe'], 0), 'y', { rowsBefore: 10 })).toThrow('got "maybe" in data row 11');
  });

  it('says of a column of times that it is one', () => {
    const times = Float64Array.of(Number.NaN, Date.UTC(2026, 0, 31));
    const frame = new Frame([{ kind: 'timestamp', name: 'when', values: times }]);
    for (const values of [undefined, { positive: ['*'], negative: ['0'] }]) {
      expect(() => labelledRows(frame, 'when', { values })).toThrow(
        'must hold 0 and 1, got times such as 2026-01-31T00:00:00.000Z in data row 2',
      );
    }
  });
});
