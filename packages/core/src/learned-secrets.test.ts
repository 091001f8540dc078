import { describe, expect, it } from 'vitest';
import { LearnedSecrets } from './learned-secrets.ts';

const token = 'FwoGZXIvYXdzEJ7Qm2Zx9TOKENkJ8sLq0Vb3Nn5Rt6Yu1Io2Pa';

describe('LearnedSecrets', () => {
  const learned = new LearnedSecrets();
  learned.add(token);
  // what emulators take is a word of results
  learned.add('testing');

  it('leaves out lines that repeat a secret or a part of it, and no others', () => {
    const text = `status: failed\ncause: ${token.slice(9, 35)}\nuser: ${encodeURIComponent(`${token}/=`)}\ntesting: 1\n`;
    const hidden = '(a text that repeats credentials)';
    expect(learned.lines(text)).toBe(`status: failed\n${hidden}\n${hidden}\ntesting: 1\n`);
    expect(learned.lines(token.replaceAll(/(.{4})/g, '$1\n'))).toBe(`${hidden}\n`);
    expect(new LearnedSecrets().lines(text)).toBe(text);
  });

  it('leaves out texts and keys of JSON that repeat a secret, at any depth', () => {
    const value = {
      status: 'FAILED',
      at: [{ [`key ${token}`]: 1, cause: `C ${token.slice(0, 20)}` }, new Date(0), null, 7],
    };
    const text = learned.json(value);
    expect(text).not.toContain(token.slice(0, 12));
    const hidden = '(a text that repeats credentials)';
    expect(JSON.parse(text)).toEqual({
      status: 'FAILED',
      at: [{ [hidden]: 1, cause: hidden }, '1970-01-01T00:00:00.000Z', null, 7],
    });
    const pieces = token.match(/.{1,9}/g)!;
    for (const cut of [{ at: pieces }, { at: [pieces.slice(0, 2), 7] }]) {
      expect(JSON.parse(learned.json(cut))).toEqual({ hidden });
    }
    expect(learned.json({ a: ['testing'] })).toBe(JSON.stringify({ a: ['testing'] }, null, 2));
  });
});
