import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffText } from './text-diff.ts';

describe('diffText', () => {
  it('shows changes with three lines around them', () => {
    const before = 'a\nb\nc\nd\ne\nf\n';
    expect(diffText(before, 'a\nb\nc\nd\nE\nf\n')).toEqual(['  b', '  c', '  d', '- e', '+ E', '  f']);
    expect(diffText(before, before)).toEqual([]);
    expect(diffText('', 'x\n')).toEqual(['+ x']);
  });

  it('never loses a changed line', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const diff = diffText(a.join('\n'), b.join('\n'));
        const count = (list: readonly string[], line: string): number => list.filter((item) => item === line).length;
        for (const line of ['a', 'b', 'c']) {
          expect(count(diff, `+ ${line}`) - count(diff, `- ${line}`)).toBe(count(b, line) - count(a, line));
        }
      }),
    );
  });
});
