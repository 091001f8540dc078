import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataError } from './errors.ts';
import { parseJson } from './parse-json.ts';

describe('parseJson', () => {
  it('parses what JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(text, 'x')).toEqual(JSON.parse(text));
      }),
    );
  });

  it('fails with a typed error on anything else, and quotes none of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        try {
          parseJson(text, 'x');
        } catch (error) {
          expect(error).toBeInstanceOf(DataError);
        }
      }),
    );
    for (const text of ['root:x:0:0', '{"a": hunter2}', '["hunter2', '{"hunter2": 1,}']) {
      expect(() => parseJson(text, 'm.json')).toThrow(/^m\.json: must be JSON, got (?!.*(?:hunter2|root))/);
    }
    expect(() => parseJson('{\n "a": ?}', 'm.json')).toThrow('line 2, column 7');
    expect(() => parseJson('', 'm.json')).toThrow('an empty text');
  });

  it.each(['[', '{"a":'])('refuses 100,000 levels of %s', (open) => {
    const close = open === '[' ? ']' : '}';
    expect(() => parseJson(`${open.repeat(100_000)}1${close.repeat(100_000)}`, 'm.json')).toThrow('500 levels');
    expect(parseJson(`${open.repeat(500)}1${close.repeat(500)}`, 'm.json')).toBeDefined();
  });

  it('takes brackets in texts for text', () => {
    const text = JSON.stringify({ a: '['.repeat(1000), b: '\\"['.repeat(1000) });
    expect(parseJson(text, 'x')).toEqual(JSON.parse(text));
  });
});
