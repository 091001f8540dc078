import { describe, expect, it } from 'vitest';
import { Matrix } from './matrix.ts';

describe('Matrix', () => {
  it('is column-major float32 on shared memory', () => {
    const matrix = Matrix.fromColumns([
      { name: 'a', values: [1, 2] },
      { name: 'b', values: [0.1, Number.NaN] },
    ]);
    expect(matrix.data.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect([...matrix.data]).toEqual([1, 2, Math.fround(0.1), Number.NaN]);
    expect([...matrix.column(0)]).toEqual([1, 2]);
    expect([...matrix.take(Uint32Array.of(1)).data]).toEqual([2, Number.NaN]);
  });

  it.each([
    [['a', 'b'], 'got "a" in row 0'],
    [[1, null], 'got null in row 1'],
    [[1, undefined], 'got undefined in row 1'],
    [[1n], 'got 1n in row 0'],
    [BigInt64Array.of(1n), 'got 1n in row 0'],
    [undefined, 'got undefined'],
    [5, 'got 5'],
  ])('refuses columns of %o', (values, got) => {
    const columns = [{ name: 'a', values }] as unknown as Parameters<typeof Matrix.fromColumns>[0];
    expect(() => Matrix.fromColumns(columns)).toThrow(`Matrix: column "a" must hold numbers, ${got}`);
  });

  it('refuses shapes and names that do not fit', () => {
    expect(() => new Matrix(2, ['a'], new Float32Array(new SharedArrayBuffer(4)))).toThrow(
      /must have 2 × 1 values, got 1/,
    );
    expect(() => Matrix.zeros(1, ['a', 'a'])).toThrow(/must be distinct/);
    expect(() => Matrix.zeros(1, ['a'], [])).toThrow(/types must have 1 entries/);
  });
});

it('refuses types it does not know', () => {
  const columns = ['a', 'b'].map((name) => ({ name, values: [1] }));
  expect(() => Matrix.fromColumns(columns, ['numeric', 'foo' as 'numeric'])).toThrow(
    'Matrix: types must be numeric or categorical, got foo',
  );
});
