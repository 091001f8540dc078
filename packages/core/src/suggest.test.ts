import { describe, expect, it } from 'vitest';
import { nearest } from './suggest.ts';

describe('nearest', () => {
  it('finds a word with one letter missing, changed or swapped', () => {
    expect(nearest('tagret', ['data', 'target'])).toBe('target');
    expect(nearest('targt', ['data', 'target'])).toBe('target');
    expect(nearest('TARGET', ['data', 'target'])).toBe('target');
  });

  it('finds the only one that says more behind the word', () => {
    expect(nearest('Betrag', ['Datum', 'Betrag (EUR)'])).toBe('Betrag (EUR)');
    expect(nearest('betrag', ['Betrag (EUR)', 'Betrag (USD)'])).toBeUndefined();
    expect(nearest('card', ['cardholder_name'])).toBeUndefined();
  });

  it('suggests nothing for a word that is like none', () => {
    expect(nearest('zzzzzz', ['data', 'target'])).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
  });

  it('finds the first of the nearest, whatever stands before it', () => {
    expect(nearest('amonut', ['account', 'amounts', 'amount', 'amuont'])).toBe('amount');
    expect(nearest('abcd', ['badc', 'abdc', 'acbd'])).toBe('abdc');
    expect(nearest('ab', ['xyzab', 'ba'])).toBe('ba');
  });

  it('compares no long names, which files may have by the thousand', () => {
    const long = 'a'.repeat(60_000);
    const start = performance.now();
    expect(nearest(`${long}b`, [long])).toBeUndefined();
    expect(
      nearest(
        'target',
        Array.from({ length: 1000 }, (_, k) => `${long}${k}`),
      ),
    ).toBeUndefined();
    expect(
      nearest(
        'z'.repeat(100),
        Array.from({ length: 5000 }, (_, k) => `${'y'.repeat(90)}${k}`),
      ),
    ).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(5000);
    expect(nearest('b'.repeat(90), ['c', `${'b'.repeat(89)}c`])).toBe(`${'b'.repeat(89)}c`);
  });
});
