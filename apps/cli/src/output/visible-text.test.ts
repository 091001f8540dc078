import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownStyle, visibleText } from './visible-text.ts';

const evil = '\u001b]0;pwned\u0007\u001b[2J\u001b[8mhidden';

describe('visibleText', () => {
  it.each([true, false])('shows escapes of data as text (colours %s)', (colours) => {
    expect(visibleText(evil, colours)).toBe('\\x1b]0;pwned\\x07\\x1b[2J\\x1b[8mhidden');
    expect(visibleText('a\rb\u009b31mc\u202egpj.exe\u2028', colours)).toBe('a\\x0db\\x9b31mc\\u202egpj.exe\\u2028');
    expect(visibleText('b\u200fx\u200b\ufeff', colours)).toBe('b\\u200fx\\u200b\\ufeff');
    expect(visibleText('می\u200cخواهم 👩\u200d💻', colours)).toBe('می\u200cخواهم 👩\u200d💻');
    expect(visibleText('Ärger\tund\nZeilen 漢字 🙂', colours)).toBe('Ärger\tund\nZeilen 漢字 🙂');
  });

  it('keeps our own styles where we write some, and only there', () => {
    const bold = '\u001b[1mMetrics\u001b[22m \u001b[31m\u001b[39m';
    expect(visibleText(ownStyle(bold), true)).toBe(bold);
    expect(visibleText(ownStyle(bold), false)).toBe('Metrics ');
    // the same from data
    for (const colours of [true, false]) {
      expect(visibleText(bold, colours)).toBe('\\x1b[1mMetrics\\x1b[22m \\x1b[31m\\x1b[39m');
    }
  });

  it('shows characters that take no room', () => {
    const shown = ['\\xad', '\\u180e', '\\u2061', '\\u2064', '\\u206a', '\\u206f', '\\u{e0001}', '\\u{e0041}'];
    const hidden = ['\u00ad', '\u180e', '\u2061', '\u2064', '\u206a', '\u206f', '\u{e0001}', '\u{e0041}'];
    for (const colours of [true, false])
      expect(visibleText(`a${hidden.join('')}b`, colours)).toBe(`a${shown.join('')}b`);
    // joiners of scripts and what stands beside emoji
    expect(visibleText('\u0646\u200c\u0647 \u{1f469}\u200d\u{1f4bb}', false)).toBe(
      '\u0646\u200c\u0647 \u{1f469}\u200d\u{1f4bb}',
    );
  });

  it.each([
    'fe00',
    'fe0f',
    '34f',
    '115f',
    '1160',
    '17b4',
    '180b',
    '2065',
    '3164',
    'ffa0',
    'fff9',
    'fffb',
    '1bca0',
    'e0101',
    'e0fff',
  ])('shows U+%s', (code) => {
    const character = String.fromCodePoint(Number.parseInt(code, 16));
    const shown = code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
    for (const colours of [true, false]) expect(visibleText(`am${character}ount`, colours)).toBe(`am${shown}ount`);
    // Two that look the same are seen to differ, at the ends too.
    expect(visibleText(`${character}${character}`, false)).toBe(shown.repeat(2));
  });

  it('shows it behind a digit that is no key', () => {
    expect(visibleText('v1\ufe0f', false)).toBe('v1\\ufe0f');
  });

  it('keeps the sign of an emoji where it stands behind one', () => {
    expect(visibleText('\u2764\ufe0f 1\ufe0f\u20e3 \u{1f3f3}\ufe0f', false)).toBe(
      '\u2764\ufe0f 1\ufe0f\u20e3 \u{1f3f3}\ufe0f',
    );
    expect(visibleText('\u2764\ufe0f\ufe0f', false)).toBe('\u2764\ufe0f\\ufe0f');
  });

  it('leaves nothing that a terminal obeys', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, colours) => {
        const shown = visibleText(text, colours);
        // oxlint-disable-next-line no-control-regex -- control characters are what must be gone
        expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      }),
    );
  });
});
