import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wrap as wrapLines } from './wrap.ts';

const wrap = (...args: Parameters<typeof wrapLines>): string => String(wrapLines(...args));

describe('wrap', () => {
  it('breaks between words and indents', () => {
    expect(wrap('accuracy is 0.98, but must be above 0.99', 24, 4)).toBe(
      'accuracy is 0.98,\n    but must be above\n    0.99',
    );
    expect(wrap('as it is', Number.POSITIVE_INFINITY, 4)).toBe('as it is');
  });

  it('keeps all words, and every line that can within the width', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
        fc.integer({ min: 20, max: 60 }),
        (words, columns) => {
          const text = words.join(' ');
          const lines = wrap(text, columns, 4).split('\n');
          expect(lines.map((line) => line.trim()).join(' ')).toBe(text);
          lines.forEach((line, i) => expect(line.length + (i === 0 ? 4 : 0)).toBeLessThanOrEqual(columns));
        },
      ),
      { numRuns: 100 },
    );
  });
});
