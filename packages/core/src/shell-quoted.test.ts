import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellQuoted } from './shell-quoted.ts';

describe('shellQuoted', () => {
  it('leaves paths, names and addresses as they are', () => {
    for (const text of ['/a/b-c.yaml', 'run-01', 'arn:aws:x:1/2', 's3://b/k', 'me@x.org', 'a_b+c%20'])
      expect(shellQuoted(text)).toBe(text);
  });

  it.skipIf(process.platform === 'win32')('is read back by a shell as it was', () => {
    const texts = [
      '',
      "it's",
      'x;touch PWNED',
      '$(id)',
      '`id`',
      'a b',
      'a\nb',
      '*',
      '~',
      '!!',
      '#',
      '"',
      '\\',
      '&|<>(){}[]?',
    ];
    for (const text of texts)
      expect(execFileSync('sh', ['-c', `printf %s ${shellQuoted(text)}`], { encoding: 'utf8' }), text).toBe(text);
  });
});
