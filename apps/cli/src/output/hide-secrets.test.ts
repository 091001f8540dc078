import { describe, expect, it } from 'vitest';
import { hideSecrets } from './hide-secrets.ts';

describe('hideSecrets', () => {
  it.each([
    'redis://:hush@h/0',
    '--dta=redis://:hush@h/0',
    '--data=redis://:hu sh@h/0',
    'redis://:hu sh@h/0',
    'http://me:hush@h/x',
    '--endpoint-url=http://me:hush@h/x',
  ])('hides what %s holds', (word) => {
    const shown = hideSecrets(`error: too many arguments, got 'x', '${word}', '$&'`, ['explore', word, 'x']);
    expect(shown).not.toMatch(/hush|hu sh|sh@/);
    expect(shown).toContain('h/');
    expect(shown).toContain("'$&'");
  });

  it('leaves other words', () => {
    const text = "error: unknown option '--a=b@c', got me@example.org";
    expect(hideSecrets(text, ['--a=b@c', 'me@example.org', ''])).toBe(text);
  });
});
