import type { Column } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { markersBesideNumbers } from './markers-beside-numbers.ts';

const texts = (of: (i: number) => string): Column => {
  const cells = Array.from({ length: 300 }, (_, i) => of(i));
  const categories = [...new Set(cells)].sort();
  return {
    kind: 'categorical',
    name: 'x',
    categories,
    codes: Int32Array.from(cells, (cell) => categories.indexOf(cell)),
  };
};

describe('markersBesideNumbers', () => {
  it.each([
    ['k.A.', (i: number) => `${i},50`],
    ['unbekannt', (i: number) => `${i}.50 EUR`],
    ['-', (i: number) => `${i}`],
    ['n.a.', (i: number) => `${i}`],
  ])('finds %s', (marker, number) => {
    const column = texts((i) => (i % 9 === 0 ? marker : number(i)));
    expect(markersBesideNumbers([column])).toEqual([{ column: 'x', marker, cells: 34 }]);
  });

  it('finds several in one column', () => {
    const column = texts((i) => (i % 9 === 0 ? 'k.A.' : i % 9 === 1 ? '--' : `${i},5`));
    expect(
      markersBesideNumbers([column])
        .map(({ marker }) => marker)
        .sort(),
    ).toEqual(['--', 'k.A.']);
  });

  it.each([
    ['a code among codes', (i: number) => (i % 9 === 0 ? 'OTHER' : `${5000 + i}`)],
    ['codes with zeros in front', (i: number) => (i % 9 === 0 ? '-' : `00${i}`)],
    ['few numbers', (i: number) => (i % 9 === 0 ? '-' : `${i % 4}`)],
    ['mostly words', (i: number) => (i % 9 === 0 ? `${i}.5` : 'none')],
    ['many words', (i: number) => (i % 9 === 0 ? `word${'abcdefgh'[i % 8]!}` : `${i}.5`)],
    ['one cell alone', (i: number) => (i === 0 ? 'k.A.' : `${i}.5`)],
  ])('finds none in %s', (_, of) => {
    expect(markersBesideNumbers([texts(of)])).toEqual([]);
  });
});
