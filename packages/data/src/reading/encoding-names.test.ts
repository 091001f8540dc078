import { describe, expect, it } from 'vitest';
import { encodingNamed } from './encoding-names.ts';
import { createDecoder } from './normalise-text.ts';

describe('encodingNamed', () => {
  it.each([
    ['latin-1', 'windows-1252'],
    ['latin_1', 'windows-1252'],
    ['Latin1', 'windows-1252'],
    ['iso8859_15', 'iso-8859-15'],
    ['utf_8', 'utf-8'],
    ['UTF-8-SIG', 'utf-8'],
    ['cp1252', 'windows-1252'],
    ['windows1250', 'windows-1250'],
    ['koi8_r', 'koi8-r'],
    ['mac_roman', 'macintosh'],
    ['shift_jis', 'shift_jis'],
    ['euc_jp', 'euc-jp'],
  ])('knows %s', (name, encoding) => {
    expect(createDecoder(name).encoding).toBe(encoding);
  });

  it('leaves what nobody knows to be refused', () => {
    expect(encodingNamed('Latin1')).toBe('Latin1');
    expect(encodingNamed('klingon')).toBe('klingon');
    expect(() => createDecoder('constructor')).toThrow(/must be a known one, got "constructor"/);
  });
});
