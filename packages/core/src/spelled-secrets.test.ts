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

  it('finds nothing in other texts, and words only where they are asked for', () => {
    expect(secrets.isInAny(['testing', token.slice(0, -1), ''])).toBe(false);
    expect(secrets.isInAny(Array.from({ length: 3000 }, () => token.slice(0, 20)))).toBe(false);
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
