import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { yamlText } from './yaml-text.ts';

describe('yamlText', () => {
  it('is read back as it was, on one line, as a key and as a value', () => {
    const hard = ['max_depth: 99 #', 'x\ny: 1', '{a: b}', '<<', 'a\u0085b', 'a\u2028b', '- a', '*x', 'true', '1', ''];
    const anyText = fc.oneof(fc.constantFrom(...hard), fc.string({ unit: 'binary', maxLength: 50 }));
    fc.assert(
      fc.property(anyText, anyText, (key, value) => {
        const text = `${yamlText(key)}: ${yamlText(value)}`;
        expect(text).not.toMatch(/[\n\r\u0085\u2028\u2029]/);
        expect(Object.entries(parse(text) as object)).toEqual([[key, value]]);
      }),
    );
  });
});
