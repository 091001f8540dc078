import { describe, expect, it } from 'vitest';
import { SpelledSecrets } from './spelled-secrets.ts';

const token = 'FwoGZXIvYXdz/TOKEN+CANARY"é==7Qm2Zx9';

describe('SpelledSecrets', () => {
  const secrets = new SpelledSecrets([token, 'testing']);
  const around = (text: string): string => Buffer.from(text).toString('base64');

  it.each([
    token,
    `a,"${token}",b`,
    JSON.stringify({ a: token }),
    encodeURIComponent(token),
    Buffer.from(token).toString('hex'),
    Buffer.from(token).toString('hex').toUpperCase(),
    around(token),
    around(`x${token}y`),
    around(`xy${token}`),
    Buffer.from(`xyz${token}`).toString('base64url'),
  ])('finds it in %s', (text) => {
    expect(secrets.isIn(text)).toBe(true);
    const texts = Array.from({ length: 2500 }, (_, i) => (i === 2400 ? text : `card ${i}`));
    expect(secrets.isInAny(texts)).toBe(true);
  });

  const session = 'IQoJb3JpZ2luX2VjVICTIMsessionTOKEN0123456789zyxwvutsrq';
  const password = 'VeryLongRedisPassword-of-the-victim-2026';

  it.each([
    ['all but one character', (text: string) => text.slice(0, -1)],
    ['the first half', (text: string) => text.slice(0, text.length / 2)],
    ['the second half', (text: string) => text.slice(text.length / 2)],
    ['a character in the middle', (text: string) => `${text.slice(0, 18)}.${text.slice(18)}`],
    ['half of base64', (text: string) => around(`xy${text}`).slice(0, 40)],
    ['half of hexadecimal', (text: string) => Buffer.from(text).toString('hex').slice(0, 44).toUpperCase()],
  ])('finds long secrets by %s', (_, spell) => {
    for (const secret of [session, password, token]) {
      const known = new SpelledSecrets([secret]);
      expect(known.isIn(`a ${spell(secret)} b`), secret).toBe(true);
      expect(known.isInAny(['card 1', `a ${spell(secret)} b`]), secret).toBe(true);
    }
  });

  it('finds ten characters of a key, and no words or numbers that a password and data share', () => {
    expect(new SpelledSecrets([session]).isIn('3JpZ2luX2V')).toBe(true);
    const words = new SpelledSecrets(['Transaction-amount-2026', '20260102030405060708', 'TransactionDatabase2026']);
    expect(words.isInAny(['Transaction-amo', 'TransactionDate', '2026010203040506', 'amount-2026'])).toBe(false);
    expect(words.isIn('20260102030405060708')).toBe(true);
  });

  it('finds nothing in other texts, and words only where they are asked for', () => {
    expect(secrets.isInAny(['testing', token.slice(0, 9), ''])).toBe(false);
    expect(secrets.isInAny(Array.from({ length: 3000 }, () => token.slice(10, 25)))).toBe(false);
    expect(new SpelledSecrets(['testing'], 7).isIn('the testing')).toBe(true);
    expect(new SpelledSecrets([], 0).isInAny([''])).toBe(false);
  });

  it('looks through long texts one by one', () => {
    const long = 'x'.repeat(2 ** 20);
    const texts = Array.from({ length: 700 }, () => long);
    expect(secrets.isInAny(texts)).toBe(false);
    expect(secrets.isInAny([...texts, token])).toBe(true);
  });

  it('looks through millions of texts in a second or so', () => {
    const texts = Array.from({ length: 1_000_000 }, (_, i) => `customer-${i}`);
    const begin = performance.now();
    expect(secrets.isInAny(texts)).toBe(false);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});
