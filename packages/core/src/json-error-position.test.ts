import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonErrorPosition } from './json-error-position.ts';

describe('jsonErrorPosition', () => {
  it.each([
    ['', 0],
    ['{"a": [1, 2', 11],
    ['{"a": tru', 9],
    ['{"a": "x\\', 9],
    ['{"a": tru}', 6],
    ['{"a" 1}', 5],
    ['[1,]', 3],
    ['{"a": 1}}', 8],
    ['{"a": 01}', 7],
    ['[1 2]', 3],
    ['{1: 2}', 1],
    ['["a\nb"]', 1],
    ['["a\u001fb"]', 1],
    ['[" !#[]~\u007f\ud800\uffff" 1]', 13],
    ['[1.', 3],
    ['[1e', 3],
    ['[-4.6e+', 7],
    ['[-', 2],
    ['[1.5.', 4],
    ['[1.x', 2],
    ['[1e+]', 2],
    ['["a"b', 4],
    ['binf', 0],
  ])('says where %j stops being JSON', (text, position) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(jsonErrorPosition(text)).toBe(position);
  });

  it('names the end of every text that is cut off', () => {
    const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })).map((list) => JSON.stringify(list));
    fc.assert(
      fc.property(fc.oneof(fc.json(), numbers), fc.double({ min: 0, max: 1, noNaN: true }), (json, share) => {
        const text = `{"model": [${json}]}`;
        const cut = text.slice(0, Math.floor(share * text.length));
        expect(jsonErrorPosition(cut)).toBe(cut.length);
      }),
    );
  });
});
