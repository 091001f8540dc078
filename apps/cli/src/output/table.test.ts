import { describe, expect, it } from 'vitest';
import { table as tableLines } from './table.ts';

const table = (...args: Parameters<typeof tableLines>): string => String(tableLines(...args));

describe('table', () => {
  it('is laid out alike whatever the number of rows, in time that grows with it', () => {
    const headings = ['name', 'n', 'note'];
    const row = (i: number): string[] => [`c${i}`, String(i * 7), i % 3 === 0 ? '' : 'some words'];
    const widest = ['the widest name', '123456789', ''];
    const rows = [...Array.from({ length: 20_000 }, (_, i) => row(i)), widest];
    const started = performance.now();
    const lines = table(headings, rows).split('\n');
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(lines).toHaveLength(20_002);
    for (const i of [0, 1, 499, 500, 501, 12_345, 19_999]) {
      expect([lines[0], lines[1 + i], lines.at(-1)]).toEqual(table(headings, [row(i), widest]).split('\n'));
    }
  });

  it('keeps a row in its line, whatever stands in the cells', () => {
    expect(
      table(
        ['amount\n(EUR)', 'n'],
        [
          ['a\tb', '1'],
          ['c\r\nd', '2'],
        ],
      ).split('\n'),
    ).toEqual(['amount\\n(EUR)  n', 'a\\tb           1', 'c\\r\\nd         2']);
  });

  it('aligns by the columns that characters take in a terminal, and leaves out what does not fit', () => {
    expect(
      table(
        ['名前', 'n'],
        [
          ['é', '1'],
          ['東京', '20'],
        ],
      ).split('\n'),
    ).toEqual(['名前   n', 'é      1', '東京  20']);
    expect(table(['名前', 'n'], [['東京', '20']], 7).split('\n')).toEqual([
      '名前',
      '東京',
      '(n: in a wider terminal, or with --json)',
    ]);
  });
});
